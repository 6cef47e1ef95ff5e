using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DynamoHandlers.Generators.Tests.Support;

/// <summary>Runs all analyzers on what the generator makes of source texts.</summary>
internal static class AnalyzerHarness
{
    public static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers =
    [
        .. typeof(HandlerGenerator).Assembly.GetTypes()
            .Where(static t => t.IsSubclassOf(typeof(DiagnosticAnalyzer)))
            .Select(static t => (DiagnosticAnalyzer)Activator.CreateInstance(t)!),
    ];

    /// <summary>What the analyzers report, in the order of the places. None of them fails.</summary>
    public static async Task<ImmutableArray<Diagnostic>> AnalyzeAsync(CSharpCompilation compilation)
    {
        var run = GeneratorHarness.Run(compilation);
        Assert.Empty(run.Output.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(static d => d.Severity == DiagnosticSeverity.Error)
            .Select(static d => d.ToString()));
        var found = await run.Output.WithAnalyzers(Analyzers)
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain(found, static d => d.Id.StartsWith("AD", StringComparison.Ordinal));
        return [.. found.Where(static d => !d.IsSuppressed)
            .OrderBy(static d => d.Location.SourceSpan.Start)
            .ThenBy(static d => d.Id, StringComparer.Ordinal)];
    }
}
