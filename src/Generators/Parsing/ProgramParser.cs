using System.Collections.Immutable;
using DynamoHandlers.Generators.Analyzers;
using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>Turns all annotated methods of a compilation into handlers, or into diagnostics.</summary>
internal static class ProgramParser
{
    /// <summary>Parses the methods among the candidates that have handler annotations.</summary>
    /// <returns>Nothing where the runtime is not referenced: attributes alone generate nothing.</returns>
    public static ParsedProgram Parse(
        CSharpCompilation compilation, ImmutableArray<SyntaxNode> candidates, CancellationToken cancellationToken)
    {
        if (compilation.GetTypeByMetadataName("DynamoHandlers.Change`1") is null)
        {
            return ParsedProgram.Empty;
        }

        var syntax = new AnnotationSyntax(compilation);
        var parsed = candidates.Where(syntax.MayBeHandler)
            .SelectMany(node => Parse(node, compilation, cancellationToken))
            .ToList();
        var (written, findings) = parsed.Exists(static p => p.TakesTransaction)
            ? WrittenEntityParser.Parse(candidates.Where(syntax.MayBeEntity), compilation, cancellationToken)
            : default;
        var uses = parsed.SelectMany(static p => p.Uses).ToEquatableArray();

        // An entity's diagnostics come with each of its handlers.
        return new(
            parsed.Select(static p => p.Method).ToEquatableArray(),
            written,
            parsed.SelectMany(static p => p.Diagnostics)
                .Concat(TableChecker.Check(uses))
                .Concat(findings)
                .Distinct()
                .ToEquatableArray());
    }

    private static IEnumerable<ParsedMethod> Parse(
        SyntaxNode node, CSharpCompilation compilation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        // The two parts of a partial method have the attributes of both; each is parsed where it is written.
        return compilation.GetSemanticModel(node.SyntaxTree).GetDeclaredSymbol(node, cancellationToken) is not
            IMethodSymbol method
            ? []
            : method.Annotations()
                .Where(a => a.ApplicationSyntaxReference is { } place
                    && place.SyntaxTree == node.SyntaxTree && node.Span.Contains(place.Span))
                .GroupBy(HandlerMethods.ChangesOf)
                .Select(group => HandlerParser.Parse(group, method, group.Key, compilation, cancellationToken));
    }
}
