using System.Collections.Immutable;
using System.Composition;
using DynamoHandlers.Generators.Analyzers;
using DynamoHandlers.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace DynamoHandlers.CodeFixes;

/// <summary>
/// Names a table on the entity of a handler (DH0019, which DH0047 stands for in editors), in whichever document the
/// entity is declared.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class TableFix : CodeFixProvider
{
    private const string Attribute = "DynamoHandlers.StreamEntityAttribute";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["DH0019", "DH0047"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var edit = await DocumentEdit.StartAsync(context.Document, context.CancellationToken).ConfigureAwait(false);
        if (EntityAt(edit, context.Diagnostics[0]) is { } entity
            && entity.DeclaringSyntaxReferences is [var declaration, ..]
            && context.Document.Project.Solution.GetDocument(declaration.SyntaxTree) is { } document)
        {
            context.RegisterCodeFix(
                CodeAction.Create(
                    $"Add [StreamEntity(Table = \"{entity.Name}\")] to '{entity.Name}'",
                    cancellationToken => AddAttributeAsync(document, declaration, entity.Name, cancellationToken),
                    equivalenceKey: nameof(TableFix)),
                context.Diagnostics);
        }
    }

    private static INamedTypeSymbol? EntityAt(DocumentEdit edit, Diagnostic diagnostic) =>
        edit.NodeAt<AttributeSyntax>(diagnostic) is { } attribute
        && edit.MethodAt(diagnostic) is { } declaration
        && edit.Model.GetDeclaredSymbol(declaration) is { } method
        && method.GetAttributes().FirstOrDefault(a => a.ApplicationSyntaxReference?.Span == attribute.Span) is { } data
        && HandlerMethods.EntityOf(data, method) is { } entity
        && !KnownAttributes.IsEntity(entity)
            ? entity
            : null;

    private static async Task<Document> AddAttributeAsync(
        Document document, SyntaxReference declaration, string table, CancellationToken cancellationToken)
    {
        var editor = await DocumentEditor.CreateAsync(document, cancellationToken).ConfigureAwait(false);
        var type = editor.SemanticModel.Compilation.GetTypeByMetadataName(Attribute);
        if (type is null)
        {
            return document; // The entity's project does not reference the attributes.
        }

        var generator = editor.Generator;
        editor.AddAttribute(
            await declaration.GetSyntaxAsync(cancellationToken).ConfigureAwait(false),
            generator.Attribute(
                generator.TypeExpression(type, addImport: true),
                [generator.AttributeArgument("Table", generator.LiteralExpression(table))]));
        return editor.GetChangedDocument();
    }
}
