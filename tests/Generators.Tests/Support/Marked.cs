using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DynamoHandlers.Generators.Tests.Support;

/// <summary>
/// Compares the generator's diagnostics with marks in the source: <c>[|DH0001:the text that is at fault|]</c>.
/// </summary>
internal static partial class Marked
{
    /// <summary>
    /// Asserts exactly the marked diagnostics, that generated files hold no error all the same, and that a pragma
    /// suppresses every one of them.
    /// </summary>
    /// <returns>The messages, in the order of their places.</returns>
    public static IReadOnlyList<string> Reports(string marked)
    {
        var (source, expected) = Unmark(marked);
        var run = GeneratorHarness.Run(source);
        Assert.Null(run.Result.Exception);
        var ordered = run.Diagnostics.OrderBy(static d => d.Location.SourceSpan.Start)
            .ThenBy(static d => d.Id)
            .ToList();
        Assert.Equal(expected, ordered.Select(d => Describe(d, source)));
        Assert.Empty(run.Output.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(static d => d.Severity == DiagnosticSeverity.Error && IsGenerated(d))
            .Select(static d => d.ToString()));
        AssertSuppressible(source, expected);
        return [.. ordered.Select(static d => d.GetMessage(System.Globalization.CultureInfo.InvariantCulture))];
    }

    /// <summary>
    /// Asserts that the analyzers report exactly the marked diagnostics, and that a pragma suppresses each.
    /// </summary>
    /// <returns>The messages, in the order of their places.</returns>
    public static async Task<IReadOnlyList<string>> AnalyzesAsync(
        string marked, Func<string, CSharpCompilation>? compile = null)
    {
        compile ??= static source => GeneratorHarness.Compile("Acme.Orders", source);
        var (source, expected) = Unmark(marked);
        var found = await AnalyzerHarness.AnalyzeAsync(compile(source));
        Assert.Equal(expected, found.Select(d => Describe(d, source)));
        var pragma = $"#pragma warning disable {string.Join(", ", found.Select(static d => d.Id).Distinct())}\n";
        Assert.Empty(found.IsEmpty ? [] : await AnalyzerHarness.AnalyzeAsync(compile(pragma + source)));
        return [.. found.Select(static d => d.GetMessage(System.Globalization.CultureInfo.InvariantCulture))];
    }

    private static void AssertSuppressible(string source, List<string> expected)
    {
        var ids = string.Join(", ", expected.Select(static e => e.Split(' ')[0]).Distinct());
        Assert.DoesNotContain(
            GeneratorHarness.Run($"#pragma warning disable {ids}\n{source}").Diagnostics, static d => !d.IsSuppressed);
    }

    private static (string Source, List<string> Expected) Unmark(string marked)
    {
        var expected = new List<(int Start, string Text)>();
        var source = marked;
        while (Mark().Match(source) is { Success: true } match)
        {
            var text = match.Groups["text"].Value;
            expected.Add((match.Index, $"{match.Groups["id"].Value} at {match.Index}: {text}"));
            source = source[..match.Index] + text + source[(match.Index + match.Length)..];
        }

        return (source, [.. expected.OrderBy(static e => e.Start).Select(static e => e.Text)]);
    }

    private static string Describe(Diagnostic diagnostic, string source)
    {
        var span = diagnostic.Location.SourceSpan;
        return $"{diagnostic.Id} at {span.Start}: {source.Substring(span.Start, span.Length)}";
    }

    private static bool IsGenerated(Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true;

    [GeneratedRegex(@"\[\|(?<id>DH\d{4}):(?<text>.*?)\|\]", RegexOptions.Singleline)]
    private static partial Regex Mark();
}
