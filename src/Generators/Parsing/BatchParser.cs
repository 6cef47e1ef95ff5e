using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>Tells batch handlers from others, and reads <c>[Batch]</c>.</summary>
internal static class BatchParser
{
    private const string Wait = "WindowMilliseconds";
    private const string Bisect = "Bisect";

    // The ranges that BatchAttribute documents.
    private static readonly (string Name, int Min, int Max)[] Ranges =
    [
        ("MaxCount", 1, 10_000), ("MaxBytes", 1, int.MaxValue), (Wait, 0, 300_000),
    ];

    /// <summary>Whether the method takes changes as a batch.</summary>
    public static bool TakesBatch(IMethodSymbol method) => method.Parameters.Any(static p => IsBatch(p.Type));

    /// <summary>Whether the type is <c>IReadOnlyList&lt;Change&lt;T&gt;&gt;</c>.</summary>
    public static bool IsBatch(ITypeSymbol type) =>
        EntityInference.OfChange(type) is not null && !type.Is("DynamoHandlers", "Change", 1);

    /// <param name="method">The handler.</param>
    /// <param name="isOfWindows">Whether its changes come in windows, which say when it is called.</param>
    /// <param name="sink">Where diagnostics go.</param>
    /// <returns>Null for a handler of single changes.</returns>
    public static BatchModel? Parse(IMethodSymbol method, bool isOfWindows, DiagnosticSink sink)
    {
        var attribute = KnownAttributes.Batch(method);
        if (attribute is not null)
        {
            Check(attribute, method, isOfWindows, sink);
        }

        return TakesBatch(method)
            ? new(
                attribute?.Named("MaxCount") as int?,
                attribute?.Named("MaxBytes") as int?,
                attribute?.Named(Wait) as int?,
                attribute?.Named(Bisect) as bool?)
            : null;
    }

    private static void Check(AttributeData attribute, IMethodSymbol method, bool isOfWindows, DiagnosticSink sink)
    {
        var syntax = (AttributeSyntax)attribute.ApplicationSyntaxReference!.GetSyntax();
        if (!TakesBatch(method))
        {
            Report(syntax.GetLocation(), "the handler takes no batch; give it a parameter IReadOnlyList<Change<T>>");
        }

        foreach (var name in new[] { Wait, Bisect }.Where(name => isOfWindows && attribute.Named(name) is not null))
        {
            Report(syntax.PlaceOfArgument(name), $"{name} means nothing to a handler of windows; leave it out");
        }

        foreach (var (name, min, max) in Ranges.Where(range => !(isOfWindows && range.Name == Wait)))
        {
            if (attribute.Named(name) is int value && (value < min || value > max))
            {
                Report(
                    syntax.PlaceOfArgument(name),
                    max == int.MaxValue
                        ? $"{name} is {value}, but must be at least {min}"
                        : $"{name} is {value}, but must be from {min} to {max}");
            }
        }

        void Report(Location place, string reason) =>
            sink.Report(Descriptors.InvalidBatchSettings, place, method.ToDisplayName(), reason);
    }
}
