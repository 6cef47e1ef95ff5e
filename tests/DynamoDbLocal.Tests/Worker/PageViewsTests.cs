using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace DynamoHandlers.DynamoDbLocal.Tests.Worker;

/// <summary>The sample that counts page views.</summary>
[Collection<Processes>]
public sealed partial class PageViewsTests(DynamoDbLocalServer server)
{
    [Fact]
    public async Task Every_view_is_counted_once_in_few_writes()
    {
        var output = await RunAsync("--endpoint", server.Endpoint, "--seconds", "6");
        var counts = Counts().Matches(output).Select(static line => (
            Made: long.Parse(line.Groups[1].ValueSpan, CultureInfo.InvariantCulture),
            Counted: long.Parse(line.Groups[2].ValueSpan, CultureInfo.InvariantCulture))).ToList();
        Assert.True(counts.Count > 0, output);
        Assert.All(counts, static count => Assert.Equal(count.Made, count.Counted));
        Assert.InRange(Flushes().Count(output), 1, (int)(counts.Sum(static count => count.Made) / 4));
    }

    // DynamoDB Local says only to the minute when a change was made.
    [Fact]
    public async Task Windows_end_in_memory() =>
        Assert.Contains("was looked at most", await RunAsync("--seconds", "7"), StringComparison.Ordinal);

    private static async Task<string> RunAsync(params string[] arguments)
    {
        var configuration = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/')))!;
        var program = Path.Combine(DynamoDbLocalServer.RepositoryRoot(), "samples", "PageViews", "bin", configuration, "net10.0", "PageViews.dll");
        var start = new ProcessStartInfo("dotnet", ["exec", program, .. arguments]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output);
        return output;
    }

    [GeneratedRegex(@"(\d+) views, +(\d+) counted")]
    private static partial Regex Counts();

    [GeneratedRegex(@"^\+ ", RegexOptions.Multiline)]
    private static partial Regex Flushes();
}
