using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>
/// Tells by syntax alone which methods may have handler annotations, and which types may be entities. The compiler's own
/// search by attribute binds the attributes of all of them after each keystroke, which takes longer than all that the
/// generator does.
/// </summary>
internal sealed class AnnotationSyntax
{
    private const string Suffix = "Attribute";

    private readonly HashSet<string> _handlers =
    [
        .. KnownAttributes.HandlerAnnotations, .. KnownAttributes.HandlerAnnotations.Select(WithoutSuffix),
    ];

    private readonly HashSet<string> _entities =
    [
        .. KnownAttributes.EntityAnnotations, .. KnownAttributes.EntityAnnotations.Select(WithoutSuffix),
    ];

    /// <param name="compilation">What the methods are of; any alias in it may stand for an annotation.</param>
    public AnnotationSyntax(CSharpCompilation compilation)
    {
        foreach (var alias in compilation.SyntaxTrees.SelectMany(static tree => Aliases(tree.GetRoot())))
        {
            _handlers.Add(alias);
            _handlers.Add(WithoutSuffix(alias));
            _entities.Add(alias);
            _entities.Add(WithoutSuffix(alias));
        }
    }

    /// <summary>
    /// Whether the node has attributes as methods and types have them: also where no handler can be, on local functions,
    /// accessors and operators.
    /// </summary>
    public static bool IsAnnotated(SyntaxNode node) => ListsOf(node).Count > 0;

    /// <summary>Whether one of the attributes may be a handler annotation.</summary>
    public bool MayBeHandler(SyntaxNode node) => node is not BaseTypeDeclarationSyntax && HasAny(node, _handlers);

    /// <summary>Whether the node is a type, of which one of the attributes may name a table.</summary>
    public bool MayBeEntity(SyntaxNode node) => node is BaseTypeDeclarationSyntax && HasAny(node, _entities);

    private static bool HasAny(SyntaxNode node, HashSet<string> names) =>
        ListsOf(node).Any(list => list.Attributes.Any(a => names.Contains(NameOf(a.Name))));

    private static SyntaxList<AttributeListSyntax> ListsOf(SyntaxNode node) => node switch
    {
        BaseMethodDeclarationSyntax method => method.AttributeLists,
        LocalFunctionStatementSyntax function => function.AttributeLists,
        AccessorDeclarationSyntax accessor => accessor.AttributeLists,
        BaseTypeDeclarationSyntax type => type.AttributeLists,
        _ => default,
    };

    private static string NameOf(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => NameOf(qualified.Right),
        AliasQualifiedNameSyntax qualified => NameOf(qualified.Name),
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => "",
    };

    private static IEnumerable<string> Aliases(SyntaxNode root) => root
        .DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
        .OfType<UsingDirectiveSyntax>()
        .Where(static directive => directive.Alias is not null)
        .Select(static directive => directive.Alias!.Name.Identifier.ValueText);

    private static string WithoutSuffix(string name) => name.EndsWith(Suffix, StringComparison.Ordinal)
        ? name.Substring(0, name.Length - Suffix.Length)
        : name;
}
