using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Model;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>An entity with all the types that it reaches.</summary>
/// <param name="Mapped">What is generated for the entity.</param>
/// <param name="Entities">The types to write a mapper for; none if the entity's assembly has one.</param>
/// <param name="Diagnostics">What is wrong; those without a location belong where the entity is used.</param>
/// <param name="IsValid">Whether the entity can be read.</param>
internal sealed record EntityGraph(
    MappedType Mapped,
    EquatableArray<EntityModel> Entities,
    EquatableArray<DiagnosticInfo> Diagnostics,
    bool IsValid);
