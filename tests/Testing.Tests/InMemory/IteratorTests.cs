using Amazon.DynamoDBv2;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Testing.Tests.InMemory;

public sealed class IteratorTests
{
    private readonly VirtualClock _clock = new();

    [Fact]
    public async Task Positions_are_the_horizon_the_tip_and_after_a_record()
    {
        using var db = await NewAsync();
        await WriteAsync(db, 3);
        var records = await db.ReadAllAsync();

        Assert.Equal(3, (await ReadAsync(db, ShardPosition.TrimHorizon)).Count);
        Assert.Equal(2, (await ReadAsync(db, ShardPosition.After(records[0].Sequence))).Count);
        Assert.Equal(0, (await ReadAsync(db, ShardPosition.After(records[2].Sequence))).Count);

        var latest = await IteratorAsync(db, ShardPosition.Latest);
        await db.PutAsync("new", 1);
        using var page = await db.Streams.GetRecordsAsync(latest, 1000, Db.Stop);
        Assert.Contains("new", Seen.Of(page[0]).Keys);
        Assert.Equal(1, page.Count);
    }

    [Fact]
    public async Task A_page_has_no_more_than_the_limit_and_the_next_goes_on()
    {
        using var db = await NewAsync();
        await WriteAsync(db, 5);

        using var first = await db.Streams.GetRecordsAsync(await IteratorAsync(db, ShardPosition.TrimHorizon), 2, Db.Stop);
        using var second = await db.Streams.GetRecordsAsync(first.NextShardIterator!, 1000, Db.Stop);

        Assert.Equal((2, 3), (first.Count, second.Count));
        Assert.Equal(await db.ReadAllAsync(), Copy(first).Concat(Copy(second)));
    }

    [Fact]
    public async Task A_page_has_no_more_than_a_megabyte_but_at_least_one_record()
    {
        using var db = await NewAsync();
        for (var i = 0; i < 4; i++)
        {
            await db.Client.PutItemAsync(Db.Table, new() { ["pk"] = new($"{i}"), ["t"] = new(new string('x', 400_000)) }, Db.Stop);
        }

        using var page = await ReadAsync(db, ShardPosition.TrimHorizon);

        Assert.Equal(2, page.Count);
        Assert.InRange(page.ByteCount, 800_000, 1024 * 1024);
    }

    [Fact]
    public async Task An_open_shard_goes_on_and_a_closed_one_ends_with_its_last_record()
    {
        using var db = await NewAsync();
        await WriteAsync(db, 2);
        using var open = await ReadAsync(db, ShardPosition.TrimHorizon);
        Assert.NotNull(open.NextShardIterator);

        db.RollShards(Db.Table);

        using var rest = await db.Streams.GetRecordsAsync(open.NextShardIterator, 1000, Db.Stop);
        Assert.Equal((0, null), (rest.Count, rest.NextShardIterator));
        using var half = await db.Streams.GetRecordsAsync(await IteratorAsync(db, ShardPosition.TrimHorizon), 1, Db.Stop);
        Assert.NotNull(half.NextShardIterator);
        using var whole = await ReadAsync(db, ShardPosition.TrimHorizon);
        Assert.Equal((2, null), (whole.Count, whole.NextShardIterator));
    }

    [Fact]
    public async Task An_iterator_lives_fifteen_minutes()
    {
        using var db = await NewAsync();
        var iterator = await IteratorAsync(db, ShardPosition.TrimHorizon);

        _clock.Advance(TimeSpan.FromMinutes(15));
        using var page = await db.Streams.GetRecordsAsync(iterator, 1000, Db.Stop);
        _clock.Advance(TimeSpan.FromTicks(1));

        await RefusedAsync(StreamError.ExpiredIterator, () => db.Streams.GetRecordsAsync(iterator, 1000, Db.Stop));
        using var next = await db.Streams.GetRecordsAsync(page.NextShardIterator!, 1000, Db.Stop);
    }

    [Fact]
    public async Task Iterators_expire_when_told_to()
    {
        using var db = await NewAsync();
        var iterator = await IteratorAsync(db, ShardPosition.TrimHorizon);

        db.ExpireIterators();

        await RefusedAsync(StreamError.ExpiredIterator, () => db.Streams.GetRecordsAsync(iterator, 1000, Db.Stop));
        using var page = await ReadAsync(db, ShardPosition.TrimHorizon);
    }

    [Fact]
    public async Task A_position_whose_following_records_are_trimmed_is_refused()
    {
        using var db = await NewAsync();
        await WriteAsync(db, 3);
        var records = await db.ReadAllAsync();
        var iterator = await IteratorAsync(db, ShardPosition.TrimHorizon);
        _clock.Advance(TimeSpan.FromMinutes(1));
        db.TrimBefore(Db.Table, _clock.GetUtcNow());
        await db.PutAsync("later", 1);

        await RefusedAsync(StreamError.TrimmedData, () => IteratorTaskAsync(db, ShardPosition.After(records[1].Sequence)));
        await RefusedAsync(StreamError.TrimmedData, () => db.Streams.GetRecordsAsync(iterator, 1000, Db.Stop));
        using var kept = await ReadAsync(db, ShardPosition.TrimHorizon);
        Assert.Equal(1, kept.Count);
    }

    [Fact]
    public async Task What_does_not_exist_is_not_found()
    {
        using var db = await NewAsync();
        var stream = await db.StreamAsync();

        await RefusedAsync(StreamError.NotFound, () => db.Streams.DescribeStreamAsync(stream + "x", null, null, Db.Stop));
        await RefusedAsync(
            StreamError.NotFound, () => db.Streams.GetShardIteratorAsync(stream, "shardId-none", ShardPosition.Latest, Db.Stop));
        await Assert.ThrowsAsync<AmazonDynamoDBException>(async () => await db.Streams.GetRecordsAsync("nonsense", 10, Db.Stop));
        var iterator = await IteratorAsync(db, ShardPosition.Latest);
        await Assert.ThrowsAsync<AmazonDynamoDBException>(async () => await db.Streams.GetRecordsAsync(iterator, 1001, Db.Stop));
    }

    [Fact]
    public async Task A_cancelled_request_is_not_answered()
    {
        using var db = await NewAsync();
        var stream = await db.StreamAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await db.Streams.DescribeStreamAsync(stream, null, null, new CancellationToken(true)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await db.Client.ListTablesAsync(new CancellationToken(true)));
    }

    private Task<InMemoryDynamoDb> NewAsync() => Db.NewAsync(_clock, new InMemoryDynamoDbOptions { ShardsPerTable = 1 });

    private static async Task WriteAsync(InMemoryDynamoDb db, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await db.PutAsync($"{i}", i);
        }
    }

    private static Task<string> IteratorAsync(InMemoryDynamoDb db, ShardPosition position) =>
        db.IteratorAsync(db.ListShards(Db.Table)[0].ShardId, position);

    private static async ValueTask<string> IteratorTaskAsync(InMemoryDynamoDb db, ShardPosition position) =>
        await IteratorAsync(db, position);

    private static async Task<RecordPage> ReadAsync(InMemoryDynamoDb db, ShardPosition position) =>
        await db.Streams.GetRecordsAsync(await IteratorAsync(db, position), 1000, Db.Stop);

    private static List<Seen> Copy(RecordPage page) => Enumerable.Range(0, page.Count).Select(i => Seen.Of(page[i])).ToList();

    private static async Task RefusedAsync<T>(StreamError error, Func<ValueTask<T>> request)
    {
        var refusal = await Assert.ThrowsAsync<StreamException>(async () => await request());
        Assert.Equal(error, refusal.Error);
    }
}
