using DynamoHandlers.Leasing;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Runtime.Tests.Hosting;

/// <summary>Records and shards that the service has dropped, and streams that are gone.</summary>
public sealed class LostDataTests
{
    [Fact]
    public Task Trimmed_records_are_reported_with_their_range_and_reading_goes_on() => WorkerFixture.RunAsync(async fixture =>
    {
        await ReadOneAndTrimAsync(fixture);
        var seen = await RunAsync(fixture, TrimmedDataPolicy.Continue, seconds: 5, until: 2);

        Assert.Equal(["a=3", "a=4"], seen);
        var loss = Assert.Single(fixture.LoggedWith("RECORDS LOST"));
        Assert.Contains("no longer has what follows 000000000000000000001", loss, StringComparison.Ordinal);
        Assert.StartsWith("Error", loss, StringComparison.Ordinal);
        Assert.Contains("from 000000000000000000003", Assert.Single(fixture.LoggedWith("Reading goes on after")), StringComparison.Ordinal);
    }, shards: 1);

    [Fact]
    public Task Trimmed_records_block_the_shard_if_the_options_say_so() => WorkerFixture.RunAsync(async fixture =>
    {
        await ReadOneAndTrimAsync(fixture);
        var seen = await RunAsync(fixture, TrimmedDataPolicy.Block, seconds: 600, until: 0);

        Assert.Empty(seen);
        Assert.InRange(fixture.LoggedWith("RECORDS LOST").Count(), 9, 12);
        Assert.Equal("1", Assert.Single((await fixture.Leases.AllAsync()).Values).Checkpoint.After.ToString().TrimStart('0'));

        // The operator decides otherwise.
        Assert.Equal(["a=3", "a=4"], await RunAsync(fixture, TrimmedDataPolicy.Continue, seconds: 5, until: 2));
    }, shards: 1);

    [Fact]
    public Task A_shard_that_is_gone_is_reported_and_its_children_go_on() => WorkerFixture.RunAsync(async fixture =>
    {
        await ReadOneAndDropShardAsync(fixture);
        var seen = await RunAsync(fixture, TrimmedDataPolicy.Continue, seconds: 60, until: 1);

        Assert.Equal(["a=3"], seen);
        Assert.Contains("The whole shard is gone; its children go on.", Assert.Single(fixture.LoggedWith("RECORDS LOST")), StringComparison.Ordinal);
    }, shards: 1);

    [Fact]
    public Task A_shard_that_is_gone_blocks_its_children_if_the_options_say_so_and_is_asked_for_ever_less() => WorkerFixture.RunAsync(async fixture =>
    {
        await ReadOneAndDropShardAsync(fixture);
        var seen = await RunAsync(fixture, TrimmedDataPolicy.Block, seconds: 600, until: 0);

        Assert.Empty(seen);
        Assert.InRange(fixture.LoggedWith("RECORDS LOST").Count(), 5, 15);
    }, shards: 1);

    [Fact]
    public Task Whole_generations_that_are_gone_are_passed_over_and_what_is_kept_is_read() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        using (var worker = fixture.Worker(WorkerFixture.Recorder(seen)))
        {
            await worker.StartAsync();
            await fixture.PutAsync("a", 1);
            await fixture.UntilAsync(() => seen.Count == 1);
            await worker.StopAsync();
        }

        for (var generation = 0; generation < 6; generation++)
        {
            fixture.Db.RollShards("Items");
            await fixture.PutAsync("a", 2 + generation);
            await fixture.WaitAsync(4 * 3600);
        }

        fixture.Db.TrimBefore("Items", fixture.Clock.GetUtcNow().AddHours(-5));
        var kept = await RunAsync(fixture, TrimmedDataPolicy.Continue, seconds: 120, until: 1);

        Assert.Equal(["a=7"], kept);
        Assert.NotEmpty(fixture.LoggedWith("records were lost"));

        // And nobody keeps listing the stream for children of what is gone.
        var listings = 0;
        var connection = fixture.Connect();
        connection.Before = call =>
        {
            listings += call.Operation == "DescribeStream" ? 1 : 0;
            return Task.CompletedTask;
        };
        using var idle = fixture.Worker(connection, configure: null, WorkerFixture.Recorder([]));
        await idle.StartAsync();
        await fixture.WaitAsync(60);
        listings = 0;
        await fixture.WaitAsync(3600);
        await idle.StopAsync();
        Assert.InRange(listings, 0, 10);
    }, shards: 1);

    [Fact]
    public Task A_shard_that_is_not_found_for_a_moment_is_not_given_up() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        var connection = fixture.Connect();
        using var worker = fixture.Worker(connection, configure: null, WorkerFixture.Recorder(seen));
        await worker.StartAsync();
        await fixture.PutAsync("a", 1);
        await fixture.UntilAsync(() => seen.Count == 1);
        connection.Before = static call => call.Operation is "GetRecords" or "GetShardIterator"
            ? throw new StreamException(StreamError.NotFound, "not on this replica")
            : Task.CompletedTask;
        await fixture.PutAsync("a", 2);
        await fixture.WaitAsync(60);
        connection.Before = null;
        await fixture.UntilAsync(() => seen.Count == 2, seconds: 61);
        await worker.StopAsync();

        Assert.Empty(fixture.LoggedWith("RECORDS LOST"));
        Assert.Equal(LeaseState.Open, Assert.Single((await fixture.Leases.AllAsync()).Values).State);
    }, shards: 1);

    [Fact]
    public Task A_table_deleted_under_the_worker_leaves_it_idle() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        using var worker = fixture.Worker(WorkerFixture.Recorder(seen));
        await worker.StartAsync();
        await fixture.PutAsync("a", 1);
        await fixture.UntilAsync(() => seen.Count == 1);
        await fixture.PutAsync("a", 2);
        await fixture.Db.Client.DeleteTableAsync("Items");
        await fixture.UntilAsync(() => seen.Count == 2);
        await fixture.WaitAsync(60);
        fixture.Db.TrimBefore("Items", fixture.Clock.GetUtcNow());
        await fixture.WaitAsync(3600);
        await worker.StopAsync();

        Assert.Empty(fixture.LoggedWith("Critical"));
        Assert.Empty(fixture.LoggedWith("RECORDS LOST"));
        Assert.All((await fixture.Leases.AllAsync()).Values, static lease => Assert.Equal(LeaseState.Ended, lease.State));
    });

    // The stream vanishes at once, with records unread: that is no shard's end.
    [Fact]
    public Task A_stream_that_vanishes_leaves_the_worker_idle_and_its_leases_as_they_are() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        using var worker = fixture.Worker(WorkerFixture.Recorder(seen));
        await worker.StartAsync();
        await fixture.PutAsync("a", 1);
        await fixture.UntilAsync(() => seen.Count == 1);
        await fixture.WaitAsync(10);
        await fixture.Db.Client.DeleteTableAsync("Items");
        fixture.Db.TrimBefore("Items", fixture.Clock.GetUtcNow().AddSeconds(1));
        var lines = fixture.Logged.Count;
        await fixture.WaitAsync(3600);
        await worker.StopAsync();

        Assert.Empty(fixture.LoggedWith("Critical"));
        Assert.Equal(LeaseState.Open, Assert.Single((await fixture.Leases.AllAsync()).Values).State);
        Assert.True(fixture.Logged.Count - lines < 20, $"{fixture.Logged.Count - lines} lines in an idle hour.");
    }, shards: 1);

    private static async Task ReadOneAndTrimAsync(WorkerFixture fixture)
    {
        await ReadOneAsync(fixture);
        await fixture.PutAsync("a", 2);
        await fixture.WaitAsync(3600);
        var cutoff = fixture.Clock.GetUtcNow();
        await fixture.PutAsync("a", 3);
        await fixture.PutAsync("a", 4);
        fixture.Db.TrimBefore("Items", cutoff);
    }

    private static async Task ReadOneAndDropShardAsync(WorkerFixture fixture)
    {
        await ReadOneAsync(fixture);
        await fixture.PutAsync("a", 2);
        fixture.Db.RollShards("Items");
        await fixture.WaitAsync(3600);
        await fixture.PutAsync("a", 3);
        fixture.Db.TrimBefore("Items", fixture.Clock.GetUtcNow());
        Assert.Single(fixture.Db.ListShards("Items"));
    }

    private static async Task ReadOneAsync(WorkerFixture fixture)
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        using var worker = fixture.Worker(WorkerFixture.Recorder(seen));
        await worker.StartAsync();
        await fixture.PutAsync("a", 1);
        await fixture.UntilAsync(() => seen.Count == 1);
        await worker.StopAsync();
    }

    private static async Task<List<string>> RunAsync(WorkerFixture fixture, TrimmedDataPolicy policy, double seconds, int until)
    {
        var seen = new List<string>();
        using var worker = fixture.Worker(o => o.TrimmedData = policy, WorkerFixture.Recorder(seen));
        await worker.StartAsync();
        if (until > 0)
        {
            await fixture.UntilAsync(() => seen.Count >= until, seconds);
        }
        else
        {
            await fixture.WaitAsync(seconds);
        }

        await worker.StopAsync();
        return seen;
    }
}
