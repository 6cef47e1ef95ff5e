using System.Diagnostics;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DynamoHandlers.Generators.Benchmarks;

/// <summary>
/// How long the generator takes. Each round has a compilation of its own, whose symbols the generator is the first to
/// ask for: what it makes the compiler bind is part of its cost.
/// </summary>
/// <param name="Name">The scenario.</param>
/// <param name="Sorted">The times in milliseconds, the shortest first.</param>
/// <param name="Processor">Milliseconds of processor time in a round, which other programs do not lengthen.</param>
/// <param name="Allocated">Megabytes allocated in a round.</param>
/// <param name="Changed">How many of the generated files changed in the last round.</param>
/// <param name="Files">How many files are generated.</param>
internal sealed record Measurement(
    string Name, double[] Sorted, double Processor, double Allocated, int Changed, int Files)
{
    public const string Header =
        "                              median ms   fastest   slowest processor     MB   files changed";

    private const int WarmUp = 5;

    public static Measurement Of(Scenario scenario, ShopProject project, int rounds)
    {
        var before = NewDriver().RunGenerators(project.Compilation);
        var times = new List<double>();
        var processor = TimeSpan.Zero;
        var allocated = 0d;
        GeneratorDriver last = before;
        for (var i = 0; i < WarmUp + rounds; i++)
        {
            var compilation = scenario.Change(project.Compilation, i);
            GeneratorDriver driver = scenario.IsEdit ? before : NewDriver();
            var busy = Environment.CpuUsage.TotalTime;
            var bytes = GC.GetTotalAllocatedBytes(precise: true);
            var started = Stopwatch.GetTimestamp();
            last = driver.RunGenerators(compilation);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            processor += i < WarmUp ? TimeSpan.Zero : Environment.CpuUsage.TotalTime - busy;
            allocated = (GC.GetTotalAllocatedBytes(precise: true) - bytes) / 1e6;
        }

        var sources = Sources(last);
        var old = scenario.IsEdit ? Sources(before) : [];
        var changed = sources.Count(s => !old.TryGetValue(s.Key, out var text) || text != s.Value);
        return new(
            scenario.Name,
            [.. times.Skip(WarmUp).Order()],
            processor.TotalMilliseconds / rounds,
            allocated,
            changed,
            sources.Count);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name,-28} {Sorted[Sorted.Length / 2],9:F1} {Sorted[0],9:F1} {Sorted[^1],9:F1} {Processor,9:F1} "
        + $"{Allocated,6:F1}   {Changed} of {Files}");

    private static CSharpGeneratorDriver NewDriver() => CSharpGeneratorDriver.Create(
        [new HandlerGenerator().AsSourceGenerator()],
        parseOptions: new CSharpParseOptions(LanguageVersion.CSharp14));

    private static Dictionary<string, string> Sources(GeneratorDriver driver)
    {
        var result = driver.GetRunResult().Results.Single();
        return result.Exception is null && result.Diagnostics.IsEmpty && !result.GeneratedSources.IsEmpty
            ? result.GeneratedSources.ToDictionary(static s => s.HintName, static s => s.SourceText.ToString())
            : throw new InvalidOperationException(
                $"The generator failed or wrote nothing: {string.Join(" ", result.Diagnostics)}", result.Exception);
    }
}
