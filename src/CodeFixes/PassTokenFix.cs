using System.Collections.Immutable;
using System.Composition;
using DynamoHandlers.Generators.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DynamoHandlers.CodeFixes;

/// <summary>Passes the cancellation token at hand to a call that could take it (DH0025).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class PassTokenFix : DocumentFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["DH0025"];

    private protected override ImmutableArray<FixChoice> Choices { get; } = [new("Pass the CancellationToken", Fix)];

    private protected override bool CanFix(DocumentEdit edit, Diagnostic diagnostic) =>
        Find(edit, diagnostic) is not null;

    private static SyntaxNode Fix(DocumentEdit edit, ImmutableArray<Diagnostic> diagnostics)
    {
        var calls = diagnostics.Select(d => Find(edit, d)!).ToDictionary(static c => c.Invocation.Syntax);
        return edit.Root.ReplaceNodes(
            calls.Keys,
            (original, rewritten) => TokenArgument.AddTo(rewritten, calls[original], calls[original].Token!.Name));
    }

    private static CancellableCall? Find(DocumentEdit edit, Diagnostic diagnostic) =>
        edit.MethodAt(diagnostic) is { } method && edit.NodeAt<InvocationExpressionSyntax>(diagnostic) is { } invocation
            ? TokenArgument.CallsIn(method, edit.Model)
                .FirstOrDefault(c => c.Token is not null && c.Invocation.Syntax == invocation)
            : null;
}
