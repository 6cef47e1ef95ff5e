using System.Globalization;
using System.Text.RegularExpressions;

namespace DynamoHandlers.Aot.Tests;

[Collection<Publishing>]
public sealed partial class OrdersAotTests(PublishedSample sample) : IClassFixture<PublishedSample>
{
    [Fact]
    public void It_publishes_without_a_trim_or_AOT_warning()
    {
        Assert.True(sample.Publishing.ExitCode == 0, sample.Publishing.All);
        Assert.DoesNotMatch(@"\bIL\d{4}\b", sample.Publishing.All);
        Assert.DoesNotContain("warning", sample.Publishing.All, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task It_handles_everything_that_the_shop_has_written()
    {
        // Fast enough for every kind of change to come up.
        var run = await sample.RunAsync("--seconds", "3", "--rate", "40");

        Assert.True(run.ExitCode == 0, run.All);
        Assert.Empty(run.Errors);
        var summary = Summary().Match(run.Output);
        Assert.True(summary.Success, run.Output);
        var counts = summary.Groups.Cast<Group>().Skip(1)
            .ToDictionary(static group => group.Name, static group => int.Parse(group.Value, CultureInfo.InvariantCulture));
        Assert.Equal(counts["changes"] + counts["expiries"], counts["handled"]);
        Assert.True(counts["inserts"] > 0 && counts["modifications"] > 0 && counts["deletions"] > 0, run.Output);
    }

    [Fact]
    public async Task It_explains_itself()
    {
        var run = await sample.RunAsync("--help");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("--endpoint <url>", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_says_what_is_wrong_with_its_arguments()
    {
        var run = await sample.RunAsync("--endpoint", "nonsense");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("'nonsense' is not a URL such as http://localhost:8000.", run.Errors, StringComparison.Ordinal);
    }

    [GeneratedRegex("""
        Written: (?<changes>\d+) changes by customers and (?<expiries>\d+) expiries\.\r?
        Handled: (?<handled>\d+) \((?<inserts>\d+) inserts, (?<modifications>\d+) modifications, (?<deletions>\d+) deletions, \d+ expiries\)\.
        """)]
    private static partial Regex Summary();
}
