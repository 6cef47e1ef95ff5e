using System.Collections.Immutable;
using System.Text.RegularExpressions;
using DynamoHandlers.Generators.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DynamoHandlers.Generators.Tests.Diagnostics;

/// <summary>The code on the pages under docs/diagnostics does what the page says.</summary>
public sealed partial class PageExampleTests
{
    public static TheoryData<string> Pages =>
        [.. DocumentationTests.All.Select(static descriptor => descriptor.Id)];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task The_example_has_the_diagnostic(string id) =>
        Assert.Contains(id, (await DiagnoseAsync(CodeOf(id, "Example"))).Select(static d => d.Id));

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task The_fix_has_neither_that_nor_an_error(string id) => Assert.Empty(
        (await DiagnoseAsync(CodeOf(id, "Fix"))).Where(d => d.Id == id || d.Severity == DiagnosticSeverity.Error)
            .Select(static d => d.ToString()));

    private static async Task<ImmutableArray<Diagnostic>> DiagnoseAsync(string code)
    {
        var run = GeneratorHarness.Run(PageSource.Compile(code));
        var analyzed = await run.Output.WithAnalyzers(AnalyzerHarness.Analyzers)
            .GetAllDiagnosticsAsync(TestContext.Current.CancellationToken);
        return [.. run.Diagnostics, .. analyzed];
    }

    private static string CodeOf(string id, string part)
    {
        var page = File.ReadAllText(Path.Combine(DocumentationTests.Pages, $"{id}.md"))
            .Replace("\r\n", "\n", StringComparison.Ordinal);
        var start = page.IndexOf($"## {part}\n", StringComparison.Ordinal);
        var code = Code().Match(page, start);
        Assert.True(code.Success, $"{id}.md has no code under {part}.");
        return code.Groups[1].Value;
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Code();
}
