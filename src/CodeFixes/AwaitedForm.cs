using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace DynamoHandlers.CodeFixes;

/// <summary>How a call that blocks is written as one that is awaited.</summary>
internal sealed class AwaitedForm
{
    private readonly Func<ExpressionSyntax, DocumentEdit, ExpressionSyntax> _awaitable;

    private AwaitedForm(Func<ExpressionSyntax, DocumentEdit, ExpressionSyntax> awaitable) => _awaitable = awaitable;

    /// <summary>Null where there is no such form: no task waits with a timeout as <c>Wait(1000)</c> does.</summary>
    public static AwaitedForm? Of(ExpressionSyntax call, SemanticModel model)
    {
        if (call is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" })
        {
            return new(static (node, _) => ((MemberAccessExpressionSyntax)node).Expression);
        }

        return call is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax }
            && model.GetSymbolInfo(call).Symbol is IMethodSymbol method
                ? OfCall(method)
                : null;
    }

    /// <summary>Writes it in place of the call, which may have changed inside meanwhile.</summary>
    public ExpressionSyntax Write(ExpressionSyntax call, SyntaxNode parent, DocumentEdit edit)
    {
        ExpressionSyntax wait = AwaitExpression(
            Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(Space),
            _awaitable(call, edit).WithoutTrivia());
        return (parent is ExpressionStatementSyntax
            ? wait
            : ParenthesizedExpression(wait).WithAdditionalAnnotations(Simplifier.Annotation)).WithTriviaFrom(call);
    }

    private static AwaitedForm? OfCall(IMethodSymbol method) => (method.Name, method.Parameters) switch
    {
        ("Wait", []) => new(static (node, _) => Receiver(node)),
        ("Wait", [{ Type.Name: "CancellationToken" }]) => new(static (node, _) => Renamed(node, "WaitAsync")),
        ("GetResult", _) => new(static (node, _) => Receiver(Receiver(node))),
        ("WaitAll", [_]) => new(static (node, _) => Renamed(node, "WhenAll")),
        ("Sleep", [_]) => new(static (node, edit) => ((InvocationExpressionSyntax)node).WithExpression(
            MemberAccessExpression(
                SyntaxKind.SimpleMemberAccessExpression,
                edit.TypeNamed("System.Threading.Tasks.Task"),
                IdentifierName("Delay")))),
        _ => null,
    };

    private static ExpressionSyntax Receiver(ExpressionSyntax call) => Member(call).Expression;

    private static InvocationExpressionSyntax Renamed(ExpressionSyntax call, string name) =>
        ((InvocationExpressionSyntax)call).WithExpression(Member(call).WithName(IdentifierName(name)));

    private static MemberAccessExpressionSyntax Member(ExpressionSyntax call) =>
        (MemberAccessExpressionSyntax)((InvocationExpressionSyntax)call).Expression;
}
