using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Model;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>An entity with all the types that it reaches.</summary>
/// <param name="Mapper">The full name of the entity's mapper.</param>
/// <param name="Entities">The types to write a mapper for; none if the entity's assembly has one.</param>
/// <param name="Diagnostics">What is wrong; those without a location belong where the entity is used.</param>
/// <param name="IsValid">Whether the entity can be read.</param>
internal sealed record EntityGraph(
    string Mapper,
    EquatableArray<EntityModel> Entities,
    EquatableArray<DiagnosticInfo> Diagnostics,
    bool IsValid);
