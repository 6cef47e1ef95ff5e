using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Model;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>What parsing a method gives; the two parts go separate ways, as only the diagnostics hold locations.</summary>
internal sealed record ParsedMethod(AnnotatedMethod Method, EquatableArray<DiagnosticInfo> Diagnostics);
