using System.Collections.Immutable;
using System.Composition;
using DynamoHandlers.Generators.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DynamoHandlers.CodeFixes;

/// <summary>Awaits what a handler blocks on (DH0013), and makes the handler asynchronous for it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class BlockingCallFix : DocumentFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["DH0013"];

    private protected override ImmutableArray<FixChoice> Choices { get; } = [new("Await it", Fix)];

    private protected override bool CanFix(DocumentEdit edit, Diagnostic diagnostic) =>
        edit.NodeAt<ExpressionSyntax>(diagnostic) is { } call
        && AwaitedForm.Of(call, edit.Model) is not null
        && CanAwaitIn(call, edit.Model);

    private static SyntaxNode Fix(DocumentEdit edit, ImmutableArray<Diagnostic> diagnostics)
    {
        var calls = diagnostics.Select(d => edit.NodeAt<ExpressionSyntax>(d)!)
            .ToDictionary(static call => call, call => AwaitedForm.Of(call, edit.Model)!);
        var methods = calls.Keys.Select(static call => FunctionAround(call))
            .OfType<MethodDeclarationSyntax>()
            .Where(static m => !m.Modifiers.Any(SyntaxKind.AsyncKeyword))
            .Distinct();
        return edit.Root.ReplaceNodes(
            calls.Keys.Concat<SyntaxNode>(methods),
            (original, rewritten) => original is MethodDeclarationSyntax method
                ? AsyncMethod.Of((MethodDeclarationSyntax)rewritten, edit.Model.GetDeclaredSymbol(method)!, edit)
                : calls[(ExpressionSyntax)original].Write((ExpressionSyntax)rewritten, original.Parent!, edit));
    }

    // Lambdas and local functions are left alone unless they are asynchronous: others may rely on what they return.
    private static bool CanAwaitIn(SyntaxNode call, SemanticModel model) =>
        !call.Ancestors().TakeWhile(static a => !IsFunction(a)).Any(static a =>
            a is LockStatementSyntax or UnsafeStatementSyntax or CatchFilterClauseSyntax or QueryExpressionSyntax)
        && FunctionAround(call) switch
        {
            AnonymousFunctionExpressionSyntax function => function.AsyncKeyword != default,
            LocalFunctionStatementSyntax function => function.Modifiers.Any(SyntaxKind.AsyncKeyword),
            MethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword)
                || (method.ParameterList.Parameters.All(static p => p.Modifiers.Count == 0)
                    && AsyncMethod.CanBeMadeOf(method, model)
                    && model.GetDeclaredSymbol(method) is { PartialDefinitionPart: null } symbol
                    && !(AsyncMethod.ChangesReturnType(symbol) && HandlerMethods.HasFixedSignature(symbol))),
            _ => false,
        };

    private static SyntaxNode? FunctionAround(SyntaxNode node) => node.Ancestors().FirstOrDefault(IsFunction);

    private static bool IsFunction(SyntaxNode node) =>
        node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MethodDeclarationSyntax;
}
