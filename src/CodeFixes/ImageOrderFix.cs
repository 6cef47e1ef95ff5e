using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DynamoHandlers.CodeFixes;

/// <summary>
/// Brings names and order of the old and the new item together (DH0016): by changing the order, where the names are
/// what the body goes by, or by changing the names everywhere, where the body does right already.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class ImageOrderFix : DocumentFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["DH0016"];

    private protected override ImmutableArray<FixChoice> Choices { get; } =
        [new("Swap the parameters", Swap), new("Swap the parameters' names", Rename)];

    private protected override bool CanFix(DocumentEdit edit, Diagnostic diagnostic) =>
        Find(edit, diagnostic) is not null;

    private static SyntaxNode Swap(DocumentEdit edit, ImmutableArray<Diagnostic> diagnostics)
    {
        var others = new Dictionary<SyntaxNode, ParameterSyntax>();
        foreach (var (first, second) in diagnostics.Select(d => Find(edit, d)!.Value))
        {
            others[first] = second;
            others[second] = first;
        }

        return edit.Root.ReplaceNodes(
            others.Keys, (original, _) => others[original].WithTriviaFrom(original));
    }

    private static SyntaxNode Rename(DocumentEdit edit, ImmutableArray<Diagnostic> diagnostics)
    {
        var names = new Dictionary<SyntaxToken, SyntaxToken>();
        foreach (var (first, second) in diagnostics.Select(d => Find(edit, d)!.Value))
        {
            foreach (var name in NamesOf(first, edit.Model))
            {
                names[name] = second.Identifier;
            }

            foreach (var name in NamesOf(second, edit.Model))
            {
                names[name] = first.Identifier;
            }
        }

        return edit.Root.ReplaceTokens(names.Keys, (original, _) => names[original].WithTriviaFrom(original));
    }

    // In the parameter list, in the body, and in the method's documentation.
    private static IEnumerable<SyntaxToken> NamesOf(ParameterSyntax parameter, SemanticModel model)
    {
        var symbol = model.GetDeclaredSymbol(parameter);
        return parameter.Parent!.Parent!.DescendantNodes(descendIntoTrivia: true)
            .OfType<IdentifierNameSyntax>()
            .Where(n => n.Identifier.ValueText == parameter.Identifier.ValueText
                && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(n).Symbol, symbol))
            .Select(static n => n.Identifier)
            .Append(parameter.Identifier);
    }

    private static (ParameterSyntax First, ParameterSyntax Second)? Find(DocumentEdit edit, Diagnostic diagnostic)
    {
        if (edit.NodeAt<ParameterSyntax>(diagnostic) is not { Parent: ParameterListSyntax list } first)
        {
            return null;
        }

        var type = edit.Model.GetDeclaredSymbol(first)?.Type;
        var second = list.Parameters.FirstOrDefault(p => p != first
            && SymbolEqualityComparer.Default.Equals(edit.Model.GetDeclaredSymbol(p)?.Type, type));
        return second is null ? null : (first, second);
    }
}
