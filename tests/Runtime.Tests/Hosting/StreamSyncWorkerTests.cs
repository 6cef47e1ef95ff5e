using System.Globalization;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Leasing;
using DynamoHandlers.Wire;
using Microsoft.Extensions.Hosting;

namespace DynamoHandlers.Runtime.Tests.Hosting;

/// <summary>Workers that compare shards with leases: whose turn it is, and what is repaired.</summary>
public sealed class StreamSyncWorkerTests
{
    [Fact]
    public Task Of_many_workers_one_at_a_time_lists_the_stream_and_not_always_the_same() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var listings = new Dictionary<int, int>();
        var workers = await StartAsync(fixture, 5, (worker, call) =>
        {
            listings[worker] = listings.GetValueOrDefault(worker) + (call.Operation == "DescribeStream" ? 1 : 0);
            return Task.CompletedTask;
        });
        await fixture.WaitAsync(3600);
        listings.Clear();
        await fixture.WaitAsync(10 * 3600);

        // Every ten minutes and a little, as others notice a pass a little later.
        Assert.InRange(listings.Values.Sum(), 45, 60);
        Assert.True(listings.Values.Count(static count => count > 0) >= 4, string.Join(", ", listings));
        await StopAsync(workers);
    });

    // Interleaving 31: the worker whose turn it is lives, and its passes fail.
    [Fact]
    public Task When_the_passes_of_one_worker_fail_another_makes_them() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var broken = new HashSet<int> { 0, 1, 2 };
        var workers = await StartAsync(fixture, 4, (worker, call) => broken.Contains(worker) && call.Operation == "DescribeStream"
            ? throw new HttpRequestException("no way to the stream's description")
            : Task.CompletedTask);
        await fixture.WaitAsync(3600);
        var before = await PassAsync(fixture);
        await fixture.WaitAsync(4 * 3600);

        Assert.InRange(await PassAsync(fixture) - before, 9, 24);
        await StopAsync(workers);
    });

    [Fact]
    public Task When_a_worker_has_gone_the_next_pass_does_not_wait_for_the_interval() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var workers = await StartAsync(fixture, 3, static (_, _) => Task.CompletedTask);
        await fixture.WaitAsync(3600);
        var before = await PassAsync(fixture);
        await workers[0].StopAsync();
        await fixture.WaitAsync(30);

        Assert.Equal(before + 1, await PassAsync(fixture));
        await StopAsync(workers[1..]);
    });

    // Interleaving 1: a finished parent whose lease is gone is listed for 24 hours more.
    [Fact]
    public Task A_finished_shard_that_is_still_listed_is_not_read_again() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        using var worker = fixture.Worker(WorkerFixture.Recorder(seen));
        await worker.StartAsync();
        await fixture.PutAsync("a", 1);
        await fixture.UntilAsync(() => seen.Count == 1);
        fixture.Db.RollShards("Items");
        await fixture.PutAsync("a", 2);
        await fixture.UntilAsync(() => seen.Count == 2);
        await fixture.WaitAsync(23 * 3600);
        await worker.StopAsync();
        Assert.Equal(2, fixture.Db.ListShards("Items").Count);
        Assert.Single(await fixture.Leases.AllAsync());

        using var next = fixture.Worker(WorkerFixture.Recorder(seen));
        await next.StartAsync();
        await fixture.WaitAsync(3600);
        await next.StopAsync();
        Assert.Equal(["a=1", "a=2"], seen);
    }, shards: 1);

    // Interleaving 11: whoever finishes a split shard is shown one of its children; the other is found later.
    [Fact]
    public Task A_child_that_was_listed_after_its_parent_was_finished_is_opened_by_anybody() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        var connection = fixture.Connect();
        using var worker = fixture.Worker(connection, configure: null, WorkerFixture.Recorder(seen));
        await worker.StartAsync();
        await fixture.WaitAsync(10);
        var children = fixture.Db.SplitShard("Items", Assert.Single(fixture.Db.ListShards("Items")).ShardId);
        connection.Hidden = new HashSet<string> { children[1].ShardId };
        for (var item = 0; item < 10; item++)
        {
            await fixture.PutAsync($"item{item}", 1);
        }

        await fixture.WaitAsync(60);
        Assert.InRange(seen.Count, 1, 9);
        connection.Hidden = new HashSet<string>();
        await fixture.UntilAsync(() => seen.Count == 10, seconds: 1300);
        await worker.StopAsync();
        Assert.Equal(10, seen.Distinct().Count());
    }, shards: 1);

    // Scenario 15.
    [Fact]
    public Task A_stream_that_is_not_found_once_loses_no_lease() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        var connection = fixture.Connect();
        using var worker = fixture.Worker(connection, configure: null, WorkerFixture.Recorder(seen));
        await worker.StartAsync();
        await fixture.WaitAsync(60);
        fixture.Db.RollShards("Items");
        await fixture.WaitAsync(60);
        var before = (await fixture.Leases.AllAsync()).Keys.Order().ToArray();
        var refused = 0;
        connection.Before = call => call.Operation == "DescribeStream" && refused++ < 1
            ? throw new StreamException(StreamError.NotFound, "not on this replica")
            : Task.CompletedTask;
        await fixture.WaitAsync(1800);

        Assert.True(refused > 1);
        Assert.Equal(before, (await fixture.Leases.AllAsync()).Keys.Order());
        await fixture.PutAsync("a", 1);
        await fixture.UntilAsync(() => seen.Count == 1);
        await worker.StopAsync();
    });

    // Scenario 14.
    [Fact]
    public Task A_listing_that_shows_a_child_of_an_open_parent_or_omits_one_starts_none_early_and_loses_none() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        var parents = fixture.Db.ListShards("Items").Select(static shard => shard.ShardId).ToHashSet();
        await fixture.PutAsync("a", 1);
        var children = fixture.Db.RollShards("Items").Select(static shard => shard.ShardId).Order().ToArray();
        await fixture.PutAsync("a", 2);
        var connection = fixture.Connect();
        (connection.ShownOpen, connection.Hidden) = (parents, children[..2].ToHashSet());
        using var worker = fixture.Worker(connection, configure: null, WorkerFixture.Recorder(seen));
        await worker.StartAsync();
        await fixture.WaitAsync(100);
        (connection.ShownOpen, connection.Hidden) = (new HashSet<string>(), new HashSet<string>());
        await fixture.UntilAsync(() => seen.Count == 2, seconds: 1300);
        await worker.StopAsync();
        Assert.Equal(["a=1", "a=2"], seen);
    });

    // Scenario 28, where no owner lives that could make the row anew from its own position.
    [Fact]
    public Task A_lease_that_was_deleted_and_that_its_finished_parent_proves_is_read_again_from_its_beginning_with_an_alarm() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        using (var worker = fixture.Worker(WorkerFixture.Recorder(seen)))
        {
            await worker.StartAsync();
            await fixture.WaitAsync(5);
            fixture.Db.RollShards("Items");
            await fixture.WaitAsync(5);
            await worker.StopAsync();
        }

        var child = Assert.Single((await fixture.Leases.AllAsync()).Values, static lease => lease.ParentShardId is not null);
        await fixture.Db.Client.DeleteItemAsync("app", Row.Key(LeaseStore.Partition(child.Key.Bucket), child.Key.SortKey));
        await fixture.PutAsync("a", 1);
        using var next = fixture.Worker(WorkerFixture.Recorder(seen));
        await next.StartAsync();
        await fixture.UntilAsync(() => seen.Count == 1);
        await next.StopAsync();
        Assert.StartsWith("Error", Assert.Single(fixture.LoggedWith("was deleted by somebody")), StringComparison.Ordinal);
    }, shards: 1);

    [Fact]
    public Task A_streams_row_that_was_deleted_is_written_again_with_its_start() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        await fixture.WaitAsync(100);
        using var worker = fixture.Worker(static o => o.StartPosition = StartPosition.Latest, WorkerFixture.Recorder([]));
        await worker.StartAsync();
        await fixture.WaitAsync(60);
        var stream = StreamKey.FromArn(await fixture.StreamArnAsync());
        var before = await fixture.Leases.Streams.GetAsync(stream, default);
        await fixture.Db.Client.DeleteItemAsync("app", Row.Key("S#1", stream.ToString()));
        await fixture.WaitAsync(900);

        var after = await fixture.Leases.Streams.GetAsync(stream, default);
        Assert.NotNull(before?.From);
        Assert.Equal((before!.State, before.From), (after?.State, after?.From));
        Assert.Single(fixture.LoggedWith("is written again"));
        await worker.StopAsync();
    });

    // Scenario 29.
    [Fact]
    public Task Rows_that_no_worker_wrote_are_ignored_with_one_warning_each() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var rows = fixture.Leases;
        await rows.CreateTableAsync();
        var stream = StreamKey.FromArn(await fixture.StreamArnAsync());
        var key = new LeaseKey(stream, "elsewhere");
        Dictionary<string, AttributeValue>[] foreign =
        [
            New("L#1#0", "no lease at all"),
            New(LeaseStore.Partition(key.Bucket), key.SortKey, ("st", "open"), ("gate", "open")),
            New(LeaseStore.Partition(key.Bucket), $"{stream}/other", ("st", "open"), ("gate", "open"), ("cp", "TRIM_HORIZON"), ("ep", "not a number")),
            New($"L#1#{(key.Bucket + 1) % 16}", key.SortKey, ("st", "open"), ("gate", "open"), ("cp", "TRIM_HORIZON")),
            New($"R#1#{stream}", "stranger"),
        ];
        Dictionary<string, AttributeValue>[] otherwise =
        [
            New("L#2#3", key.SortKey, ("st", "open"), ("gate", "open"), ("cp", "TRIM_HORIZON")),
            New("W", "stranger"),
            New("S#1", "stranger"),
            New("mine", "x", ("leaseKey", "x"), ("entityType", "LEASE")),
        ];
        foreach (var row in foreign.Concat(otherwise))
        {
            await fixture.Db.Client.PutItemAsync(LeaseRowsTable, row);
        }

        var seen = new List<string>();
        using var worker = fixture.Worker(WorkerFixture.Recorder(seen));
        await worker.StartAsync();
        for (var item = 0; item < 20; item++)
        {
            await fixture.PutAsync($"item{item}", 1);
        }

        await fixture.UntilAsync(() => seen.Count == 20);
        await fixture.WaitAsync(3600);
        await worker.StopAsync();

        Assert.Equal(foreign.Length, fixture.LoggedWith("is not one that a worker has written").Count());
        Assert.Empty(fixture.LoggedWith("Exception"));
        Assert.Equal(4, (await rows.AllAsync()).Count);
    });

    private const string LeaseRowsTable = "app";

    private static Dictionary<string, AttributeValue> New(string partition, string sort, params (string Name, string Value)[] attributes)
    {
        var row = Row.Key(partition, sort);
        foreach (var (name, value) in attributes)
        {
            row[name] = Row.Text(value);
        }

        return row;
    }

    private static async Task<long> PassAsync(WorkerFixture fixture) =>
        (await fixture.Leases.Streams.GetAsync(StreamKey.FromArn(await fixture.StreamArnAsync()), default))!.Pass;

    private static async Task<IHost[]> StartAsync(WorkerFixture fixture, int count, Func<int, Call, Task> before)
    {
        var workers = new List<IHost>();
        for (var i = 0; i < count; i++)
        {
            var connection = fixture.Connect();
            var worker = fixture.Worker(
                connection, o => o.WorkerId = i.ToString(CultureInfo.InvariantCulture), WorkerFixture.Recorder([]));
            await worker.StartAsync();
            var number = i;
            connection.Before = call => before(number, call);
            workers.Add(worker);
        }

        return [.. workers];
    }

    private static async Task StopAsync(IHost[] workers)
    {
        await Task.WhenAll(workers.Select(static worker => worker.StopAsync()));
        Array.ForEach(workers, static worker => worker.Dispose());
    }
}
