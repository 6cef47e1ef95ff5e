using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>What handlers with <c>[OnUnmatched]</c> are for: a table, and items as they are.</summary>
internal static class UnmatchedParser
{
    /// <summary>What reads an item as it is.</summary>
    public static readonly MappedType Mapped = new("global::DynamoHandlers.Images.ImageItem", null);

    /// <summary>The table, named or that of an entity; null if neither is usable, which is reported.</summary>
    public static string? TableOf(
        AttributeData annotation,
        Location place,
        IMethodSymbol method,
        DiagnosticSink sink,
        Func<INamedTypeSymbol, bool, Location, string> tableOf)
    {
        if (annotation.AttributeClass is { Arity: 1 })
        {
            return EntityInference.Find(annotation, place, method, sink) is { } entity ? tableOf(entity, true, place) : null;
        }

        if (annotation.Positional("table") is string { Length: > 0 } table)
        {
            return table;
        }

        sink.Report(
            Descriptors.InvalidUnmatched,
            place,
            method.ToDisplayName(),
            "no table is named; write [OnUnmatched(\"...\")] with the table's name");
        return null;
    }

    /// <summary>The type of an item as it is: <c>Dictionary&lt;string, AttributeValue&gt;</c>.</summary>
    public static INamedTypeSymbol? ItemOf(
        Compilation compilation, Location place, IMethodSymbol method, DiagnosticSink sink)
    {
        if (compilation.GetTypeByMetadataName("Amazon.DynamoDBv2.Model.AttributeValue") is { } value
            && compilation.GetTypeByMetadataName("System.Collections.Generic.Dictionary`2") is { } dictionary)
        {
            return dictionary.Construct(compilation.GetSpecialType(SpecialType.System_String), value);
        }

        sink.Report(
            Descriptors.InvalidUnmatched,
            place,
            method.ToDisplayName(),
            "the assembly AWSSDK.DynamoDBv2, whose AttributeValue such a record is made of, is not referenced");
        return null;
    }
}
