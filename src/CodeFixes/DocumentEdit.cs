using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace DynamoHandlers.CodeFixes;

/// <summary>What a fix needs of the document that it changes.</summary>
/// <param name="Root">The syntax.</param>
/// <param name="Model">Its meaning.</param>
/// <param name="Generator">Writes names of types, so that a <c>using</c> is added where one is missing.</param>
internal sealed record DocumentEdit(SyntaxNode Root, SemanticModel Model, SyntaxGenerator Generator)
{
    public static async Task<DocumentEdit> StartAsync(Document document, CancellationToken cancellationToken) => new(
        (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!,
        (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!,
        SyntaxGenerator.GetGenerator(document));

    public T? NodeAt<T>(Diagnostic diagnostic)
        where T : SyntaxNode =>
        Root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<T>();

    /// <summary>The method around a place, whatever lambdas and local functions are in between.</summary>
    public MethodDeclarationSyntax? MethodAt(Diagnostic diagnostic) => NodeAt<MethodDeclarationSyntax>(diagnostic);

    /// <summary>The name of a type of the platform, as it is written in this document.</summary>
    /// <param name="metadataName">The type.</param>
    /// <param name="arguments">Its type arguments.</param>
    public ExpressionSyntax TypeNamed(string metadataName, params ITypeSymbol[] arguments)
    {
        var type = Model.Compilation.GetTypeByMetadataName(metadataName)!;
        return (ExpressionSyntax)Generator.TypeExpression(
            arguments.Length == 0 ? type : type.Construct(arguments), addImport: true);
    }
}
