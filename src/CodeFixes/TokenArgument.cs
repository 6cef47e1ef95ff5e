using DynamoHandlers.Generators.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace DynamoHandlers.CodeFixes;

/// <summary>A cancellation token as an argument of a call.</summary>
internal static class TokenArgument
{
    public static IEnumerable<CancellableCall> CallsIn(MethodDeclarationSyntax method, SemanticModel model)
    {
        var body = (SyntaxNode?)method.Body ?? method.ExpressionBody;
        return body is not null
            && model.GetOperation(body) is { } operation
            && model.GetDeclaredSymbol(method) is { } handler
                ? CancellableCall.In(operation, handler, model.Compilation)
                : [];
    }

    /// <summary>Adds it last, by the parameter's name where others with defaults stand before it.</summary>
    public static SyntaxNode AddTo(SyntaxNode invocation, CancellableCall call, string token)
    {
        var argument = Argument(IdentifierName(Escaped(token)));
        return ((InvocationExpressionSyntax)invocation).AddArgumentListArguments(call.IsPositional
            ? argument
            : argument.WithNameColon(NameColon(
                IdentifierName(Escaped(call.Parameter.Name)), Token(SyntaxKind.ColonToken).WithTrailingTrivia(Space))));
    }

    private static string Escaped(string name) =>
        SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;
}
