using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>Tells batch handlers from others, and reads <c>[Batch]</c>.</summary>
internal static class BatchParser
{
    // The ranges that BatchAttribute documents.
    private static readonly (string Name, int Min, int Max)[] Ranges =
    [
        ("MaxCount", 1, 10_000), ("MaxBytes", 1, int.MaxValue), ("WindowMilliseconds", 0, 300_000),
    ];

    /// <summary>Whether the method takes changes as a batch.</summary>
    public static bool TakesBatch(IMethodSymbol method) => method.Parameters.Any(static p => IsBatch(p.Type));

    /// <summary>Whether the type is <c>IReadOnlyList&lt;Change&lt;T&gt;&gt;</c>.</summary>
    public static bool IsBatch(ITypeSymbol type) =>
        EntityInference.OfChange(type) is not null && !type.Is("DynamoHandlers", "Change", 1);

    /// <returns>Null for a handler of single changes.</returns>
    public static BatchModel? Parse(IMethodSymbol method, DiagnosticSink sink)
    {
        var attribute = KnownAttributes.Batch(method);
        if (attribute is not null)
        {
            Check(attribute, method, sink);
        }

        return TakesBatch(method)
            ? new(
                attribute?.Named("MaxCount") as int?,
                attribute?.Named("MaxBytes") as int?,
                attribute?.Named("WindowMilliseconds") as int?,
                attribute?.Named("Bisect") as bool?)
            : null;
    }

    private static void Check(AttributeData attribute, IMethodSymbol method, DiagnosticSink sink)
    {
        var syntax = (AttributeSyntax)attribute.ApplicationSyntaxReference!.GetSyntax();
        if (!TakesBatch(method))
        {
            Report(syntax.GetLocation(), "the handler takes no batch; give it a parameter IReadOnlyList<Change<T>>");
        }

        foreach (var (name, min, max) in Ranges)
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
