using System.Collections.Immutable;
using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>Finds the properties that an <c>[OnModify]</c> names, and what they must have been or become.</summary>
internal static class PropertyFilterParser
{
    public static ParsedFilter Parse(
        AttributeData annotation,
        AttributeSyntax syntax,
        IMethodSymbol method,
        INamedTypeSymbol entity,
        Compilation compilation,
        DiagnosticSink sink)
    {
        var errors = sink.Errors;
        var paths = new PropertyPathParser(entity, compilation, sink);
        var properties = Names(annotation, syntax, entity)
            .Select(named => named.IsCut ? ReportCut(named, entity, sink) : paths.Find(named.Path, named.Place))
            .OfType<FoundProperty>()
            .ToImmutableArray();
        if (sink.Errors > errors)
        {
            return ParsedFilter.None;
        }

        if (properties.Length > 0 && properties.All(static p => p.IsKey))
        {
            sink.Report(
                Descriptors.NeverMatches,
                syntax.GetLocation(),
                method.ToDisplayName(),
                $"'{properties[0].Name}' is a key, and the key of an item never changes");
        }

        return new(
            properties.SelectMany(static p => p.Attributes).Distinct().ToEquatableArray(),
            TransitionParser.Parse(annotation, syntax, method, properties, sink));
    }

    // [OnModify<Order>(null!)] gives an array that is null itself.
    private static IEnumerable<NamedPath> Names(
        AttributeData annotation, AttributeSyntax syntax, INamedTypeSymbol entity)
    {
        if (annotation.ConstructorArguments is not [{ Kind: TypedConstantKind.Array, IsNull: false } argument])
        {
            return [];
        }

        // With an array as the one argument its elements have no places of their own to be relied on.
        var places = syntax.ArgumentList?.Arguments.Where(static a => a.NameEquals is null).ToList() ?? [];
        var isEach = places.Count == argument.Values.Length;
        return argument.Values.Select((value, i) =>
        {
            var place = places.Count == 0 ? syntax.GetLocation() : places[Math.Min(i, places.Count - 1)].GetLocation();
            return (isEach ? NamedPath.OfNameof(places[i].Expression, entity.Name, place) : null)
                ?? new(value.Value as string ?? "", place, IsCut: false);
        });
    }

    private static FoundProperty? ReportCut(NamedPath named, INamedTypeSymbol entity, DiagnosticSink sink)
    {
        var last = named.Path.Substring(named.Path.LastIndexOf('.') + 1);
        sink.Report(
            Descriptors.InvalidPath,
            named.Place,
            named.Path,
            entity.ToDisplayName(),
            $"nameof gives no more than '{last}'; write nameof(@{entity.Name}.{named.Path})");
        return null;
    }
}

/// <summary>What an annotation says about properties.</summary>
/// <param name="Attributes">Those of which one must have changed; empty for any change.</param>
/// <param name="Transition">What the one property must have been or become.</param>
internal sealed record ParsedFilter(EquatableArray<FilteredAttribute> Attributes, TransitionModel? Transition)
{
    public static readonly ParsedFilter None = new([], null);
}
