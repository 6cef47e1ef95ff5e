using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>A property as an annotation names it.</summary>
/// <param name="Path">Its name, or the names on the way to it with dots between them.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="IsCut">Whether a path was written of which the compiler leaves only the last name.</param>
internal sealed record NamedPath(string Path, Location Place, bool IsCut)
{
    /// <summary>
    /// What <c>nameof(@Order.Address.City)</c> means, of which the compiler leaves only the last name. Without the
    /// <c>@</c> it is not clear that the whole is meant: the path is cut, if it is known where in it the entity stands.
    /// </summary>
    /// <returns>Null for what is not written like that.</returns>
    public static NamedPath? OfNameof(ExpressionSyntax expression, string entity, Location place)
    {
        if (expression is not InvocationExpressionSyntax
            {
                Expression: IdentifierNameSyntax { Identifier.Text: "nameof" },
                ArgumentList.Arguments: [{ Expression: MemberAccessExpressionSyntax access }],
            })
        {
            return null;
        }

        var names = NamesOf(access);
        if (access.GetFirstToken().Text.StartsWith("@", StringComparison.Ordinal))
        {
            return new(string.Join(".", names.Skip(1)), place, IsCut: false);
        }

        var path = names.Skip(names.LastIndexOf(entity) + 1).ToList();
        return path.Count > 1 && path.Count < names.Count ? new(string.Join(".", path), place, IsCut: true) : null;
    }

    private static List<string> NamesOf(MemberAccessExpressionSyntax access)
    {
        var names = new List<string>();
        ExpressionSyntax current = access;
        while (current is MemberAccessExpressionSyntax inner && inner.IsKind(SyntaxKind.SimpleMemberAccessExpression))
        {
            names.Insert(0, inner.Name.Identifier.ValueText);
            current = inner.Expression;
        }

        names.Insert(0, current is SimpleNameSyntax name ? name.Identifier.ValueText : "");
        return names;
    }
}
