using DynamoHandlers.Dispatching;

namespace DynamoHandlers.Runtime.Tests.Hosting;

/// <summary>Shards that split and roll over under a running worker.</summary>
public sealed class LineageTests
{
    private const int Items = 20;

    [Fact]
    public Task Parents_are_done_before_children_start_across_splits_and_rollovers() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var shards = new List<string>();
        using var worker = fixture.Worker(WorkerFixture.Handler((in HandlerCall call) =>
        {
            shards.Add(call.CreateContext().ShardId);
            return default;
        }));
        await worker.StartAsync();
        await ChurnAsync(fixture, rounds: 60);
        await fixture.UntilAsync(() => shards.Count == 60 * Items);
        await worker.StopAsync();

        Assert.True(fixture.Db.ListShards("Items").Count > 20);
        foreach (var shard in fixture.Db.ListShards("Items"))
        {
            var first = shards.IndexOf(shard.ShardId);
            if (first >= 0 && shard.ParentShardId is { } parent)
            {
                Assert.True(shards.LastIndexOf(parent) < first, $"{shard.ShardId} began before {parent} was done.");
            }
        }
    });

    [Fact]
    public Task Each_items_changes_stay_in_order_and_none_is_missing_or_repeated() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        using var worker = fixture.Worker(Slow(seen, fixture));
        await worker.StartAsync();
        await ChurnAsync(fixture, rounds: 60);
        await fixture.UntilAsync(() => seen.Count >= 60 * Items);
        await fixture.WaitAsync(30);
        await worker.StopAsync();

        AssertComplete(seen, rounds: 60);
    });

    [Fact]
    public Task A_rollover_while_nobody_runs_is_followed_through_by_the_next_worker() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        for (var part = 0; part < 3; part++)
        {
            await ChurnAsync(fixture, rounds: 10, first: part * 10);
            using var worker = fixture.Worker(Slow(seen, fixture));
            await worker.StartAsync();
            await fixture.UntilAsync(() => seen.Count >= 10 * (part + 1) * Items);
            await worker.StopAsync();
            await ChurnAsync(fixture, rounds: 0);
        }

        AssertComplete(seen, rounds: 30);
    });

    [Fact]
    public Task Two_workers_share_a_churning_stream_without_repeating_a_record() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        using var first = fixture.Worker(Slow(seen, fixture));
        using var second = fixture.Worker(Slow(seen, fixture));
        await Task.WhenAll(first.StartAsync(), second.StartAsync());
        await ChurnAsync(fixture, rounds: 20);
        await first.StopAsync();
        await ChurnAsync(fixture, rounds: 20, first: 20);
        await fixture.UntilAsync(() => seen.Count >= 40 * Items);
        await second.StopAsync();

        AssertComplete(seen, rounds: 40);
    });

    [Fact]
    public Task A_child_starts_within_the_longest_poll_delay_after_its_parents_end() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        using var worker = fixture.Worker(WorkerFixture.Recorder(seen));
        await worker.StartAsync();
        await fixture.WaitAsync(60);
        for (var generation = 0; generation < 5; generation++)
        {
            fixture.Db.RollShards("Items");
            await fixture.PutAsync("a", generation);
            await fixture.UntilAsync(() => seen.Count == generation + 1, seconds: 1.1);
            await fixture.WaitAsync(20);
        }

        await worker.StopAsync();
    });

    [Fact]
    public Task Generations_without_records_are_walked_through() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        await fixture.PutAsync("a", 1);
        for (var generation = 0; generation < 10; generation++)
        {
            fixture.Db.RollShards("Items");
        }

        await fixture.PutAsync("a", 2);
        using var worker = fixture.Worker(WorkerFixture.Recorder(seen));
        await worker.StartAsync();
        await fixture.UntilAsync(() => seen.Count == 2, seconds: 5);
        await worker.StopAsync();

        Assert.Equal(["a=1", "a=2"], seen);
    });

    // Scenario 1.
    [Fact]
    public Task A_first_start_at_the_trim_horizon_reads_three_generations_parents_before_children() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        for (var generation = 0; generation < 3; generation++)
        {
            for (var item = 0; item < Items; item++)
            {
                await fixture.PutAsync($"item{item}", generation);
            }

            fixture.Db.RollShards("Items");
        }

        var seen = new List<string>();
        using var worker = fixture.Worker(Slow(seen, fixture));
        await worker.StartAsync();
        await fixture.UntilAsync(() => seen.Count == 3 * Items, seconds: 30);
        await worker.StopAsync();

        AssertComplete(seen, rounds: 3);
    });

    // A page of another listing may lack shards that exist, for as long as it likes.
    [Fact]
    public Task Children_that_are_listed_late_are_found_and_none_is_missed() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        var connection = fixture.Connect();
        using var worker = fixture.Worker(connection, configure: null, WorkerFixture.Recorder(seen));
        await worker.StartAsync();
        await fixture.PutAsync("a", 1);
        await fixture.UntilAsync(() => seen.Count == 1);

        var hidden = fixture.Db.RollShards("Items").Select(static shard => shard.ShardId).ToHashSet();
        connection.Hidden = hidden;
        await fixture.PutAsync("a", 2);
        await fixture.WaitAsync(30);
        Assert.Equal(["a=1"], seen);

        connection.Hidden = new HashSet<string>();
        await fixture.UntilAsync(() => seen.Count == 2, seconds: 12);
        await worker.StopAsync();
        Assert.Equal(["a=1", "a=2"], seen);
    });

    [Fact]
    public Task A_stream_whose_oldest_shards_have_trimmed_parents_is_read_from_what_is_kept() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        fixture.Db.RollShards("Items");
        await fixture.WaitAsync(3600);
        fixture.Db.TrimBefore("Items", fixture.Clock.GetUtcNow());
        Assert.All(fixture.Db.ListShards("Items"), static shard => Assert.NotNull(shard.ParentShardId));
        await fixture.PutAsync("a", 1);

        var seen = new List<string>();
        using var worker = fixture.Worker(WorkerFixture.Recorder(seen));
        await worker.StartAsync();
        await fixture.UntilAsync(() => seen.Count == 1, seconds: 30);
        await worker.StopAsync();
    });

    private static HandlerDescriptor Slow(List<string> seen, WorkerFixture fixture) =>
        WorkerFixture.Handler((in HandlerCall call) =>
        {
            var what = WorkerFixture.Describe(call);
            return new ValueTask(AddAsync());

            async Task AddAsync()
            {
                await fixture.WaitAsync(0.003);
                seen.Add(what);
            }
        });

    /// <summary>Writes all items in each round, and splits or rolls shards now and then.</summary>
    private static async Task ChurnAsync(WorkerFixture fixture, int rounds, int first = 0)
    {
        for (var round = first; round < first + rounds; round++)
        {
            for (var item = 0; item < Items; item++)
            {
                await fixture.PutAsync($"item{item}", round);
            }

            if (round % 20 == 7)
            {
                fixture.Db.RollShards("Items");
            }
            else if (round % 20 == 13)
            {
                fixture.Db.SplitShard("Items", fixture.Db.ListShards("Items").First(static shard => !shard.IsClosed).ShardId);
            }

            await fixture.WaitAsync(0.37);
        }
    }

    private static void AssertComplete(List<string> seen, int rounds) => Assert.All(
        Enumerable.Range(0, Items), item => Assert.Equal(
            Enumerable.Range(0, rounds).Select(round => $"item{item}={round}"),
            seen.Where(line => line.StartsWith($"item{item}=", StringComparison.Ordinal))));
}
