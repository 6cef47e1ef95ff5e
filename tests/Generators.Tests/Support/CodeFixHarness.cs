using System.Collections.Immutable;
using DynamoHandlers.CodeFixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DynamoHandlers.Generators.Tests.Support;

/// <summary>Applies code fixes to source texts as an editor does.</summary>
internal static class CodeFixHarness
{
    private static readonly ImmutableArray<CodeFixProvider> Fixes =
    [
        .. typeof(DocumentFix).Assembly.GetTypes()
            .Where(static t => t.IsSubclassOf(typeof(CodeFixProvider)) && !t.IsAbstract)
            .Select(static t => (CodeFixProvider)Activator.CreateInstance(t)!),
    ];

    /// <summary>Applies a fix to the first diagnostic of the id.</summary>
    /// <param name="compilation">The sources.</param>
    /// <param name="id">The diagnostic.</param>
    /// <param name="choice">Which of the fixes offered.</param>
    /// <returns>The changed sources, which compile.</returns>
    public static async Task<IReadOnlyList<string>> FixAsync(CSharpCompilation compilation, string id, int choice = 0)
    {
        var document = Open(compilation);
        var diagnostic = (await DiagnoseAsync(document.Project, id))[0];
        var offered = await OfferAsync(document.Project, diagnostic);
        return await ApplyAsync(offered[choice].Action, document.Project);
    }

    /// <summary>Applies a fix to all diagnostics of the id in the project.</summary>
    public static async Task<IReadOnlyList<string>> FixAllAsync(CSharpCompilation compilation, string id, int choice = 0)
    {
        var document = Open(compilation);
        var diagnostic = (await DiagnoseAsync(document.Project, id))[0];
        var (fix, action) = (await OfferAsync(document.Project, diagnostic))[choice];
        var context = new FixAllContext(
            document,
            fix,
            FixAllScope.Project,
            action.EquivalenceKey,
            [id],
            new ProjectDiagnostics(id),
            TestContext.Current.CancellationToken);
        return await ApplyAsync((await fix.GetFixAllProvider()!.GetFixAsync(context))!, document.Project);
    }

    /// <summary>The titles of the fixes that are offered for the diagnostics of the id.</summary>
    public static async Task<IReadOnlyList<string>> TitlesAsync(CSharpCompilation compilation, string id)
    {
        var project = Open(compilation).Project;
        var titles = new List<string>();
        foreach (var diagnostic in await DiagnoseAsync(project, id))
        {
            titles.AddRange((await OfferAsync(project, diagnostic)).Select(static o => o.Action.Title));
        }

        return titles;
    }

    private static Document Open(CSharpCompilation compilation)
    {
        var project = new AdhocWorkspace().AddProject(compilation.AssemblyName!, LanguageNames.CSharp)
            .WithCompilationOptions(compilation.Options)
            .WithParseOptions(compilation.SyntaxTrees[0].Options)
            .WithMetadataReferences(compilation.References);
        foreach (var tree in compilation.SyntaxTrees)
        {
            project = project.AddDocument(
                Path.GetFileName(tree.FilePath),
                tree.GetText(TestContext.Current.CancellationToken),
                filePath: Path.GetFullPath(tree.FilePath)).Project;
        }

        return project.Documents.Last();
    }

    private static async Task<IReadOnlyList<Diagnostic>> DiagnoseAsync(Project project, string id)
    {
        var compilation = (await project.GetCompilationAsync(TestContext.Current.CancellationToken))!;
        var found = await compilation.WithAnalyzers(AnalyzerHarness.Analyzers)
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return [.. found.Where(d => d.Id == id).OrderBy(static d => d.Location.SourceSpan.Start)];
    }

    private static async Task<List<(CodeFixProvider Fix, CodeAction Action)>> OfferAsync(
        Project project, Diagnostic diagnostic)
    {
        var offered = new List<(CodeFixProvider, CodeAction)>();
        foreach (var fix in Fixes.Where(f => f.FixableDiagnosticIds.Contains(diagnostic.Id)))
        {
            await fix.RegisterCodeFixesAsync(new(
                project.GetDocument(diagnostic.Location.SourceTree)!,
                diagnostic,
                (action, _) => offered.Add((fix, action)),
                TestContext.Current.CancellationToken));
        }

        return offered;
    }

    private static async Task<IReadOnlyList<string>> ApplyAsync(CodeAction action, Project project)
    {
        var operations = await action.GetOperationsAsync(TestContext.Current.CancellationToken);
        var changed = Assert.Single(operations.OfType<ApplyChangesOperation>()).ChangedSolution.GetProject(project.Id)!;
        var compilation = (CSharpCompilation)(await changed.GetCompilationAsync(TestContext.Current.CancellationToken))!;
        Assert.Empty(GeneratorHarness.Run(compilation).Output.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(static d => d.Severity == DiagnosticSeverity.Error)
            .Select(static d => d.ToString()));
        return [.. compilation.SyntaxTrees.Select(static t => t.ToString())];
    }

    private sealed class ProjectDiagnostics(string id) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(
            Project project, CancellationToken cancellationToken) => await DiagnoseAsync(project, id);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(
            Document document, CancellationToken cancellationToken) =>
            (await DiagnoseAsync(document.Project, id)).Where(
                d => d.Location.SourceTree?.FilePath == document.FilePath);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(
            Project project, CancellationToken cancellationToken) =>
            Task.FromResult(Enumerable.Empty<Diagnostic>());
    }
}
