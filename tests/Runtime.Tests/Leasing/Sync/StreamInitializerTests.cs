using DynamoHandlers.Leasing;
using DynamoHandlers.Runtime.Tests.Hosting;
using DynamoHandlers.Testing;

namespace DynamoHandlers.Runtime.Tests.Leasing.Sync;

public sealed class StreamInitializerTests
{
    private static readonly DateTimeOffset Start = new VirtualClock().GetUtcNow();

    [Fact]
    public Task Of_two_at_once_one_makes_the_leases_and_both_find_the_stream_ready() => RunAsync(async (fixture, rows, arn) =>
    {
        var (one, other) = (fixture.Connect(), fixture.Connect());
        one.Before = other.Before = _ => fixture.WaitAsync(0.2);
        var both = await Task.WhenAll(
            rows.Initializer(one).EnsureAsync(arn, StartPosition.TrimHorizon, isFollowing: true, default).AsTask(),
            rows.Initializer(other).EnsureAsync(arn, StartPosition.Latest, isFollowing: true, default).AsTask());

        Assert.Equal(both[0], both[1]);
        Assert.Equal((true, 1L), (both[0].IsReady, both[0].Attempt));
        Assert.Equal(4, (await rows.AllAsync()).Count);
    });

    [Fact]
    public Task TrimHorizon_leases_every_shard_and_only_roots_may_run() => RunAsync(async (fixture, rows, arn) =>
    {
        var children = fixture.Db.RollShards("Items").Select(static shard => shard.ShardId).ToHashSet();
        var row = await rows.Initializer().EnsureAsync(arn, StartPosition.TrimHorizon, isFollowing: true, default);

        Assert.Null(row.From);
        var leases = (await rows.AllAsync()).Values;
        Assert.Equal(8, leases.Count());
        Assert.All(leases, lease => Assert.Equal(!children.Contains(lease.Key.ShardId), lease.GateOpen));
        Assert.All(leases, static lease => Assert.True(lease.Checkpoint.IsBeginning));
    });

    [Fact]
    public Task Latest_leases_what_is_open_marks_what_is_closed_and_fixes_the_time() => RunAsync(async (fixture, rows, arn) =>
    {
        var closed = fixture.Db.ListShards("Items").Select(static shard => shard.ShardId).Order().ToArray();
        var open = fixture.Db.RollShards("Items").Select(static shard => shard.ShardId).Order().ToArray();
        await fixture.WaitAsync(100.7);
        var row = await rows.Initializer().EnsureAsync(arn, StartPosition.Latest, isFollowing: true, default);

        Assert.Equal(Start.AddSeconds(98), row.From);
        var leases = await rows.AllAsync();
        Assert.Equal(open, leases.Keys.Order());
        Assert.All(leases.Values, static lease => Assert.True(lease.GateOpen));
        Assert.Equal(closed, (await rows.Streams.ReadMarkersAsync(StreamKey.FromArn(arn), default)).Keys.Order());
    });

    // The listing shows a child while its parent still looks open.
    [Fact]
    public Task Latest_lets_a_child_wait_for_a_parent_that_is_leased_too() => RunAsync(async (fixture, rows, arn) =>
    {
        var parents = fixture.Db.ListShards("Items").Select(static shard => shard.ShardId).ToHashSet();
        fixture.Db.RollShards("Items");
        rows.Connection.ShownOpen = parents;
        await rows.Initializer().EnsureAsync(arn, StartPosition.Latest, isFollowing: true, default);

        var leases = (await rows.AllAsync()).Values;
        Assert.Equal(8, leases.Count());
        Assert.All(leases, lease => Assert.Equal(parents.Contains(lease.Key.ShardId), lease.GateOpen));
    });

    [Fact]
    public Task At_leases_every_shard_and_fixes_the_time_in_whole_seconds() => RunAsync(async (fixture, rows, arn) =>
    {
        fixture.Db.RollShards("Items");
        var time = fixture.Clock.GetUtcNow().AddSeconds(3.7);
        var row = await rows.Initializer().EnsureAsync(arn, StartPosition.At(time), isFollowing: true, default);

        Assert.Equal(Start.AddSeconds(3), row.From);
        Assert.Equal(8, (await rows.AllAsync()).Count);
    });

    [Fact]
    public Task An_abandoned_attempt_is_replaced_after_the_lease_duration_and_keeps_its_time() => RunAsync(async (fixture, rows, arn) =>
    {
        var abandoned = new LeaseRows(fixture.Db, fixture.Clock);
        abandoned.Connection.Before = call =>
        {
            if (call.Operation == "TransactWriteItems")
            {
                abandoned.Connection.Freeze();
            }

            return Task.CompletedTask;
        };
        await fixture.WaitAsync(50);
        _ = abandoned.Initializer().EnsureAsync(arn, StartPosition.Latest, isFollowing: true, default).AsTask();
        await fixture.WaitAsync(1);
        Assert.Equal(1, (await rows.Streams.GetAsync(StreamKey.FromArn(arn), default))?.Attempt);
        fixture.Db.RollShards("Items");

        var since = fixture.Clock.GetUtcNow();
        var row = await rows.Initializer().EnsureAsync(arn, StartPosition.Latest, isFollowing: true, default);

        Assert.InRange((fixture.Clock.GetUtcNow() - since).TotalSeconds, 10, 11);
        Assert.Equal((true, 2L, Start.AddSeconds(48)), (row.IsReady, row.Attempt, row.From));
        Assert.Equal(8, (await rows.AllAsync()).Count);
        abandoned.Connection.Before = null;
        abandoned.Connection.Thaw();
        await fixture.WaitAsync(1);
        Assert.Equal(row, await rows.Streams.GetAsync(StreamKey.FromArn(arn), default));
        Assert.Equal(8, (await rows.AllAsync()).Count);
    });

    [Fact]
    public Task A_stream_that_is_ready_is_left_as_it_is() => RunAsync(async (fixture, rows, arn) =>
    {
        var first = await rows.Initializer().EnsureAsync(arn, StartPosition.TrimHorizon, isFollowing: true, default);
        fixture.Db.RollShards("Items");
        var second = await rows.Initializer().EnsureAsync(arn, StartPosition.Latest, isFollowing: true, default);

        Assert.Equal(first, second);
        Assert.Equal(4, (await rows.AllAsync()).Count);
    });

    private static Task RunAsync(Func<WorkerFixture, LeaseRows, string, Task> test) => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var rows = fixture.Leases;
        await rows.CreateTableAsync();
        await test(fixture, rows, await fixture.StreamArnAsync());
    });
}
