using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace DynamoHandlers.CodeFixes;

/// <summary>Makes a method that returns nothing, a task or a result an asynchronous one.</summary>
internal static class AsyncMethod
{
    /// <summary>Whether all that the method returns can be awaited without the help of the return type.</summary>
    public static bool CanBeMadeOf(MethodDeclarationSyntax method, SemanticModel model) => method
        .DescendantNodes(static n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
        .Select(static n => n is ReturnStatementSyntax returned ? returned.Expression : null)
        .Append(method.ExpressionBody?.Expression)
        .All(task => task is null || IsDone(task) || (HasTypeOfItsOwn(task, model) && !IsLocked(task)));

    /// <summary>Whether the method has to return another type: a task instead of nothing or of a result.</summary>
    public static bool ChangesReturnType(IMethodSymbol method) => method.ReturnType.Name is not ("Task" or "ValueTask");

    /// <param name="method">The method as it is by now.</param>
    /// <param name="symbol">The method as it was.</param>
    /// <param name="edit">What is changed.</param>
    public static MethodDeclarationSyntax Of(MethodDeclarationSyntax method, IMethodSymbol symbol, DocumentEdit edit)
    {
        var changed = ChangesReturnType(symbol)
            ? method.WithReturnType(TaskOf(symbol, edit).WithTriviaFrom(method.ReturnType))
            : AwaitReturned(method, HasResult(symbol.ReturnType));
        return WithAsync(changed);
    }

    private static TypeSyntax TaskOf(IMethodSymbol method, DocumentEdit edit) => (TypeSyntax)(method.ReturnsVoid
        ? edit.TypeNamed("System.Threading.Tasks.Task")
        : edit.TypeNamed("System.Threading.Tasks.Task`1", method.ReturnType));

    private static bool HasResult(ITypeSymbol task) => task is INamedTypeSymbol { Arity: 1 };

    private static MethodDeclarationSyntax WithAsync(MethodDeclarationSyntax method)
    {
        var keyword = Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(Space);
        return method.Modifiers.Count == 0
            ? method.WithReturnType(method.ReturnType.WithoutLeadingTrivia())
                .WithModifiers([keyword.WithLeadingTrivia(method.ReturnType.GetLeadingTrivia())])
            : method.AddModifiers(keyword);
    }

    private static MethodDeclarationSyntax AwaitReturned(MethodDeclarationSyntax method, bool hasResult)
    {
        if (method.ExpressionBody is { } arrow)
        {
            return hasResult && IsDone(arrow.Expression)
                ? method
                : method.WithExpressionBody(arrow.WithExpression(Await(arrow.Expression, method.ReturnType)));
        }

        return method.WithBody(new ReturnRewriter(method.Body!, method.ReturnType, hasResult).Rewrite());
    }

    private static AwaitExpressionSyntax Await(ExpressionSyntax task, TypeSyntax type)
    {
        var awaited = task.WithoutTrivia() switch
        {
            ImplicitObjectCreationExpressionSyntax creation => ObjectCreationExpression(
                creation.NewKeyword.WithTrailingTrivia(Space),
                type.WithoutTrivia(),
                creation.ArgumentList,
                creation.Initializer),
            var bare when NeedsParentheses(task) => ParenthesizedExpression(bare),
            var bare => bare,
        };
        return AwaitExpression(
            Token(task.GetLeadingTrivia(), SyntaxKind.AwaitKeyword, [Space]),
            awaited.WithTrailingTrivia(task.GetTrailingTrivia()));
    }

    private static bool HasTypeOfItsOwn(ExpressionSyntax task, SemanticModel model) =>
        task is ImplicitObjectCreationExpressionSyntax || model.GetTypeInfo(task).Type is not null;

    private static bool IsLocked(ExpressionSyntax task) =>
        task.Ancestors().Any(static a => a is LockStatementSyntax);

    private static bool NeedsParentheses(ExpressionSyntax task) =>
        task is ConditionalExpressionSyntax or BinaryExpressionSyntax or SwitchExpressionSyntax
            or AssignmentExpressionSyntax or CastExpressionSyntax;

    private static bool IsDone(ExpressionSyntax task) => task switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CompletedTask" } => true,
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.DefaultLiteralExpression } => true,
        DefaultExpressionSyntax => true,
        _ => false,
    };

    /// <summary>Awaits the tasks that the method returned, in place.</summary>
    private sealed class ReturnRewriter(BlockSyntax body, TypeSyntax type, bool hasResult) : CSharpSyntaxRewriter
    {
        private readonly StatementSyntax? _last = body.Statements.LastOrDefault();

        public BlockSyntax Rewrite() => (BlockSyntax)Visit(body)!;

        public override SyntaxNode? VisitBlock(BlockSyntax node) => node.WithStatements(Flat(node.Statements));

        public override SyntaxNode? VisitSwitchSection(SwitchSectionSyntax node) =>
            node.WithStatements(Flat(node.Statements));

        public override SyntaxNode? VisitReturnStatement(ReturnStatementSyntax node) =>
            Statements(node) is [var only]
                ? only
                : Block(Statements(node)).WithAdditionalAnnotations(Formatter.Annotation);

        // What they return is not the method's.
        public override SyntaxNode? VisitLocalFunctionStatement(LocalFunctionStatementSyntax node) => node;

        public override SyntaxNode? VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node) =>
            node;

        public override SyntaxNode? VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node) => node;

        public override SyntaxNode? VisitAnonymousMethodExpression(AnonymousMethodExpressionSyntax node) => node;

        private SyntaxList<StatementSyntax> Flat(SyntaxList<StatementSyntax> statements) => List(statements.SelectMany(
            s => s is ReturnStatementSyntax returned ? Statements(returned) : [(StatementSyntax)Visit(s)!]));

        private StatementSyntax[] Statements(ReturnStatementSyntax node)
        {
            if (hasResult)
            {
                return node.Expression is null || IsDone(node.Expression)
                    ? [node]
                    : [node.WithExpression(Await(node.Expression, type))];
            }

            var end = ReturnStatement().WithTriviaFrom(node);
            if (node.Expression is null || IsDone(node.Expression))
            {
                return node == _last && !node.GetLeadingTrivia().Any(SyntaxKind.SingleLineCommentTrivia) ? [] : [end];
            }

            var wait = ExpressionStatement(Await(node.Expression.WithoutTrivia(), type)).WithTriviaFrom(node);
            return node == _last ? [wait] : [wait, end.WithoutTrivia().WithAdditionalAnnotations(Formatter.Annotation)];
        }
    }
}
