using System.Reflection;
using System.Runtime.CompilerServices;
using DynamoHandlers.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Tests.Diagnostics;

public sealed class DocumentationTests
{
    private static readonly string Root = FindRoot();

    internal static readonly List<DiagnosticDescriptor> All =
    [
        .. typeof(Descriptors).GetFields(BindingFlags.Static | BindingFlags.Public)
            .Select(static f => (DiagnosticDescriptor)f.GetValue(null)!)
            .OrderBy(static d => d.Id, StringComparer.Ordinal),
    ];

    [Fact]
    public void Every_diagnostic_has_a_number_of_its_own() =>
        Assert.Equal(All.Select(static d => d.Id).Distinct(), All.Select(static d => d.Id));

    [Fact]
    public void Every_diagnostic_has_its_page_and_every_page_its_diagnostic() => Assert.Equal(
        All.Select(static d => d.Id),
        Directory.GetFiles(Pages, "DH*.md").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));

    [Fact]
    public void A_page_tells_cause_example_and_fix() => Assert.All(All, static descriptor =>
    {
        var page = File.ReadAllText(Path.Combine(Pages, $"{descriptor.Id}.md"));
        Assert.StartsWith($"# {descriptor.Id}: {descriptor.Title}\n", page, StringComparison.Ordinal);
        Assert.Contains($"Severity: {descriptor.DefaultSeverity}.", page, StringComparison.Ordinal);
        Assert.All(["## Cause", "## Example", "## Fix"], part => Assert.Contains(part, page, StringComparison.Ordinal));
        Assert.EndsWith($"/docs/diagnostics/{descriptor.Id}.md", descriptor.HelpLinkUri, StringComparison.Ordinal);
    });

    [Fact]
    public void The_index_lists_every_diagnostic() => Assert.Equal(
        All.Select(static d => $"| [{d.Id}]({d.Id}.md) | {d.DefaultSeverity} | {d.Title} |"),
        File.ReadAllLines(Path.Combine(Pages, "README.md"))
            .Where(static l => l.StartsWith("| [DH", StringComparison.Ordinal)));

    [Fact]
    public void The_release_file_lists_every_diagnostic() => Assert.Equal(
        All.Select(static d => $"{d.Id} | {d.Category} | {d.DefaultSeverity} | {d.Title}"),
        new[] { "Shipped", "Unshipped" }
            .SelectMany(static name => File.ReadAllLines(
                Path.Combine(Root, "src", "Generators", $"AnalyzerReleases.{name}.md")))
            .Where(static l => l.StartsWith("DH", StringComparison.Ordinal)));

    internal static string Pages => Path.Combine(Root, "docs", "diagnostics");

    private static string FindRoot([CallerFilePath] string thisFile = "")
    {
        var folder = Path.GetDirectoryName(thisFile);
        while (!File.Exists(Path.Combine(folder!, "Handlers.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder!;
    }
}
