using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Dispatching;
using DynamoHandlers.Leasing;
using DynamoHandlers.Leasing.Sync;
using DynamoHandlers.Wire;
using StreamViewType = Amazon.DynamoDBv2.StreamViewType;

namespace DynamoHandlers.Runtime.Tests.Hosting;

/// <summary>Streaming of a table is disabled and enabled anew: a stream with another ARN.</summary>
public sealed class ReplacedStreamTests
{
    [Fact]
    public Task A_new_stream_of_a_table_that_was_read_is_read_from_its_beginning_after_the_old_ones_rest() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        await HandleAsync(fixture, seen, "a", until: "a=1");
        await fixture.PutAsync("b", 2);
        await EnableAnewAsync(fixture);
        await fixture.PutAsync("c", 3);

        await HandleAsync(fixture, seen, "d", until: "d=1");

        Assert.Equal(["a=1", "b=2", "c=3", "d=1"], seen);
        Assert.Empty(fixture.LoggedWith("records are not handled"));
    }, shards: 1);

    // Scenario 20.
    [Fact]
    public Task A_stream_that_is_disabled_is_drained_to_its_end_and_the_new_one_is_picked_up_without_a_restart() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        using var worker = fixture.Worker(WorkerFixture.Recorder(seen));
        await worker.StartAsync();
        await fixture.PutAsync("a", 1);
        await fixture.UntilAsync(() => seen.Count == 1);
        await fixture.PutAsync("a", 2);
        await DisableAsync(fixture);
        await fixture.UntilAsync(() => seen.Count == 2);
        await fixture.WaitAsync(600);
        await EnableAsync(fixture);
        await fixture.PutAsync("a", 3);
        await fixture.UntilAsync(() => seen.Count == 3, seconds: 100);

        Assert.Equal(["a=1", "a=2", "a=3"], seen);
        Assert.Single(fixture.LoggedWith("is disabled, or does not exist"));
        Assert.Equal([StreamState.Drained, StreamState.Ready], (await StreamsAsync(fixture)).Select(static stream => stream.State));
        await worker.StopAsync();
    });

    [Fact]
    public Task A_table_can_get_a_new_stream_again_and_again() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        using var first = fixture.Worker(WorkerFixture.Recorder(seen));
        using var second = fixture.Worker(WorkerFixture.Recorder(seen));
        await Task.WhenAll(first.StartAsync(), second.StartAsync());
        for (var stream = 0; stream < 4; stream++)
        {
            await fixture.PutAsync("a", stream);
            fixture.Db.RollShards("Items");
            await fixture.PutAsync("b", stream);
            await fixture.WaitAsync(120);
            await DisableAsync(fixture);
            await EnableAsync(fixture);
        }

        await fixture.UntilAsync(() => seen.Count == 8);
        await Task.WhenAll(first.StopAsync(), second.StopAsync());

        Assert.Equal(Enumerable.Range(0, 4).Select(static i => $"a={i}"), seen.Where(static line => line[0] == 'a'));
        Assert.Equal(Enumerable.Range(0, 4).Select(static i => $"b={i}"), seen.Where(static line => line[0] == 'b'));
    }, shards: 2);

    // Interleaving 15: stream enabled anew, and new roots start before old leaves are drained.
    [Fact]
    public Task New_roots_wait_until_the_last_leaf_of_the_old_stream_is_drained() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var one = fixture.Worker(Holding(seen, "old=1", release.Task));
        using var other = fixture.Worker(Holding(seen, "old=1", release.Task));
        await Task.WhenAll(one.StartAsync(), other.StartAsync());
        await fixture.WaitAsync(20);
        await fixture.PutAsync("old", 1);
        await DisableAsync(fixture);
        await EnableAsync(fixture);
        await fixture.PutAsync("old", 2);
        await fixture.PutAsync("new", 1);
        await fixture.WaitAsync(1800);

        Assert.Empty(seen);
        var newest = StreamKey.FromArn(await fixture.StreamArnAsync());
        var roots = (await fixture.Leases.AllAsync()).Values.Where(lease => lease.Key.Stream == newest).ToArray();
        Assert.Equal(4, roots.Length);
        Assert.All(roots, static lease => Assert.False(lease.GateOpen));

        release.SetResult();
        await fixture.UntilAsync(() => seen.Count == 3, seconds: 30);
        await Task.WhenAll(one.StopAsync(), other.StopAsync());
        Assert.Equal(["old=1", "new=1", "old=2"], [seen[0], .. seen.Skip(1).Order()]);
    });

    [Fact]
    public Task A_worker_that_starts_while_the_old_stream_is_not_drained_drains_it_first() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        var killed = fixture.Connect();
        var worker = fixture.Worker(killed, configure: null, Holding(seen, "a=1", Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None)));
        await worker.StartAsync();
        await fixture.WaitAsync(5);
        await fixture.PutAsync("a", 1);
        await DisableAsync(fixture);
        await EnableAsync(fixture);
        await fixture.PutAsync("a", 2);
        await fixture.WaitAsync(120);
        killed.Freeze();

        using var next = fixture.Worker(WorkerFixture.Recorder(seen));
        await next.StartAsync();
        await fixture.UntilAsync(() => seen.Count == 2);
        await next.StopAsync();

        Assert.Equal(["a=1", "a=2"], seen);
    }, shards: 1);

    [Fact]
    public Task A_disabled_stream_is_drained_by_a_worker_that_starts_then() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        await fixture.PutAsync("a", 1);
        await DisableAsync(fixture);
        var seen = new List<string>();
        using var worker = fixture.Worker(WorkerFixture.Recorder(seen));
        await worker.StartAsync();
        await fixture.UntilAsync(() => seen.Count == 1);
        await fixture.WaitAsync(60);

        Assert.Single(fixture.LoggedWith("is disabled, or does not exist"));
        await EnableAsync(fixture);
        await fixture.PutAsync("a", 2);
        await fixture.UntilAsync(() => seen.Count == 2);
        await worker.StopAsync();
    });

    // Scenario 21.
    [Fact]
    public Task A_table_that_is_deleted_and_created_again_is_picked_up() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        using var worker = fixture.Worker(WorkerFixture.Recorder(seen));
        await worker.StartAsync();
        await fixture.PutAsync("a", 1);
        await fixture.UntilAsync(() => seen.Count == 1);
        await fixture.Db.Client.DeleteTableAsync("Items");
        await fixture.WaitAsync(3600);
        var lines = fixture.Logged.Count;
        await fixture.WaitAsync(24 * 3600);
        fixture.Db.TrimBefore("Items", fixture.Clock.GetUtcNow());
        await fixture.WaitAsync(3600);
        Assert.True(fixture.Logged.Count - lines < 10, string.Join('\n', fixture.Logged.Skip(lines)));

        await fixture.CreateTableAsync();
        await fixture.PutAsync("a", 2);
        await fixture.UntilAsync(() => seen.Count == 2);
        await worker.StopAsync();
        Assert.Empty(fixture.LoggedWith("RECORDS LOST"));
    });

    [Theory]
    [InlineData(TrimmedDataPolicy.Continue)]
    [InlineData(TrimmedDataPolicy.Block)]
    public Task A_stream_that_vanished_before_it_was_drained_follows_the_policy_for_trimmed_data(TrimmedDataPolicy policy) => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        using (var earlier = fixture.Worker(WorkerFixture.Recorder(seen)))
        {
            await earlier.StartAsync();
            await fixture.PutAsync("a", 1);
            await fixture.UntilAsync(() => seen.Count == 1);
            await earlier.StopAsync();
        }

        await fixture.PutAsync("a", 2);
        fixture.Db.RollShards("Items");
        await fixture.PutAsync("a", 3);
        await DisableAsync(fixture);
        await fixture.WaitAsync(25 * 3600);
        fixture.Db.TrimBefore("Items", fixture.Clock.GetUtcNow());
        await EnableAsync(fixture);
        await fixture.PutAsync("a", 4);
        using var worker = fixture.Worker(o => o.TrimmedData = policy, WorkerFixture.Recorder(seen));
        await worker.StartAsync();
        await fixture.WaitAsync(600);
        await worker.StopAsync();

        Assert.Equal(policy == TrimmedDataPolicy.Continue ? ["a=1", "a=4"] : ["a=1"], seen);
        Assert.NotEmpty(fixture.LoggedWith("RECORDS LOST"));
        Assert.NotEmpty(fixture.LoggedWith("does not exist any more, and 2 of its shards are unfinished"));
    }, shards: 2);

    // A replica that knows nothing of the stream for a moment, or for long, is no evidence while the table has no other.
    [Fact]
    public Task A_stream_that_is_not_found_while_its_table_has_no_other_is_not_given_up() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        var connection = fixture.Connect();
        using var worker = fixture.Worker(connection, configure: null, WorkerFixture.Recorder(seen));
        await worker.StartAsync();
        await fixture.WaitAsync(5);
        connection.Before = static call => call.IsStream
            ? throw new StreamException(StreamError.NotFound, "not on this replica")
            : Task.CompletedTask;
        await fixture.PutAsync("a", 1);
        await fixture.WaitAsync(3600);
        connection.Before = null;
        await fixture.UntilAsync(() => seen.Count == 1);
        await worker.StopAsync();

        Assert.Empty(fixture.LoggedWith("RECORDS LOST"));
        Assert.All((await fixture.Leases.AllAsync()).Values, static lease => Assert.Equal(LeaseState.Open, lease.State));
    });

    [Fact]
    public Task A_new_stream_without_the_images_that_handlers_read_is_refused_once_and_a_better_one_is_taken() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        using var worker = fixture.Worker(WorkerFixture.Recorder(seen));
        await worker.StartAsync();
        await fixture.WaitAsync(5);
        await DisableAsync(fixture);
        await EnableAsync(fixture, StreamViewType.KEYS_ONLY);
        await fixture.PutAsync("a", 1);
        await fixture.WaitAsync(600);

        Assert.Contains("StreamViewType=NEW_AND_OLD_IMAGES", Assert.Single(fixture.LoggedWith("cannot be handled")), StringComparison.Ordinal);
        await DisableAsync(fixture);
        await EnableAsync(fixture);
        await fixture.PutAsync("a", 2);
        await fixture.UntilAsync(() => seen.Count == 1);
        await worker.StopAsync();
        Assert.Equal(["a=2"], seen);
    });

    [Fact]
    public Task The_old_streams_rest_is_handled_where_its_arn_is_named() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        await HandleAsync(fixture, seen, "a", until: "a=1");
        await fixture.PutAsync("b", 2);
        var old = await fixture.StreamArnAsync();
        await EnableAnewAsync(fixture);

        using var worker = fixture.Worker(o => o.Tables["Items"] = old, WorkerFixture.Recorder(seen));
        await worker.StartAsync();
        await fixture.UntilAsync(() => seen.Contains("b=2"));
        await worker.StopAsync();

        Assert.Equal(["a=1", "b=2"], seen);
    }, shards: 1);

    [Fact]
    public Task A_stream_that_is_named_by_its_arn_is_not_followed_and_that_is_said_once() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var named = await fixture.StreamArnAsync();
        var seen = new List<string>();
        using var worker = fixture.Worker(o => o.Tables["Items"] = named, WorkerFixture.Recorder(seen));
        await worker.StartAsync();
        await fixture.PutAsync("a", 1);
        await DisableAsync(fixture);
        await EnableAsync(fixture);
        await fixture.PutAsync("a", 2);
        await fixture.WaitAsync(3600);
        await worker.StopAsync();

        Assert.Equal(["a=1"], seen);
        Assert.Contains("names this very stream", Assert.Single(fixture.LoggedWith("is disabled, or does not exist")), StringComparison.Ordinal);
    });

    [Fact]
    public Task Where_the_new_stream_is_named_by_its_arn_the_old_ones_rest_is_reported() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        await HandleAsync(fixture, seen, "a", until: "a=1");
        await fixture.PutAsync("b", 2);
        await EnableAnewAsync(fixture);
        await fixture.PutAsync("c", 3);

        var named = await fixture.StreamArnAsync();
        using var worker = fixture.Worker(o => o.Tables["Items"] = named, WorkerFixture.Recorder(seen));
        await worker.StartAsync();
        await fixture.UntilAsync(() => seen.Contains("c=3"));
        await worker.StopAsync();

        Assert.Equal(["a=1", "c=3"], seen);
        Assert.Single(fixture.LoggedWith("1 shards of the old one"));
    }, shards: 1);

    [Fact]
    public Task Workers_say_in_their_rows_that_they_serve_the_new_stream_also_when_they_come_back() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var connection = fixture.Connect();
        using var worker = fixture.Worker(connection, configure: null, WorkerFixture.Recorder([]));
        await worker.StartAsync();
        await fixture.WaitAsync(5);
        await DisableAsync(fixture);
        await EnableAsync(fixture);
        var stream = StreamKey.FromArn(await fixture.StreamArnAsync()).ToString();
        await fixture.WaitAsync(100);
        Assert.Contains(stream, Assert.Single(await ServedAsync(fixture)));

        connection.Freeze();
        await fixture.WaitAsync(20);
        connection.Thaw();
        await fixture.WaitAsync(20);

        Assert.All(await ServedAsync(fixture), served => Assert.Contains(stream, served));
        Assert.Equal(2, (await ServedAsync(fixture)).Count);
        await worker.StopAsync();
    });

    // Start positions are for what was never read: here they would skip what was written meanwhile.
    private static async Task HandleAsync(WorkerFixture fixture, List<string> seen, string key, string until)
    {
        using var worker = fixture.Worker(static o => o.StartPosition = StartPosition.Latest, WorkerFixture.Recorder(seen));
        await worker.StartAsync();
        await fixture.WaitAsync(3);
        await fixture.PutAsync(key, 1);
        await fixture.UntilAsync(() => seen.Contains(until));
        await worker.StopAsync();
    }

    private static HandlerDescriptor Holding(List<string> seen, string held, Task release) => WorkerFixture.Handler((in HandlerCall call) =>
    {
        return new(HandleAsync(WorkerFixture.Describe(call), call.Stop));

        async Task HandleAsync(string change, CancellationToken stop)
        {
            if (change == held)
            {
                await release.WaitAsync(stop);
            }

            seen.Add(change);
        }
    });

    /// <summary>The rows of the table's streams, oldest first.</summary>
    private static async Task<IReadOnlyList<StreamRow>> StreamsAsync(WorkerFixture fixture)
    {
        var rows = await fixture.Db.Client.ScanAsync(new ScanRequest("app"));
        var keys = rows.Items.Where(static row => row["pk"].S == "S#1").Select(static row => row["sk"].S).Order(StringComparer.Ordinal);
        var streams = new List<StreamRow>();
        foreach (var key in keys)
        {
            streams.Add(Assert.IsType<StreamRow>(await fixture.Leases.Streams.GetAsync(StreamKey.Parse(key), default)));
        }

        return streams;
    }

    private static async Task<IReadOnlyList<List<string>>> ServedAsync(WorkerFixture fixture)
    {
        var rows = await fixture.Db.Client.ScanAsync(new ScanRequest("app"));
        return [.. rows.Items.Where(static row => row["pk"].S == "W").Select(static row => row["streams"].SS)];
    }

    private static async Task EnableAnewAsync(WorkerFixture fixture)
    {
        await fixture.WaitAsync(60);
        await DisableAsync(fixture);
        await fixture.WaitAsync(60);
        await EnableAsync(fixture);
        await fixture.WaitAsync(60);
    }

    private static Task<UpdateTableResponse> DisableAsync(WorkerFixture fixture) => fixture.Db.Client.UpdateTableAsync(new UpdateTableRequest
    {
        TableName = "Items",
        StreamSpecification = new() { StreamEnabled = false },
    });

    private static Task<UpdateTableResponse> EnableAsync(WorkerFixture fixture, StreamViewType? viewType = null) => fixture.Db.Client.UpdateTableAsync(new UpdateTableRequest
    {
        TableName = "Items",
        StreamSpecification = new() { StreamEnabled = true, StreamViewType = viewType ?? StreamViewType.NEW_AND_OLD_IMAGES },
    });
}
