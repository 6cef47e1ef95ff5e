using DynamoHandlers.Runtime.Tests.Hosting;
using DynamoHandlers.Streams;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Runtime.Tests.Streams;

public sealed class ShardFinderTests
{
    private const int Shards = 20;

    [Fact]
    public Task A_few_parents_are_asked_for_one_by_one() => RunAsync(async (fixture, finder, calls) =>
    {
        var parents = Roll(fixture);
        var found = await Task.WhenAll(parents.Take(3).Select(parent => finder.FindChildrenAsync(parent, default).AsTask()));

        Assert.All(found, static children => Assert.Single(children));
        Assert.Equal(3, calls.Count);
    });

    // Interleaving 21.
    [Fact]
    public Task Many_parents_that_end_together_share_one_listing() => RunAsync(async (fixture, finder, calls) =>
    {
        var parents = Roll(fixture);
        var found = await Task.WhenAll(parents.Select(parent => finder.FindChildrenAsync(parent, default).AsTask()));

        Assert.Equal(
            fixture.Db.ListShards("Items").Where(static shard => shard.ParentShardId is not null).Select(static shard => shard.ShardId).Order(),
            found.Select(static children => Assert.Single(children)).Order());
        Assert.Single(calls);
    });

    [Fact]
    public Task The_listing_leaves_out_what_is_older_than_all_who_ask() => RunAsync(async (fixture, finder, calls) =>
    {
        // A day's shards take many pages.
        for (var generation = 0; generation < 60; generation++)
        {
            await fixture.WaitAsync(60);
            fixture.Db.RollShards("Items");
        }

        var parents = fixture.Db.ListShards("Items").Where(static shard => !shard.IsClosed).Select(static shard => shard.ShardId).ToArray();
        await fixture.WaitAsync(60);
        fixture.Db.RollShards("Items");
        calls.Clear();
        var found = await Task.WhenAll(parents.Select(parent => finder.FindChildrenAsync(parent, default).AsTask()));

        Assert.All(found, static children => Assert.Single(children));
        Assert.Single(calls);
    });

    [Fact]
    public Task Who_asks_while_a_listing_is_under_way_gets_the_next_one() => RunAsync(async (fixture, finder, calls) =>
    {
        var first = finder.ListAsync(default);
        await fixture.WaitAsync(0.06);
        Assert.False(first.IsCompleted);
        fixture.Db.RollShards("Items");
        var second = finder.ListAsync(default);

        Assert.Equal(Shards, (await first).Shards.Count);
        Assert.Equal(2 * Shards, (await second).Shards.Count);
        Assert.Equal(2, calls.Count);
    }, answerAfter: 0.2);

    [Fact]
    public Task A_failure_is_told_to_all_who_waited_and_the_next_who_asks_is_answered() => RunAsync(async (fixture, finder, calls) =>
    {
        var parents = Roll(fixture);
        calls.Failure = new StreamException(StreamError.NotFound, "no such stream");
        var asked = parents.Select(parent => finder.FindChildrenAsync(parent, default).AsTask()).ToArray();
        Assert.All(await Task.WhenAll(asked.Select(Record)), static failure => Assert.IsType<StreamException>(failure));

        calls.Failure = null;
        Assert.Single(await finder.FindChildrenAsync(parents[0], default));
    });

    [Fact]
    public Task Who_has_gone_costs_no_request() => RunAsync(async (fixture, finder, calls) =>
    {
        using var gone = new CancellationTokenSource();
        var asked = finder.FindChildrenAsync("any", gone.Token).AsTask();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        await fixture.WaitAsync(1);

        Assert.Empty(calls);
    });

    private static async Task<Exception?> Record(Task task)
    {
        await task.ContinueWith(static _ => { }, TaskScheduler.Default);
        return task.Exception?.InnerException;
    }

    private static string[] Roll(WorkerFixture fixture)
    {
        var parents = fixture.Db.ListShards("Items").Select(static shard => shard.ShardId).ToArray();
        fixture.Db.RollShards("Items");
        return parents;
    }

    private static Task RunAsync(Func<WorkerFixture, ShardFinder, Calls, Task> test, double answerAfter = 0) => WorkerFixture.RunAsync(
        async fixture =>
        {
            await fixture.CreateTableAsync();
            var rows = fixture.Leases;
            var calls = new Calls();
            rows.Connection.Before = async call =>
            {
                calls.Add(call);
                _ = calls.Failure is { } failure ? throw failure : 0;
                await Task.CompletedTask;
            };
            rows.Connection.After = _ => fixture.WaitAsync(answerAfter);
            await test(fixture, new ShardFinder(rows.Discovery(), await fixture.StreamArnAsync(), fixture.Clock), calls);
        },
        Shards);

    private sealed class Calls : List<Call>
    {
        public Exception? Failure { get; set; }
    }
}
