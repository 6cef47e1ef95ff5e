using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Model;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>What parsing a method gives. The parts go separate ways: only the diagnostics hold locations.</summary>
internal sealed record ParsedMethod(AnnotatedMethod Method, EquatableArray<DiagnosticInfo> Diagnostics);
