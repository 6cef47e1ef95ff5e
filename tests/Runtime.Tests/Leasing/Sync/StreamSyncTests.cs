using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Leasing;
using DynamoHandlers.Leasing.Sync;
using DynamoHandlers.Runtime.Tests.Hosting;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Runtime.Tests.Leasing.Sync;

public sealed class StreamSyncTests
{
    [Fact]
    public Task Each_complete_pass_raises_the_counter_and_a_failed_one_does_not() => RunAsync(async (fixture, rows, arn) =>
    {
        var sync = rows.Sync(arn);
        await sync.RunAsync(await RowAsync(rows, arn), default);
        await sync.RunAsync(await RowAsync(rows, arn), default);
        Assert.Equal(2, (await RowAsync(rows, arn)).Pass);

        rows.Connection.Before = static call => call.Operation == "DescribeStream"
            ? throw new StreamException(StreamError.NotFound, "not on this replica")
            : Task.CompletedTask;
        var pass = await sync.RunAsync(await RowAsync(rows, arn), default);

        Assert.Null(pass.Status);
        Assert.Equal(2, (await RowAsync(rows, arn)).Pass);
    });

    // Two workers that make the same pass count it once: else the turns of others would be skipped.
    [Fact]
    public Task A_pass_that_two_make_counts_once() => RunAsync(async (fixture, rows, arn) =>
    {
        var seen = await RowAsync(rows, arn);
        await rows.Sync(arn).RunAsync(seen, default);
        await rows.Sync(arn).RunAsync(seen, default);

        Assert.Equal(1, (await RowAsync(rows, arn)).Pass);
    });

    [Fact]
    public Task A_pass_reads_the_leases_of_its_stream_only() => RunAsync(async (fixture, rows, arn) =>
    {
        for (var shard = 0; shard < 40; shard++)
        {
            await rows.Leases.CreateAsync(new(new("Items-other", "label"), $"s{shard}"), null, gateOpen: true, default);
        }

        var prefixes = new List<string?>();
        rows.Connection.Before = call =>
        {
            if (call.Request is QueryRequest query && query.ExpressionAttributeValues[":pk"].S.StartsWith("L#", StringComparison.Ordinal))
            {
                prefixes.Add(query.ExpressionAttributeValues.GetValueOrDefault(":prefix")?.S);
            }

            return Task.CompletedTask;
        };
        await rows.Sync(arn).RunAsync(await RowAsync(rows, arn), default);

        Assert.Equal(16, prefixes.Count);
        Assert.All(prefixes, prefix => Assert.Equal($"{StreamKey.FromArn(arn)}/", prefix));
        Assert.Equal(4, (await rows.Leases.ReadStreamAsync(StreamKey.FromArn(arn), consistent: true, default)).Count);
    });

    // A listing may leave out a shard: of a stream that is drained nothing may turn up.
    [Fact]
    public Task A_stream_is_drained_when_two_passes_a_lease_duration_apart_find_nothing_left() => RunAsync(async (fixture, rows, arn) =>
    {
        await fixture.Db.Client.UpdateTableAsync(new UpdateTableRequest
        {
            TableName = "Items",
            StreamSpecification = new() { StreamEnabled = false },
        });
        var sync = rows.Sync(arn);
        Assert.False((await sync.RunAsync(await RowAsync(rows, arn), default)).IsWaiting);
        foreach (var lease in (await rows.AllAsync()).Values)
        {
            var taken = await rows.Leases.TakeAsync(lease, "worker", fromDead: false, default);
            await rows.Leases.EndAsync(rows.Hold(taken!), default);
        }

        var first = await sync.RunAsync(await RowAsync(rows, arn), default);
        Assert.Equal((true, false), (first.IsWaiting, first.IsDrained));
        await fixture.WaitAsync(5);
        Assert.False((await sync.RunAsync(await RowAsync(rows, arn), default)).IsDrained);
        await fixture.WaitAsync(5);
        Assert.True((await sync.RunAsync(await RowAsync(rows, arn), default)).IsDrained);

        Assert.Equal(StreamState.Drained, (await RowAsync(rows, arn)).State);
        Assert.False((await sync.RunAsync(await RowAsync(rows, arn), default)).IsDrained);
    });

    // Interleaving 13, and the wait for the two passes must be one without interruption.
    [Fact]
    public Task A_shard_counts_as_trimmed_when_two_passes_in_a_row_do_not_find_it() => RunAsync(async (fixture, rows, arn) =>
    {
        var (stream, sync) = (StreamKey.FromArn(arn), rows.Sync(arn));
        var parent = fixture.Db.ListShards("Items")[^1].ShardId;
        var child = fixture.Db.RollShards("Items").Single(shard => shard.ParentShardId == parent).ShardId;
        await sync.RunAsync(await RowAsync(rows, arn), default);
        var row = new LeaseKey(stream, parent);
        await fixture.Db.Client.DeleteItemAsync(LeaseRows.TableName, Row.Key(LeaseStore.Partition(row.Bucket), row.SortKey));
        rows.Connection.Hidden = new HashSet<string> { parent };
        var isThere = false;
        rows.Connection.Before = call => call.Operation == "GetShardIterator" && !isThere
            ? throw new StreamException(StreamError.NotFound, "no such shard")
            : Task.CompletedTask;
        foreach (var (there, marked) in new[] { (false, false), (true, false), (false, false), (false, true) })
        {
            isThere = there;
            await sync.RunAsync(await RowAsync(rows, arn), default);
            Assert.Equal(marked, (await rows.Streams.ReadMarkersAsync(stream, default)).ContainsKey(parent));
            Assert.Equal(marked, (await rows.AllAsync())[child].GateOpen);
            await fixture.WaitAsync(11);
        }
    });

    private static async Task<StreamRow> RowAsync(LeaseRows rows, string arn) =>
        Assert.IsType<StreamRow>(await rows.Streams.GetAsync(StreamKey.FromArn(arn), default));

    private static Task RunAsync(Func<WorkerFixture, LeaseRows, string, Task> test) => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var rows = fixture.Leases;
        await rows.CreateTableAsync();
        var arn = await fixture.StreamArnAsync();
        await rows.Initializer().EnsureAsync(arn, StartPosition.TrimHorizon, isFollowing: true, default);
        await test(fixture, rows, arn);
    });
}
