using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DynamoHandlers.CodeFixes;

/// <summary>A code fix that mends any number of places of one document at once.</summary>
public abstract class DocumentFix : CodeFixProvider
{
    /// <summary>The ways to mend a place, with their titles, which editors show.</summary>
    private protected abstract ImmutableArray<FixChoice> Choices { get; }

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => FixAllProvider.Create(
        async (context, document, diagnostics) =>
        {
            var choice = Choices.First(c => c.Title == context.CodeActionEquivalenceKey);
            var edit = await DocumentEdit.StartAsync(document, context.CancellationToken).ConfigureAwait(false);
            return document.WithSyntaxRoot(choice.Fix(edit, [.. diagnostics.Where(d => CanFix(edit, d))]));
        });

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var edit = await DocumentEdit.StartAsync(context.Document, context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics.Where(d => CanFix(edit, d)))
        {
            foreach (var choice in Choices)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(
                        choice.Title,
                        _ => Task.FromResult(context.Document.WithSyntaxRoot(choice.Fix(edit, [diagnostic]))),
                        equivalenceKey: choice.Title),
                    diagnostic);
            }
        }
    }

    /// <summary>Whether this place can be mended: no fix is better than one that does not compile.</summary>
    private protected abstract bool CanFix(DocumentEdit edit, Diagnostic diagnostic);
}

/// <summary>One way to mend places.</summary>
/// <param name="Title">What editors show.</param>
/// <param name="Fix">Gives the document's root with the places mended.</param>
internal sealed record FixChoice(string Title, Func<DocumentEdit, ImmutableArray<Diagnostic>, SyntaxNode> Fix);
