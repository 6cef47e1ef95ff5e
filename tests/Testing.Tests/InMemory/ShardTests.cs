using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace DynamoHandlers.Testing.Tests.InMemory;

public sealed class ShardTests
{
    private static readonly InMemoryDynamoDbOptions OneShard = new() { ShardsPerTable = 1 };

    private readonly VirtualClock _clock = new();

    [Fact]
    public async Task A_stream_begins_with_the_shards_of_the_options()
    {
        using var db = await Db.NewAsync(_clock, new InMemoryDynamoDbOptions { ShardsPerTable = 3 });

        var stream = await db.Streams.DescribeStreamAsync(await db.StreamAsync(), null, null, Db.Stop);

        Assert.Equal((StreamStatus.Enabled, StreamViewType.NewAndOldImages, Db.Table), (stream.Status, stream.ViewType, stream.TableName));
        Assert.Equal(_clock.GetUtcNow(), stream.ServiceTime);
        Assert.Equal(3, stream.Shards.Count);
        Assert.All(stream.Shards, static shard => Assert.Equal((null, false), (shard.ParentShardId, shard.IsClosed)));
    }

    [Fact]
    public async Task Items_spread_over_the_shards_and_each_stays_in_its_own()
    {
        using var db = await Db.NewAsync(_clock);
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 100; i++)
            {
                await db.PutAsync($"order-{i}", round);
            }
        }

        var shards = new List<List<Seen>>();
        foreach (var shard in db.ListShards(Db.Table))
        {
            shards.Add(await db.ReadShardAsync(shard.ShardId));
        }

        Assert.Equal(300, shards.Sum(static s => s.Count));
        Assert.All(shards, static s => Assert.InRange(s.Count, 30, 130));
        Assert.Equal(100, shards.SelectMany(static s => s.Select(static r => r.Keys).Distinct()).Count());
    }

    [Fact]
    public async Task A_split_closes_the_shard_and_opens_two_children()
    {
        using var db = await Db.NewAsync(_clock, OneShard);
        var parent = db.ListShards(Db.Table).Single().ShardId;

        var children = db.SplitShard(Db.Table, parent);

        Assert.Equal(2, children.Count);
        Assert.All(children, child => Assert.Equal((parent, false), (child.ParentShardId, child.IsClosed)));
        Assert.True(db.ListShards(Db.Table)[0].IsClosed);
        Assert.Throws<InvalidOperationException>(() => db.SplitShard(Db.Table, parent));
        Assert.Throws<ArgumentException>(() => db.SplitShard(Db.Table, "shardId-none"));
        Assert.Throws<ArgumentException>(() => db.SplitShard("NoTable", parent));
    }

    [Fact]
    public async Task Rolling_gives_every_open_shard_one_child()
    {
        using var db = await Db.NewAsync(_clock);
        var parents = db.ListShards(Db.Table).Select(static s => s.ShardId).ToList();

        var children = db.RollShards(Db.Table);
        db.RollShards(Db.Table);

        Assert.Equal(parents, children.Select(static c => c.ParentShardId));
        Assert.Equal((12, 8), (db.ListShards(Db.Table).Count, db.ListShards(Db.Table).Count(static s => s.IsClosed)));
    }

    [Fact]
    public void Whatever_splits_and_rolls_happen_every_item_keeps_its_order_along_the_lineage()
    {
        var steps = Gen.Frequency(
            (8, Gen.Choose(0, 9).Select(static key => $"put {key}")),
            (1, Gen.Constant("roll")),
            (1, Gen.Choose(0, 99).Select(static pick => $"split {pick}")));
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(2025, 11),
            Prop.ForAll(Arb.From(Gen.ListOf(steps)), list => KeepsOrderAsync([.. list]).GetAwaiter().GetResult()));
    }

    [Fact]
    public async Task Descriptions_come_in_pages_also_after_a_shard_that_has_left()
    {
        using var db = await Db.NewAsync(_clock, new InMemoryDynamoDbOptions { ShardsPerTable = 5, ShardPageSize = 2 });
        var stream = await db.StreamAsync();
        var ids = db.ListShards(Db.Table).Select(static s => s.ShardId).ToList();

        var first = await db.Streams.DescribeStreamAsync(stream, null, null, Db.Stop);
        db.RollShards(Db.Table);
        _clock.Advance(TimeSpan.FromHours(1));
        db.TrimBefore(Db.Table, _clock.GetUtcNow());
        var second = await db.Streams.DescribeStreamAsync(stream, first.LastEvaluatedShardId, null, Db.Stop);

        Assert.Equal(ids[..2], first.Shards.Select(static s => s.ShardId));
        Assert.Equal(ids[1], first.LastEvaluatedShardId);
        Assert.Equal(ids[..2], second.Shards.Select(static s => s.ParentShardId!));
    }

    [Fact]
    public async Task Children_can_be_asked_for()
    {
        using var db = await Db.NewAsync(_clock);
        var parent = db.ListShards(Db.Table)[2].ShardId;
        var children = db.SplitShard(Db.Table, parent);
        db.RollShards(Db.Table);

        var described = await db.Streams.DescribeStreamAsync(await db.StreamAsync(), null, parent, Db.Stop);

        Assert.Equal(children.Select(static c => c.ShardId), described.Shards.Select(static s => s.ShardId));
    }

    [Fact]
    public async Task Trimming_drops_old_records_and_with_them_closed_shards()
    {
        using var db = await Db.NewAsync(_clock, OneShard);
        await db.PutAsync("a", 1);
        _clock.Advance(TimeSpan.FromHours(1));
        await db.PutAsync("a", 2);
        db.RollShards(Db.Table);

        db.TrimBefore(Db.Table, _clock.GetUtcNow());
        Assert.Equal(["Modify"], (await db.ReadAllAsync()).Select(static r => $"{r.Kind}"));
        Assert.Equal(2, db.ListShards(Db.Table).Count);

        _clock.Advance(TimeSpan.FromHours(1));
        db.TrimBefore(Db.Table, _clock.GetUtcNow());
        var left = Assert.Single(db.ListShards(Db.Table));
        Assert.False(left.IsClosed);
        Assert.NotNull(left.ParentShardId);
    }

    [Fact]
    public async Task A_stream_that_is_enabled_again_is_another_one()
    {
        using var db = await Db.NewAsync(_clock, OneShard);
        await db.PutAsync("a", 1);
        var before = await db.StreamAsync();

        await SetStreamAsync(db, false);
        await db.PutAsync("a", 2);
        await SetStreamAsync(db, true);
        await db.PutAsync("a", 3);
        var after = await db.StreamAsync();

        Assert.NotEqual(before, after);
        Assert.Single(await db.ReadAllAsync());
        var old = await db.Streams.DescribeStreamAsync(before, null, null, Db.Stop);
        Assert.Equal((StreamStatus.Disabled, true), (old.Status, Assert.Single(old.Shards).IsClosed));
        var iterator = await db.Streams.GetShardIteratorAsync(before, old.Shards[0].ShardId, ShardPosition.TrimHorizon, Db.Stop);
        using var page = await db.Streams.GetRecordsAsync(iterator, 1000, Db.Stop);
        Assert.Equal((1, null), (page.Count, page.NextShardIterator));
    }

    [Fact]
    public async Task The_stream_of_a_deleted_table_is_read_to_its_end_and_gone_when_trimmed()
    {
        using var db = await Db.NewAsync(_clock, OneShard);
        await db.PutAsync("a", 1);
        var stream = await db.StreamAsync();

        await db.Client.DeleteTableAsync(Db.Table, Db.Stop);
        var description = await db.Streams.DescribeStreamAsync(stream, null, null, Db.Stop);
        Assert.Equal(StreamStatus.Disabled, description.Status);

        _clock.Advance(TimeSpan.FromHours(24));
        db.TrimBefore(Db.Table, _clock.GetUtcNow());
        var gone = await Assert.ThrowsAsync<StreamException>(
            async () => await db.Streams.DescribeStreamAsync(stream, null, null, Db.Stop));
        Assert.Equal(StreamError.NotFound, gone.Error);
    }

    private static async Task SetStreamAsync(InMemoryDynamoDb db, bool enabled) => await db.Client.UpdateTableAsync(
        new UpdateTableRequest
        {
            TableName = Db.Table,
            StreamSpecification = new() { StreamEnabled = enabled, StreamViewType = enabled ? "NEW_AND_OLD_IMAGES" : null },
        },
        Db.Stop);

    private static async Task<bool> KeepsOrderAsync(List<string> steps)
    {
        using var db = await Db.NewAsync(new VirtualClock(), new InMemoryDynamoDbOptions { ShardsPerTable = 2 });
        var written = new Dictionary<string, List<int>>();
        for (var i = 0; i < steps.Count; i++)
        {
            var open = db.ListShards(Db.Table).Where(static s => !s.IsClosed).ToList();
            switch (steps[i].Split(' '))
            {
                case ["put", var key]:
                    await db.PutAsync(key, i);
                    written[key] = [.. written.GetValueOrDefault(key, []), i];
                    break;
                case ["split", var pick]:
                    db.SplitShard(Db.Table, open[int.Parse(pick) % open.Count].ShardId);
                    break;
                default:
                    db.RollShards(Db.Table);
                    break;
            }
        }

        // Listed parents before children, so that reading in that order follows the lineage.
        var read = await db.ReadAllAsync();
        return written.All(pair => read
            .Where(r => r.Keys == $$$"""{"pk":{"S":"{{{pair.Key}}}"}}""")
            .Select(static r => r.New)
            .SequenceEqual(pair.Value.Select(n => $$$"""{"pk":{"S":"{{{pair.Key}}}"},"n":{"N":"{{{n}}}"}}""")));
    }
}
