using System.Collections.Immutable;
using System.Composition;
using DynamoHandlers.Generators.Emitting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace DynamoHandlers.CodeFixes;

/// <summary>Adds the program's own handlers to the worker that it starts (DH0044).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class RegistrationFix : DocumentFix
{
    private const string Namespace = "DynamoHandlers";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["DH0044"];

    private protected override ImmutableArray<FixChoice> Choices { get; } = [new("Add the handlers", Fix)];

    private protected override bool CanFix(DocumentEdit edit, Diagnostic diagnostic) =>
        edit.NodeAt<InvocationExpressionSyntax>(diagnostic) is { Expression: MemberAccessExpressionSyntax };

    private static SyntaxNode Fix(DocumentEdit edit, ImmutableArray<Diagnostic> diagnostics)
    {
        var method = AssemblyNames.ToMethod(edit.Model.Compilation.AssemblyName ?? "");
        var calls = diagnostics.Select(d => edit.NodeAt<InvocationExpressionSyntax>(d)!).ToImmutableArray();
        var root = edit.Root.ReplaceNodes(calls, (_, call) => InvocationExpression(
            MemberAccessExpression(
                SyntaxKind.SimpleMemberAccessExpression, call.WithoutTrailingTrivia(), IdentifierName(method)))
            .WithTrailingTrivia(call.GetTrailingTrivia()));

        // The method is an extension, found where its namespace is in use only.
        return calls.Length > 0 && !IsVisible(edit, calls[0].SpanStart)
            ? ((CompilationUnitSyntax)root).AddUsings(
                UsingDirective(ParseName(Namespace)).NormalizeWhitespace().WithTrailingTrivia(ElasticLineFeed))
            : root;
    }

    private static bool IsVisible(DocumentEdit edit, int position) =>
        edit.Model.LookupNamespacesAndTypes(position, name: "IDynamoHandlersBuilder").Length > 0;
}
