using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>What a file declares, without layout and bodies: all that generated code can depend on.</summary>
internal static class Declarations
{
    /// <summary>
    /// Whether two versions of a file declare the same. The compiler's own comparison at the top level is no use here,
    /// as it leaves out the defaults of parameters too.
    /// </summary>
    public static bool AreSame(SyntaxNode one, SyntaxNode other)
    {
        if (!GeneratedMarks(one).SequenceEqual(GeneratedMarks(other)))
        {
            return false;
        }

        // No recursion: a long sum in an initializer is nested as deeply as it is long.
        var pending = new Stack<(SyntaxNodeOrToken One, SyntaxNodeOrToken Other)>();
        pending.Push((one, other));
        while (pending.Count > 0)
        {
            var (left, right) = pending.Pop();
            if (left.RawKind != right.RawKind
                || !(left.IsToken ? AreSame(left.AsToken(), right.AsToken()) : AreSame(left, right, pending)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Finds where a place in one version of a file is in another that declares the same.</summary>
    /// <param name="span">The place, which begins and ends outside of bodies.</param>
    /// <param name="from">The version that it is a place of.</param>
    /// <param name="to">The other version.</param>
    public static TextSpan Relocate(TextSpan span, SyntaxNode from, SyntaxNode to)
    {
        return TextSpan.FromBounds(Find(span.Start, span.Start), Find(span.End, Math.Max(span.Start, span.End - 1)));

        int Find(int position, int inToken)
        {
            var token = from.FindToken(inToken);
            return Counterpart(token, to).SpanStart + position - token.SpanStart;
        }
    }

    private static SyntaxToken Counterpart(SyntaxToken token, SyntaxNode root)
    {
        var path = new Stack<int>();
        for (SyntaxNodeOrToken current = token; current.Parent is { } parent; current = parent)
        {
            path.Push(parent.ChildNodesAndTokens().TakeWhile(child => child != current).Count());
        }

        SyntaxNodeOrToken found = root;
        while (path.Count > 0)
        {
            found = found.ChildNodesAndTokens()[path.Pop()];
        }

        return found.AsToken();
    }

    private static bool AreSame(
        SyntaxNodeOrToken one, SyntaxNodeOrToken other, Stack<(SyntaxNodeOrToken One, SyntaxNodeOrToken Other)> pending)
    {
        // What an editor has not touched, the parser takes over as it is.
        var (left, right) = (one.AsNode()!, other.AsNode()!);
        if (left.IsIncrementallyIdenticalTo(right))
        {
            return true;
        }

        if (IsBody(left) && IsBody(right))
        {
            return DirectivesIn(left).SequenceEqual(DirectivesIn(right));
        }

        var (children, others) = (left.ChildNodesAndTokens(), right.ChildNodesAndTokens());
        for (var i = 0; i < children.Count && children.Count == others.Count; i++)
        {
            pending.Push((children[i], others[i]));
        }

        return children.Count == others.Count;
    }

    private static bool AreSame(SyntaxToken one, SyntaxToken other) =>
        one.Text == other.Text
        && one.ValueText == other.ValueText
        && one.IsMissing == other.IsMissing
        && Directives(one.LeadingTrivia).SequenceEqual(Directives(other.LeadingTrivia));

    // An accessor that names its field declares one, and local functions may be annotated, if wrongly.
    private static bool IsBody(SyntaxNode node) => node is BlockSyntax or ArrowExpressionClauseSyntax
        && !node.DescendantNodesAndTokens().Any(static item =>
            item.IsToken ? item.AsToken().Text == "field" : item.AsNode() is AttributeListSyntax);

    // #nullable lasts beyond the body that it stands in.
    private static IEnumerable<string> DirectivesIn(SyntaxNode body) =>
        body.ContainsDirectives ? Directives(body.DescendantTrivia()) : [];

    private static IEnumerable<string> Directives(IEnumerable<SyntaxTrivia> trivia) =>
        trivia.Where(static t => t.IsDirective).Select(static t => t.ToFullString());

    // In a file that says it is generated the compiler takes no reference type for annotated.
    private static IEnumerable<string> GeneratedMarks(SyntaxNode root) => root.GetLeadingTrivia()
        .Where(static t => !t.HasStructure)
        .Select(static t => t.ToFullString())
        .Where(static text => text.IndexOf("generated", StringComparison.OrdinalIgnoreCase) >= 0);
}
