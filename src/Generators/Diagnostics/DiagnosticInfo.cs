using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Diagnostics;

/// <summary>
/// A diagnostic on its way to the compiler. It keeps the location as the compiler gave it: a location made anew from
/// path and span cannot be suppressed by <c>#pragma warning</c>. Hence it travels apart from the models.
/// </summary>
/// <param name="Descriptor">Which diagnostic.</param>
/// <param name="Location">Where; null where only metadata is at fault, before the place of its use is known.</param>
/// <param name="Arguments">The arguments of the message.</param>
internal sealed record DiagnosticInfo(
    DiagnosticDescriptor Descriptor, Location? Location, EquatableArray<string> Arguments)
{
    public Diagnostic ToDiagnostic() => Diagnostic.Create(Descriptor, Location, Arguments.ToArray<object>());
}
