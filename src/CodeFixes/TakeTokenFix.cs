using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace DynamoHandlers.CodeFixes;

/// <summary>Gives a handler a cancellation token (DH0043), and passes it to the calls that can be cancelled.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class TakeTokenFix : DocumentFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["DH0043"];

    private protected override ImmutableArray<FixChoice> Choices { get; } =
        [new("Take a CancellationToken and pass it on", Fix)];

    private protected override bool CanFix(DocumentEdit edit, Diagnostic diagnostic) =>
        edit.MethodAt(diagnostic) is { } method && !method.Modifiers.Any(SyntaxKind.PartialKeyword);

    private static SyntaxNode Fix(DocumentEdit edit, ImmutableArray<Diagnostic> diagnostics)
    {
        var methods = diagnostics.Select(d => edit.MethodAt(d)!).ToDictionary(static m => m, static m => NewName(m));
        var calls = methods.Keys
            .SelectMany(m => TokenArgument.CallsIn(m, edit.Model)
                .Where(static c => c.CouldTakeHandlersToken)
                .Select(c => (Call: c, Name: methods[m])))
            .ToDictionary(static c => c.Call.Invocation.Syntax);
        return edit.Root.ReplaceNodes(
            methods.Keys.Concat(calls.Keys),
            (original, rewritten) => original is MethodDeclarationSyntax method
                ? WithParameter((MethodDeclarationSyntax)rewritten, methods[method], edit)
                : TokenArgument.AddTo(rewritten, calls[original].Call, calls[original].Name));
    }

    // Last, but before what has a default.
    private static MethodDeclarationSyntax WithParameter(
        MethodDeclarationSyntax method, string name, DocumentEdit edit)
    {
        var type = (TypeSyntax)edit.TypeNamed("System.Threading.CancellationToken");
        var parameter = Parameter(Identifier(name)).WithType(type.WithTrailingTrivia(Space));
        var parameters = method.ParameterList.Parameters;
        var index = parameters.TakeWhile(static p => p.Default is null).Count();
        return method.WithParameterList(method.ParameterList.WithParameters(parameters.Insert(index, parameter)));
    }

    private static string NewName(MethodDeclarationSyntax method)
    {
        var taken = new HashSet<string>(method.DescendantTokens()
            .Where(static t => t.IsKind(SyntaxKind.IdentifierToken))
            .Select(static t => t.ValueText));
        var name = "cancellationToken";
        for (var i = 2; taken.Contains(name); i++)
        {
            name = $"cancellationToken{i}";
        }

        return name;
    }
}
