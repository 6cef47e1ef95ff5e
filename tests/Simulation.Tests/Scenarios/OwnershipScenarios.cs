using DynamoHandlers.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoHandlers.Simulation.Tests.Scenarios;

/// <summary>Who runs which shards, while workers come, go, stand still and lose their way: see docs/scenarios.md.</summary>
public sealed class OwnershipScenarios
{
    // Scenario 4.
    [Fact]
    public Task Workers_that_start_together_get_equal_shares_of_one_lease_for_each_shard() =>
        SimulatedCluster.RunAsync(new() { ShardsPerTable = 9 }, async cluster =>
        {
            await cluster.CreateTableAsync();
            await cluster.PutManyAsync(40, number: 1);
            await Task.WhenAll(cluster.StartAsync(), cluster.StartAsync());
            await cluster.BalancedAsync();
            await cluster.SettleAsync();
            Assert.Equal([4, 5], cluster.Counts());
            Assert.Equal(9, cluster.Core.Rows.Leases.Count);
            Assert.All(cluster.Epochs().Values, static epoch => Assert.Equal(1, epoch));
            Assert.Equal(40, cluster.Core.Deliveries.Calls);
        });

    // Scenario 5.
    [Fact]
    public Task A_third_worker_gets_a_third_and_no_record_is_handled_twice() =>
        SimulatedCluster.RunAsync(new() { ShardsPerTable = 12 }, async cluster =>
        {
            await cluster.CreateTableAsync();
            await cluster.StartAsync();
            await cluster.StartAsync();
            await cluster.BalancedAsync();
            await cluster.StartAsync();
            for (var number = 1; number <= 120; number++)
            {
                await cluster.PutManyAsync(20, number);
                await cluster.WaitAsync(TimeSpan.FromSeconds(0.5));
            }

            await cluster.SettleAsync();
            Assert.Equal([4, 4, 4], cluster.Counts());
            Assert.Equal(120 * 20, cluster.Core.Deliveries.Calls);
        });

    // Scenario 6.
    [Fact]
    public Task What_a_killed_worker_had_not_checkpointed_is_handled_again_and_nothing_else() =>
        SimulatedCluster.RunAsync(new() { ShardsPerTable = 1 }, async cluster =>
        {
            await cluster.CreateTableAsync();
            var a = await cluster.StartAsync(name: "a");
            await cluster.PutManyAsync(30, number: 1);
            await cluster.SettleAsync();

            // Right after a checkpoint: the next one is seconds away.
            await cluster.UntilAsync(
                () => !cluster.Core.Rows.Lease(cluster.Runnable().Single())!.Value.Checkpoint.IsBeginning, TimeSpan.FromSeconds(6));
            await cluster.PutManyAsync(7, number: 2);
            await cluster.UntilAsync(() => cluster.Core.Deliveries.Calls == 37, TimeSpan.FromSeconds(2));
            var done = cluster.Core.Rows.Lease(cluster.Runnable().Single())!.Value.Checkpoint;
            a.Kill();
            await cluster.StartAsync(name: "b");
            await cluster.UntilAsync(() => cluster.ReaderOf(cluster.Runnable().Single()) == "b", TimeSpan.FromSeconds(20));
            await cluster.UntilAsync(() => cluster.Core.Deliveries.Calls >= 37 + 7, TimeSpan.FromSeconds(10));
            await cluster.WaitAsync(TimeSpan.FromSeconds(10));
            Assert.False(done.IsBeginning);
            Assert.Equal(37 + 7, cluster.Core.Deliveries.Calls);
        });

    // Scenario 8.
    [Fact]
    public Task A_worker_that_stood_still_for_longer_than_its_lease_has_its_handlers_cancelled_and_its_checkpoints_refused() =>
        SimulatedCluster.RunAsync(new() { ShardsPerTable = 1 }, async cluster =>
        {
            await cluster.CreateTableAsync();
            var isCancelled = false;
            var a = await cluster.StartAsync(name: "a", handle: (in call) =>
            {
                call.Stop.Register(() => isCancelled = true);
                return new(Task.Delay(TimeSpan.FromSeconds(2), call.Services.GetRequiredService<TimeProvider>(), call.Stop));
            });
            await cluster.PutManyAsync(20, number: 1);
            await cluster.WaitAsync(TimeSpan.FromSeconds(15));
            a.Pause();
            await cluster.StartAsync(name: "b");
            await cluster.SettleAsync();
            await cluster.WaitAsync(TimeSpan.FromSeconds(6));
            var key = Assert.Single(cluster.Runnable());
            var lease = cluster.Core.Rows.Lease(key);
            var calls = cluster.Core.Deliveries.Calls;
            Assert.Equal("b", cluster.OwnerOf(key));

            Assert.False(isCancelled);
            a.Resume(clockStoodStill: true);
            await cluster.WaitAsync(TimeSpan.FromSeconds(8));
            Assert.True(isCancelled);
            Assert.Equal(lease, cluster.Core.Rows.Lease(key));

            // Its clock does not tell it before its next heartbeat does.
            Assert.InRange(cluster.Core.Deliveries.Calls, calls, calls + 2);
        });

    // Scenario 9.
    [Fact]
    public Task A_worker_whose_heartbeats_arrive_and_whose_every_second_answer_is_lost_keeps_its_leases() => SimulatedCluster.RunAsync(new(), async cluster =>
    {
        await cluster.CreateTableAsync();
        var beats = 0;
        var meddling = new Meddling(cluster);
        await cluster.StartAsync(name: "a");
        await cluster.StartAsync(name: "b");
        await cluster.BalancedAsync();
        var (living, epochs) = (cluster.Living(), cluster.Epochs());
        meddling.LosesAnswers = request => request.IsHeartbeat("a") && beats++ % 2 == 0;
        await cluster.WaitAsync(TimeSpan.FromMinutes(5));
        Assert.InRange(beats, 80, 100);
        Assert.Equal(living, cluster.Living());
        Assert.Equal(epochs, cluster.Epochs());
    });

    // Scenario 10.
    [Fact]
    public Task A_lease_table_that_is_throttled_for_less_than_the_fencing_time_costs_no_lease() => SimulatedCluster.RunAsync(new(), async cluster =>
    {
        await cluster.CreateTableAsync();
        await cluster.StartAsync();
        await cluster.StartAsync();
        await cluster.BalancedAsync();
        var (living, epochs) = (cluster.Living(), cluster.Epochs());
        for (var outage = 0; outage < 10; outage++)
        {
            cluster.Faults.ThrottledRequests = 1;
            await cluster.WaitAsync(TimeSpan.FromSeconds(4));
            cluster.Faults.Clear();
            await cluster.PutManyAsync(10, outage);
            await cluster.WaitAsync(TimeSpan.FromSeconds(7.7));
        }

        await cluster.SettleAsync();
        Assert.Equal(living, cluster.Living());
        Assert.Equal(epochs, cluster.Epochs());
        Assert.Equal(100, cluster.Core.Deliveries.Calls);
    });

    // Scenario 11.
    [Fact]
    public Task A_worker_that_cannot_reach_its_leases_has_stopped_before_another_starts() =>
        SimulatedCluster.RunAsync(new() { ShardsPerTable = 1 }, async cluster =>
        {
            await cluster.CreateTableAsync();
            var (stopped, started) = (0.0, 0.0);
            var a = await cluster.StartAsync(name: "a", handle: (in call) =>
            {
                call.Stop.Register(() => stopped = cluster.Seconds());
                return new(Task.Delay(TimeSpan.FromSeconds(1), call.Services.GetRequiredService<TimeProvider>(), call.Stop));
            });
            await cluster.PutManyAsync(200, number: 1);
            await cluster.WaitAsync(TimeSpan.FromSeconds(20));
            a.Disconnect();
            await cluster.StartAsync(name: "b", handle: (in _) =>
            {
                started = started == 0 ? cluster.Seconds() : started;
                return default;
            });
            await cluster.SettleAsync();
            Assert.InRange(stopped, 25, started - 1);
        });

    // Scenario 34.
    [Fact]
    public Task A_checkpoint_of_an_earlier_ownership_is_refused_after_the_lease_has_come_back() =>
        SimulatedCluster.RunAsync(new() { ShardsPerTable = 1 }, async cluster =>
        {
            await cluster.CreateTableAsync();
            var meddling = new Meddling(cluster);
            var a = await cluster.StartAsync(name: "a");
            await cluster.PutManyAsync(5, number: 1);
            await cluster.SettleAsync();
            await cluster.WaitAsync(TimeSpan.FromSeconds(6));
            meddling.Holds = static request => request.IsCheckpoint();
            await cluster.PutManyAsync(5, number: 2);
            await cluster.UntilAsync(() => meddling.Held > 0, TimeSpan.FromSeconds(10));
            meddling.Holds = static _ => false;
            a.Disconnect();
            var b = await cluster.StartAsync(name: "b");
            var key = Assert.Single(cluster.Runnable());
            await cluster.UntilAsync(() => cluster.OwnerOf(key) == "b", TimeSpan.FromSeconds(20));
            a.Reconnect();
            b.Kill();
            await cluster.UntilAsync(() => cluster.OwnerOf(key) == "a", TimeSpan.FromSeconds(40));
            var lease = cluster.Core.Rows.Lease(key);
            Assert.Equal(0, meddling.Release());
            Assert.Equal(lease, cluster.Core.Rows.Lease(key));
            await cluster.SettleAsync();
        });

    // Scenario 35.
    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public Task A_worker_whose_time_of_day_jumps_by_an_hour_loses_nothing(int hours) => SimulatedCluster.RunAsync(new(), async cluster =>
    {
        await cluster.CreateTableAsync();
        var a = await cluster.StartAsync(name: "a");
        await cluster.StartAsync(name: "b");
        await cluster.BalancedAsync();
        var (living, epochs) = (cluster.Living(), cluster.Epochs());
        for (var jump = 0; jump < 4; jump++)
        {
            a.JumpClock(TimeSpan.FromHours(hours));
            await cluster.PutManyAsync(20, jump);
            await cluster.WaitAsync(TimeSpan.FromSeconds(40));
        }

        await cluster.SettleAsync();
        Assert.Equal(living, cluster.Living());
        Assert.Equal(epochs, cluster.Epochs());
        Assert.Equal(80, cluster.Core.Deliveries.Calls);

        // Its row and its leases are taken over like anybody's when it is gone, and nothing of it stays behind.
        await a.StopAsync();
        await cluster.SettleAsync();
        await cluster.WaitAsync(TimeSpan.FromHours(1.5));
        Assert.Empty(cluster.IdentitiesOf("a"));
    });

    // Scenario 37.
    [Fact]
    public Task A_fleet_without_room_for_all_shards_says_so_and_runs_what_it_has_room_for() => SimulatedCluster.RunAsync(new(), async cluster =>
    {
        await cluster.CreateTableAsync();
        var alarms = new List<string>();
        cluster.Core.Trace.Sink = line => alarms.AddRange(line.Contains("log Error", StringComparison.Ordinal) ? [line] : []);
        await cluster.StartAsync(static o => o.MaxLeases = 1);
        await cluster.StartAsync(static o => o.MaxLeases = 2);
        await cluster.WaitAsync(TimeSpan.FromMinutes(2));
        Assert.Equal([1, 2], cluster.Counts());
        Assert.All(alarms, static line => Assert.Contains("MaxLeases", line, StringComparison.Ordinal));
        Assert.InRange(alarms.Count, 1, 4);

        await cluster.StartAsync();
        await cluster.PutManyAsync(20, number: 1);
        await cluster.SettleAsync();
    });
}
