using DynamoHandlers.Testing;
using DynamoHandlers.Testing.Simulation.Invariants;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoHandlers.Simulation.Tests.Scenarios;

/// <summary>
/// Applications and shards that start again while their workers run. That nothing from the position on is missed, that items
/// keep their order, parents come before children, and nobody of before acts beside those of after, every simulation checks
/// by itself. See docs/scenarios.md.
/// </summary>
public sealed class RewindScenarios
{
    [Fact]
    public Task A_fleet_that_is_rewound_to_the_oldest_record_handles_everything_again_without_a_restart() =>
        SimulatedCluster.RunAsync(new(), async cluster =>
        {
            await cluster.CreateTableAsync();
            for (var i = 0; i < 3; i++)
            {
                await cluster.StartAsync();
            }

            await cluster.PutManyAsync(40, number: 1);
            cluster.RollShards("Items");
            await cluster.PutManyAsync(40, number: 2);
            await cluster.SettleAsync();
            Assert.Equal(80, cluster.Core.Deliveries.Calls);
            var before = cluster.Living();

            var rewind = cluster.RewindAsync(RewindPosition.TrimHorizon);
            await cluster.UntilAsync(() => rewind.IsCompleted, TimeSpan.FromSeconds(10));
            await rewind;
            await cluster.SettleAsync();
            Assert.Equal(160, cluster.Core.Deliveries.Calls);
            Assert.Equal(2, cluster.Core.Rows.Generation);
            Assert.Equal(3, cluster.Living().Length);
            Assert.Empty(cluster.Living().Intersect(before));
            await cluster.BalancedAsync();
        });

    [Fact]
    public Task A_rewind_to_a_time_passes_over_what_was_written_before_it() => SimulatedCluster.RunAsync(new(), async cluster =>
    {
        await cluster.CreateTableAsync();
        await cluster.StartAsync();
        await cluster.StartAsync();
        await cluster.PutManyAsync(40, number: 1);
        await cluster.WaitAsync(TimeSpan.FromMinutes(2));
        var time = cluster.Clock.GetUtcNow();
        await cluster.WaitAsync(TimeSpan.FromSeconds(2));
        await cluster.PutManyAsync(40, number: 2);
        cluster.RollShards("Items");
        await cluster.PutManyAsync(40, number: 3);
        await cluster.SettleAsync();

        // Also from a service whose own worker has to stop for it.
        await cluster.RewindAsync(RewindPosition.At(time), who: cluster.Workers[0]);
        await cluster.SettleAsync();
        Assert.Equal(120 + 80, cluster.Core.Deliveries.Calls);
    });

    [Fact]
    public Task A_rewind_to_the_end_gives_up_what_is_not_handled_and_nothing_that_is_written_after_it() =>
        SimulatedCluster.RunAsync(new(), async cluster =>
        {
            await cluster.CreateTableAsync();
            var isBroken = true;
            var first = await cluster.StartAsync(handle: (in _) => isBroken ? throw new InvalidDataException() : default);
            await cluster.PutManyAsync(40, number: 1);
            await cluster.WaitAsync(TimeSpan.FromMinutes(1));
            await cluster.RewindAsync(RewindPosition.Latest);

            // Nobody is there to read: the end is where it was when it was asked for.
            first.Kill();
            isBroken = false;
            await cluster.PutManyAsync(40, number: 2);
            await cluster.WaitAsync(TimeSpan.FromMinutes(10));
            var calls = cluster.Core.Deliveries.Calls;
            await cluster.StartAsync();
            await cluster.SettleAsync();
            Assert.Equal(40, cluster.Core.Deliveries.Calls - calls);
        });

    [Fact]
    public Task A_rewind_without_workers_is_done_when_the_dead_are_known_to_be_dead() => SimulatedCluster.RunAsync(new(), async cluster =>
    {
        await cluster.CreateTableAsync();
        var a = await cluster.StartAsync();
        await cluster.PutManyAsync(40, number: 1);
        await cluster.SettleAsync();
        a.Kill();
        var began = cluster.Seconds();
        await cluster.RewindAsync(RewindPosition.TrimHorizon);
        Assert.InRange(cluster.Seconds() - began, 6, 15);
        Assert.DoesNotContain(cluster.Core.Rows.Workers.Values, static row => WorkerView.Of(row).State == "live");

        await cluster.StartAsync();
        await cluster.SettleAsync();
        Assert.Equal(80, cluster.Core.Deliveries.Calls);
    });

    [Fact]
    public Task A_rewind_waits_for_a_handler_that_ignores_its_cancellation_until_its_process_is_ended() =>
        SimulatedCluster.RunAsync(new(), async cluster =>
        {
            await cluster.CreateTableAsync();
            var hangs = true;
            var a = await cluster.StartAsync(
                static o => o.ShutdownTimeout = TimeSpan.FromSeconds(2),
                handle: (in _) => hangs ? new(Task.Delay(TimeSpan.FromDays(1), cluster.Clock)) : default);
            await cluster.PutManyAsync(1, number: 1);
            await cluster.UntilAsync(() => cluster.Core.Deliveries.Calls == 1, TimeSpan.FromSeconds(20));
            var b = await cluster.StartAsync();
            var rewind = cluster.RewindAsync(RewindPosition.TrimHorizon);
            await cluster.UntilAsync(
                () => cluster.Trace.Any(static line => line.Contains("waits to be rewound", StringComparison.Ordinal)), TimeSpan.FromSeconds(10));
            await cluster.WaitAsync(TimeSpan.FromMinutes(5));
            Assert.False(rewind.IsCompleted);
            Assert.Equal(1, cluster.Core.Deliveries.Calls);

            hangs = false;
            a.Kill();
            await cluster.UntilAsync(() => rewind.IsCompleted, TimeSpan.FromSeconds(20));
            await cluster.SettleAsync();
            Assert.True(b.IsRunning);
            Assert.Equal(2, cluster.Core.Deliveries.Calls);
        });

    [Fact]
    public Task Workers_complete_the_rewind_of_an_operator_who_is_gone() => SimulatedCluster.RunAsync(new(), async cluster =>
    {
        await cluster.CreateTableAsync();
        await cluster.StartAsync();
        await cluster.StartAsync();
        await cluster.PutManyAsync(40, number: 1);
        await cluster.SettleAsync();
        var who = cluster.NewOperator();
        _ = who.Services.GetRequiredService<IRewind>().RewindAsync(RewindPosition.TrimHorizon);
        await cluster.UntilAsync(() => cluster.Core.Rows.IsBeingRewound, TimeSpan.FromSeconds(2));
        who.Kill();
        await cluster.UntilAsync(() => cluster.Core.Rows.Generation == 2, TimeSpan.FromSeconds(90));
        await cluster.SettleAsync();
        Assert.Equal(80, cluster.Core.Deliveries.Calls);
    });

    [Fact]
    public Task Who_asks_for_a_rewind_that_is_under_way_waits_for_it_and_another_one_is_refused() =>
        SimulatedCluster.RunAsync(new(), async cluster =>
        {
            await cluster.CreateTableAsync();
            (await cluster.StartAsync()).Pause();
            await cluster.WaitAsync(TimeSpan.FromSeconds(1));
            var worker = await cluster.StartAsync();
            await cluster.PutManyAsync(40, number: 1);
            await cluster.SettleAsync(TimeSpan.FromMinutes(2));
            worker.Pause();
            var first = cluster.RewindAsync(RewindPosition.TrimHorizon);
            await cluster.WaitAsync(TimeSpan.FromSeconds(1));
            var second = cluster.RewindAsync(RewindPosition.TrimHorizon);
            var other = await Assert.ThrowsAsync<RewindException>(() => cluster.RewindAsync(RewindPosition.At(cluster.Clock.GetUtcNow())));
            Assert.Contains("is being rewound to TrimHorizon", other.Message, StringComparison.Ordinal);
            worker.Resume();
            await Task.WhenAll(first, second);
            await cluster.SettleAsync();
            Assert.Equal(2, cluster.Core.Rows.Generation);
            Assert.Equal(80, cluster.Core.Deliveries.Calls);
        });

    [Fact]
    public Task The_rows_of_generations_that_are_over_are_deleted_after_an_hour() => SimulatedCluster.RunAsync(new(), async cluster =>
    {
        await cluster.CreateTableAsync();
        await cluster.StartAsync(static o => o.ShardSyncInterval = TimeSpan.FromSeconds(10));
        await cluster.StartAsync(static o => o.ShardSyncInterval = TimeSpan.FromSeconds(10));
        for (var rewinds = 0; rewinds < 2; rewinds++)
        {
            await cluster.PutManyAsync(40, number: 1);
            cluster.RollShards("Items");
            await cluster.PutManyAsync(40, number: 2);
            await cluster.SettleAsync();
            await cluster.WaitAsync(TimeSpan.FromMinutes(1));
            await cluster.RewindAsync(RewindPosition.TrimHorizon);
        }

        Assert.Contains(await PartitionsAsync(), static partition => partition.StartsWith("R#1#", StringComparison.Ordinal));
        await cluster.WaitAsync(TimeSpan.FromHours(2.1));
        Assert.All(await PartitionsAsync(), static partition => Assert.DoesNotMatch("^[LSR]#[12](#|$)", partition));
        Assert.Contains("S#3", await PartitionsAsync());
        await cluster.SettleAsync();

        async Task<IEnumerable<string>> PartitionsAsync() =>
            (await cluster.Client.ScanAsync("simulated", ["pk"])).Items.Select(static row => row["pk"].S).ToList();
    });

    [Fact]
    public Task A_stream_that_was_replaced_is_read_again_before_the_one_that_followed_it() =>
        SimulatedCluster.RunAsync(new() { ShardsPerTable = 2 }, async cluster =>
        {
            await cluster.CreateTableAsync();
            await cluster.StartAsync();
            await cluster.StartAsync();
            await cluster.PutManyAsync(20, number: 1);
            await cluster.DisableStreamAsync("Items");
            await cluster.WaitAsync(TimeSpan.FromSeconds(30));
            await cluster.EnableStreamAsync("Items");
            await cluster.PutManyAsync(20, number: 2);
            await cluster.SettleAsync();
            Assert.Equal(40, cluster.Core.Deliveries.Calls);

            await cluster.RewindAsync(RewindPosition.TrimHorizon);
            await cluster.SettleAsync();
            Assert.Equal(80, cluster.Core.Deliveries.Calls);
        });
}
