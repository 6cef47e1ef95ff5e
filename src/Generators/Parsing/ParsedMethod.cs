using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Model;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>What parsing a method gives. The parts go separate ways: only the diagnostics hold locations.</summary>
/// <param name="Method">Its handlers.</param>
/// <param name="Diagnostics">What is wrong with it.</param>
/// <param name="Uses">Which entities its handlers are for.</param>
/// <param name="TakesTransaction">Whether it takes a transaction, even if it cannot be called.</param>
internal sealed record ParsedMethod(
    AnnotatedMethod Method,
    EquatableArray<DiagnosticInfo> Diagnostics,
    EquatableArray<EntityUse> Uses,
    bool TakesTransaction);
