using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Model;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>What parsing all handlers gives. The parts go separate ways: only the diagnostics hold locations.</summary>
/// <param name="Methods">The annotated methods, in the order of the source.</param>
/// <param name="Written">The entities that they can write in transactions; none if no method takes one.</param>
/// <param name="Diagnostics">What is wrong with them, with their entities and their tables.</param>
internal sealed record ParsedProgram(
    EquatableArray<AnnotatedMethod> Methods,
    EquatableArray<WrittenEntity> Written,
    EquatableArray<DiagnosticInfo> Diagnostics)
{
    public static readonly ParsedProgram Empty = new([], [], []);

    /// <summary>All types for which mappers are needed; one that several need is there for each.</summary>
    public EquatableArray<EntityModel> Entities => Methods.SelectMany(static m => m.Entities)
        .Concat(Written.SelectMany(static w => w.Reached))
        .ToEquatableArray();
}
