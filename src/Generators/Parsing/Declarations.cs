using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>What a file declares, without layout and bodies: all that generated code can depend on.</summary>
internal static class Declarations
{
    /// <summary>
    /// The tokens and directives, each body replaced by a mark. The compiler's own comparison at the top level is no
    /// use here, as it leaves out the defaults of parameters too.
    /// </summary>
    public static IEnumerable<string> Of(SyntaxNode root)
    {
        foreach (var item in root.DescendantNodesAndTokensAndSelf(static node => !IsBody(node)))
        {
            if (item.IsToken)
            {
                foreach (var directive in Directives(item.GetLeadingTrivia()))
                {
                    yield return directive;
                }

                yield return item.AsToken().Text;
            }
            else if (IsBody(item.AsNode()!))
            {
                yield return MarkOf(item.AsNode()!);
            }
        }
    }

    private static bool IsBody(SyntaxNode node) => node is BlockSyntax or ArrowExpressionClauseSyntax;

    // An accessor that names its field has one, and #nullable lasts beyond the body that it stands in.
    private static string MarkOf(SyntaxNode body) =>
        (body.DescendantTokens().Any(static t => t.Text == "field") ? "{field}" : "{}")
        + (body.ContainsDirectives ? string.Concat(Directives(body.DescendantTrivia())) : "");

    private static IEnumerable<string> Directives(IEnumerable<SyntaxTrivia> trivia) =>
        trivia.Where(static t => t.IsDirective).Select(static t => t.ToFullString());
}
