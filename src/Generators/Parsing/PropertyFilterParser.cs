using System.Collections.Immutable;
using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
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
        var properties = Names(annotation, syntax)
            .Select(named => paths.Find(named.Path, named.Place))
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
    private static IEnumerable<(string Path, Location Place)> Names(AttributeData annotation, AttributeSyntax syntax)
    {
        if (annotation.ConstructorArguments is not [{ Kind: TypedConstantKind.Array, IsNull: false } argument])
        {
            return [];
        }

        // With an array as the one argument its elements have no places of their own to be relied on.
        var places = syntax.ArgumentList?.Arguments.Where(static a => a.NameEquals is null).ToList() ?? [];
        var isEach = places.Count == argument.Values.Length;
        return argument.Values.Select((value, i) => (
            (isEach ? FullNameOf(places[i].Expression) : null) ?? value.Value as string ?? "",
            places.Count == 0 ? syntax.GetLocation() : places[Math.Min(i, places.Count - 1)].GetLocation()));
    }

    /// <summary>
    /// What follows the type in <c>nameof(@Order.Address.City)</c>, of which the compiler leaves only the last name; null
    /// for what is not written like that.
    /// </summary>
    private static string? FullNameOf(ExpressionSyntax expression)
    {
        if (expression is not InvocationExpressionSyntax
            {
                Expression: IdentifierNameSyntax { Identifier.Text: "nameof" },
                ArgumentList.Arguments: [{ Expression: MemberAccessExpressionSyntax path }],
            }
            || !path.GetFirstToken().Text.StartsWith("@", StringComparison.Ordinal))
        {
            return null;
        }

        var names = new Stack<string>();
        ExpressionSyntax current = path;
        while (current is MemberAccessExpressionSyntax access && access.IsKind(SyntaxKind.SimpleMemberAccessExpression))
        {
            names.Push(access.Name.Identifier.ValueText);
            current = access.Expression;
        }

        return string.Join(".", names);
    }
}

/// <summary>What an annotation says about properties.</summary>
/// <param name="Attributes">Those of which one must have changed; empty for any change.</param>
/// <param name="Transition">What the one property must have been or become.</param>
internal sealed record ParsedFilter(EquatableArray<FilteredAttribute> Attributes, TransitionModel? Transition)
{
    public static readonly ParsedFilter None = new([], null);
}
