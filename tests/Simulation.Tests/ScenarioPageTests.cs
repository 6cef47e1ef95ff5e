using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace DynamoHandlers.Simulation.Tests;

/// <summary>docs/scenarios.md names the tests that there are.</summary>
public sealed partial class ScenarioPageTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Here(), "..", ".."));

    [Fact]
    public void Every_test_that_the_page_names_exists()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .ToLookup(static file => Path.GetFileNameWithoutExtension(file));
        var named = NamedTest().Matches(Page()).Select(static match => (Class: match.Groups[1].Value, Method: match.Groups[2].Value)).ToList();
        Assert.True(named.Count > 90, $"The page names {named.Count} tests.");
        Assert.All(named, test => Assert.True(
            sources[test.Class].Any(file => IsIn(File.ReadAllText(file), test.Method)), $"There is no test {test.Class}.{test.Method}."));
    }

    [Theory]
    [InlineData("Scenarios", 42)]
    [InlineData("Interleavings", 31)]
    public void Every_number_has_its_row_and_says_which_tests_show_it(string section, int count)
    {
        var rows = Page().Split($"## {section}\n")[1].Split("\n## ")[0].Split('\n').Where(static line => NumberedRow().IsMatch(line)).ToList();
        Assert.Equal(
            Enumerable.Range(1, count), rows.Select(static row => int.Parse(row.Split('|')[1], CultureInfo.InvariantCulture)));
        Assert.All(rows, static row => Assert.True(NamedTest().IsMatch(row) || row.EndsWith("| not built yet |", StringComparison.Ordinal), row));
    }

    [Theory]
    [InlineData("Scenarios")]
    [InlineData("Interleavings")]
    public void Every_test_of_a_scenario_or_an_interleaving_is_on_the_page(string folder)
    {
        var page = Page();
        var tests = Directory.EnumerateFiles(Path.Combine(Root, "tests", "Simulation.Tests", folder), "*.cs").SelectMany(
            static file => TestMethod().Matches(File.ReadAllText(file))
                .Select(match => $"`{Path.GetFileNameWithoutExtension(file)}.{match.Groups[1].Value}`")).ToList();
        Assert.True(tests.Count >= 25, $"There are {tests.Count} tests in {folder}.");
        Assert.All(tests, test => Assert.Contains(test, page, StringComparison.Ordinal));
    }

    private static string Page() => File.ReadAllText(Path.Combine(Root, "docs", "scenarios.md")).ReplaceLineEndings("\n");

    private static bool IsIn(string source, string method) => Regex.IsMatch(source, $@"public [^\n]*\b{method}\(");

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    [GeneratedRegex(@"`(\w+)\.(\w+)`")]
    private static partial Regex NamedTest();

    [GeneratedRegex(@"^\| \d+ \|")]
    private static partial Regex NumberedRow();

    [GeneratedRegex(@"\](?:\s*\[InlineData[^\n]*)*\s*public (?:async )?Task (\w+)\(")]
    private static partial Regex TestMethod();
}
