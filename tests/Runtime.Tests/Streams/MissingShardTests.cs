using DynamoHandlers.Runtime.Tests.Hosting;
using DynamoHandlers.Streams;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Runtime.Tests.Streams;

public sealed class MissingShardTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public Task A_shard_is_gone_when_it_was_not_found_for_a_while_and_is_not_listed_either() => RunAsync(async (fixture, missing, _) =>
    {
        var (gone, listed) = (missing("gone"), missing(fixture.Db.ListShards("Items")[0].ShardId));
        Assert.Equal((false, false), (await gone.IsGoneAsync(default), await listed.IsGoneAsync(default)));
        await fixture.WaitAsync(11);

        Assert.Equal((true, false), (await gone.IsGoneAsync(default), await listed.IsGoneAsync(default)));
    });

    [Fact]
    public Task The_while_begins_anew_when_the_shard_was_found() => RunAsync(async (fixture, missing, _) =>
    {
        var shard = missing("gone");
        await shard.IsGoneAsync(default);
        await fixture.WaitAsync(9);
        shard.Found();
        await fixture.WaitAsync(9);

        Assert.False(await shard.IsGoneAsync(default));
    });

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public Task Of_a_stream_that_is_not_found_shards_are_gone_only_if_the_table_has_another(bool isReplaced, bool isGone) => RunAsync(async (fixture, missing, connection) =>
    {
        connection.Before = static _ => throw new StreamException(StreamError.NotFound, "no such stream");
        var shard = missing("any");
        await shard.IsGoneAsync(default);
        await fixture.WaitAsync(11);
        Assert.False(await shard.IsGoneAsync(default));
        await fixture.WaitAsync(11);

        Assert.Equal(isGone, await shard.IsGoneAsync(default));
    }, isReplaced);

    [Fact]
    public Task It_is_news_at_first_and_once_an_hour() => RunAsync(async (fixture, missing, _) =>
    {
        var shard = missing("gone");
        var news = new List<bool>();
        for (var minute = 0; minute < 90; minute++)
        {
            news.Add(shard.IsNews());
            await fixture.WaitAsync(60);
        }

        Assert.Equal([0, 60], Enumerable.Range(0, 90).Where(minute => news[minute]));
    });

    private static Task RunAsync(Func<WorkerFixture, Func<string, MissingShard>, Connection, Task> test, bool isReplaced = false) => WorkerFixture.RunAsync(
        async fixture =>
        {
            await fixture.CreateTableAsync();
            var rows = fixture.Leases;
            var finder = new ShardFinder(rows.Discovery(), await fixture.StreamArnAsync(), fixture.Clock);
            await test(fixture, shard => new MissingShard(finder, shard, () => isReplaced, fixture.Clock, Patience), rows.Connection);
        });
}
