using DynamoHandlers.Generators.Tests.Support;

namespace DynamoHandlers.Generators.Tests.Pipeline;

/// <summary>All that can be seen of a run of the generator.</summary>
internal static class Findings
{
    /// <summary>The generated files, and the diagnostics with their places.</summary>
    public static IReadOnlyList<string> Of(GeneratorRun run) =>
    [
        $"{run.Result.Exception}",
        .. run.Result.GeneratedSources.Select(static s => $"{s.HintName}\n{s.SourceText}"),
        .. run.Diagnostics.Select(static d => $"{d.Location.GetLineSpan()} {d.Location.SourceSpan} {d}").Order(StringComparer.Ordinal),
    ];
}
