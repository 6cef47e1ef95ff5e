using Amazon.DynamoDBv2.Model;

namespace DynamoHandlers.Runtime.Tests.Hosting;

/// <summary>What is done leaves no rows behind for ever.</summary>
public sealed class CleaningTests
{
    [Fact]
    public Task Leases_of_finished_shards_become_markers_and_those_go_a_day_after_their_shards() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync("Items");
        var seen = new List<string>();
        using var worker = fixture.Worker(WorkerFixture.Recorder(seen));
        await worker.StartAsync();
        for (var i = 0; i < 40; i++)
        {
            await fixture.PutAsync($"item{i}", 1);
        }

        await fixture.UntilAsync(() => seen.Count == 40);
        fixture.Db.RollShards("Items");
        await fixture.WaitAsync(5);
        for (var i = 0; i < 40; i++)
        {
            await fixture.PutAsync($"item{i}", 2);
        }

        await fixture.UntilAsync(() => seen.Count == 80);
        Assert.Equal(8, await RowsAsync(fixture, "L#1#"));

        await fixture.WaitAsync(TimeSpan.FromMinutes(21).TotalSeconds);
        Assert.Equal((4, 4), (await RowsAsync(fixture, "L#1#"), await RowsAsync(fixture, "R#1#")));

        fixture.Db.TrimBefore("Items", fixture.Clock.GetUtcNow());
        await fixture.WaitAsync(TimeSpan.FromHours(24).TotalSeconds);
        Assert.Equal((4, 4), (await RowsAsync(fixture, "L#1#"), await RowsAsync(fixture, "R#1#")));

        await fixture.WaitAsync(TimeSpan.FromHours(2).TotalSeconds);
        Assert.Equal((4, 0), (await RowsAsync(fixture, "L#1#"), await RowsAsync(fixture, "R#1#")));
        await fixture.PutAsync("item0", 3);
        await fixture.UntilAsync(() => seen.Contains("item0=3"));
        await worker.StopAsync();
    });

    [Fact]
    public Task Rows_of_workers_that_have_left_go_after_an_hour() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync("Items");
        for (var i = 0; i < 3; i++)
        {
            using var earlier = fixture.Worker(WorkerFixture.Recorder([]));
            await earlier.StartAsync();
            await fixture.WaitAsync(1);
            await earlier.StopAsync();
        }

        using var worker = fixture.Worker(WorkerFixture.Recorder([]));
        await worker.StartAsync();
        await fixture.WaitAsync(TimeSpan.FromMinutes(59).TotalSeconds);
        Assert.Equal(4, await RowsAsync(fixture, "W"));

        await fixture.WaitAsync(TimeSpan.FromMinutes(2).TotalSeconds);

        Assert.Equal(1, await RowsAsync(fixture, "W"));
        await worker.StopAsync();
    });

    private static async Task<int> RowsAsync(WorkerFixture fixture, string partition)
    {
        var rows = await fixture.Db.Client.ScanAsync(new ScanRequest("app"));
        return rows.Items.Count(row => row["pk"].S.StartsWith(partition, StringComparison.Ordinal));
    }
}
