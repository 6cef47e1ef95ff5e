using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Leasing;
using DynamoHandlers.Testing;
using DynamoHandlers.Testing.Simulation.Invariants;

namespace DynamoHandlers.Simulation.Tests.Interleavings;

/// <summary>Moments that could set a whole fleet in motion, or stop it: each is numbered in docs/scenarios.md.</summary>
public sealed class FleetInterleavings
{
    // Interleaving 18: who was fenced says which worker it was, and its leases count as its own.
    [Fact]
    public Task A_fleet_that_is_fenced_all_at_once_comes_back_to_the_shards_that_each_had() =>
        SimulatedCluster.RunAsync(new() { ShardsPerTable = 12 }, async cluster =>
        {
            await cluster.CreateTableAsync();
            await StartAsync(cluster, 3);
            var before = cluster.Runnable().ToDictionary(static key => key, cluster.OwnerOf);
            var identities = cluster.Living();
            cluster.Faults.ThrottledRequests = 1;
            await cluster.WaitAsync(TimeSpan.FromSeconds(20));
            cluster.Faults.Clear();

            await cluster.PutManyAsync(30, number: 1);
            await cluster.SettleAsync();
            await cluster.WaitAsync(TimeSpan.FromMinutes(2));
            Assert.Empty(identities.Intersect(cluster.Living()));
            Assert.Equal(before, cluster.Runnable().ToDictionary(static key => key, cluster.OwnerOf));
        });

    // Interleaving 19: leases lie in sixteen partitions, as one takes a thousand writes a second.
    [Fact]
    public Task Checkpoints_of_many_shards_are_spread_over_partitions() => SimulatedCluster.RunAsync(new() { ShardsPerTable = 300 }, async cluster =>
    {
        await cluster.CreateTableAsync();
        var writes = new Dictionary<string, int>(StringComparer.Ordinal);
        await StartAsync(cluster, 3);
        _ = new Meddling(cluster)
        {
            Arriving = request =>
            {
                if (request is UpdateItemRequest update && request.IsCheckpoint())
                {
                    writes[update.Key["pk"].S] = writes.GetValueOrDefault(update.Key["pk"].S) + 1;
                }
            },
        };
        await cluster.PutManyAsync(2000, number: 1);
        await cluster.SettleAsync();
        await cluster.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(16, writes.Count);
        Assert.InRange(writes.Values.Max(), 1, writes.Values.Sum() / 8);
    });

    // Interleaving 20: who comes or goes costs eventually consistent readings, seldom, and not all at one moment.
    [Fact]
    public Task A_worker_that_joins_a_large_fleet_does_not_make_all_read_all_leases_strongly_or_often() =>
        SimulatedCluster.RunAsync(new() { ShardsPerTable = 40 }, async cluster =>
        {
            await cluster.CreateTableAsync();
            var meddling = new Meddling(cluster);
            await StartAsync(cluster, 10);
            await cluster.WaitAsync(TimeSpan.FromMinutes(2));
            var (eventual, strong) = (0, 0);
            meddling.Arriving = request =>
            {
                if (request is QueryRequest query && query.ExpressionAttributeValues[":pk"].S.StartsWith("L#", StringComparison.Ordinal))
                {
                    (eventual, strong) = query.ConsistentRead == true ? (eventual, strong + 1) : (eventual + 1, strong);
                }
            };
            await cluster.StartAsync(name: "new");
            await cluster.BalancedAsync(TimeSpan.FromSeconds(30));

            // Sixteen buckets a reading, and a few readings of each of the eleven.
            Assert.InRange(eventual, 11 * 16, 11 * 16 * 3);

            // The comparison of shards with leases reads strongly: one worker does it.
            Assert.InRange(strong, 0, 16 * 2);
        });

    // Interleaving 24: a shard does not run again before the handlers of its last run have returned.
    [Fact]
    public Task A_lease_that_its_worker_loses_and_gets_again_waits_for_a_handler_that_ignores_its_cancellation() =>
        SimulatedCluster.RunAsync(new() { ShardsPerTable = 1 }, async cluster =>
        {
            await cluster.CreateTableAsync();
            var (calls, cancelled) = (0, false);
            var deaf = new TaskCompletionSource();
            await cluster.StartAsync(handle: (in call) =>
            {
                if (++calls != 4)
                {
                    return default;
                }

                call.Stop.Register(() => cancelled = true);
                return new(deaf.Task);
            });
            for (var number = 1; number <= 6; number++)
            {
                await cluster.PutAsync("item", number);
            }

            await cluster.UntilAsync(() => calls == 4, TimeSpan.FromSeconds(20));
            var key = Assert.Single(cluster.Runnable());
            await TakeAwayAsync(cluster, key);
            await cluster.UntilAsync(() => cancelled, TimeSpan.FromSeconds(20));
            await cluster.WaitAsync(TimeSpan.FromMinutes(1));
            Assert.Equal(4, calls);

            deaf.SetResult();
            await cluster.SettleAsync();
            Assert.InRange(calls, 6, 10);
        });

    // Interleaving 25: the time that an observer was asleep itself does not count against those whom it observes.
    [Fact]
    public Task A_worker_that_wakes_up_beside_another_does_not_bury_it_for_their_common_sleep() =>
        SimulatedCluster.RunAsync(new() { MaxClockDrift = 0 }, async cluster =>
        {
            await cluster.CreateTableAsync();
            var meddling = new Meddling(cluster);
            var (beat, isDue) = (0.0, false);
            meddling.Arriving = request =>
            {
                beat = request.IsHeartbeat("observed") ? cluster.Seconds() : beat;
                isDue |= request.IsHeartbeat("observer") && cluster.Seconds() - beat > 2;
            };
            var observed = await cluster.StartAsync(name: "observed");
            await cluster.WaitAsync(TimeSpan.FromSeconds(2.5));
            var observer = await cluster.StartAsync(name: "observer");
            await cluster.BalancedAsync();
            await cluster.WaitAsync(TimeSpan.FromSeconds(30));
            var (living, epochs) = (cluster.Living(), cluster.Epochs());
            for (var sleep = 0; sleep < 5; sleep++)
            {
                isDue = false;
                await cluster.UntilAsync(() => isDue, TimeSpan.FromMinutes(1));
                await cluster.WaitAsync(TimeSpan.FromMilliseconds(50));
                observed.Pause();
                observer.Pause();
                await cluster.WaitAsync(TimeSpan.FromSeconds(8.2));
                observer.Resume();
                observed.Resume(clockStoodStill: true);
                await cluster.WaitAsync(TimeSpan.FromSeconds(20));
            }

            Assert.Equal(living, cluster.Living());
            Assert.Equal(epochs, cluster.Epochs());
        });

    // Interleaving 25: nor do all of a host that was suspended come back as others.
    [Fact]
    public Task Workers_of_a_host_that_is_suspended_for_an_hour_wake_up_as_who_they_were() => SimulatedCluster.RunAsync(new(), async cluster =>
    {
        await cluster.CreateTableAsync();
        var workers = await StartAsync(cluster, 4);
        var (living, epochs) = (cluster.Living(), cluster.Epochs());
        workers.ForEach(static worker => worker.Pause());
        await cluster.WaitAsync(TimeSpan.FromHours(1));
        workers.ForEach(static worker => worker.Resume(clockStoodStill: true));
        await cluster.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(living, cluster.Living());
        Assert.Equal(epochs, cluster.Epochs());
    });

    // Interleaving 26: each start has an identity of its own, whatever name the worker was given.
    [Fact]
    public Task Two_processes_of_one_name_are_two_workers() => SimulatedCluster.RunAsync(new(), async cluster =>
    {
        await cluster.CreateTableAsync();
        await cluster.StartAsync(name: "same");
        await cluster.StartAsync(name: "same");
        await cluster.PutManyAsync(20, number: 1);
        await cluster.WaitAsync(TimeSpan.FromMinutes(2));
        await cluster.SettleAsync();
        Assert.Equal(2, cluster.Living().Length);
        var owners = cluster.Runnable().GroupBy(key => cluster.Core.Rows.Lease(key)!.Value.Owner, StringComparer.Ordinal);
        Assert.Equal([2, 2], owners.Select(static owned => owned.Count()));
        Assert.Equal(20, cluster.Core.Deliveries.Calls);
    });

    // Interleaving 26: a heartbeat needs the row, and does not make it anew.
    [Fact]
    public Task A_worker_whose_row_was_deleted_comes_back_as_another_and_leaves_no_ghost() => SimulatedCluster.RunAsync(new(), async cluster =>
    {
        await cluster.CreateTableAsync();
        await StartAsync(cluster, 2);
        var deleted = cluster.Living()[0];
        await cluster.Client.DeleteItemAsync("simulated", Row.Key("W", deleted));
        await cluster.PutManyAsync(20, number: 1);
        await cluster.WaitAsync(TimeSpan.FromMinutes(1));
        await cluster.SettleAsync();
        Assert.Equal(2, cluster.Living().Length);
        Assert.DoesNotContain(deleted, cluster.Living());
        Assert.True(cluster.IsBalanced());
    });

    // Interleaving 27: who has just been started gets leases by and by.
    [Fact]
    public Task A_worker_that_crashes_after_each_start_does_not_keep_the_fleets_shards_moving() =>
        SimulatedCluster.RunAsync(new() { ShardsPerTable = 40 }, async cluster =>
        {
            await cluster.CreateTableAsync();
            await StartAsync(cluster, 2);
            var before = cluster.Epochs();
            for (var start = 0; start < 6; start++)
            {
                var crashing = await cluster.StartAsync(name: "crashing");
                await cluster.WaitAsync(TimeSpan.FromSeconds(9));
                crashing.Kill();
                await cluster.WaitAsync(TimeSpan.FromSeconds(1));
            }

            await cluster.PutManyAsync(40, number: 1);
            await cluster.SettleAsync();

            // A few for each of its lives, there and back. Its share would be thirteen, there and back.
            var moves = cluster.Epochs().Sum(lease => lease.Value - before[lease.Key]);
            Assert.InRange(moves, 6, 6 * 10);
        });

    // Interleaving 28: the row counts the owners that died without progress, whoever they were.
    [Fact]
    public Task A_record_that_kills_each_worker_in_turn_is_isolated_by_the_count_in_its_lease() =>
        SimulatedCluster.RunAsync(new() { ShardsPerTable = 1 }, async cluster =>
        {
            await cluster.CreateTableAsync();
            var isDeadly = true;
            await cluster.PutAsync("deadly", 1);
            var killed = 0;
            while (killed < 4)
            {
                SimulatedWorker? worker = null;
                worker = await cluster.StartAsync(handle: (in _) =>
                {
                    if (isDeadly)
                    {
                        worker!.Kill();
                        killed++;
                    }

                    return default;
                });
                var before = killed;
                await cluster.UntilAsync(() => killed > before, TimeSpan.FromMinutes(1));
            }

            // The first owner took what was nobody's. The next one does not touch the record, and lives.
            Assert.Equal(3, Number("tries"));
            Assert.Equal(3, Number("suspicions"));
            var last = await cluster.StartAsync();
            await cluster.WaitAsync(TimeSpan.FromHours(1));
            Assert.True(last.IsRunning);
            Assert.Equal(4, killed);

            // Whoever is started next may have mended handlers.
            isDeadly = false;
            await last.StopAsync();
            await cluster.StartAsync();
            await cluster.SettleAsync();
            await cluster.WaitAsync(TimeSpan.FromSeconds(10));
            Assert.Equal(0, Number("tries"));
            Assert.Equal(0, Number("suspicions"));

            long Number(string name) => cluster.Core.Rows.Leases.Values.Single().Number(name);
        });

    // Interleaving 29: what shares are computed from is in the rows, the same for all.
    [Fact]
    public Task Workers_of_different_capacities_agree_on_who_has_what() => SimulatedCluster.RunAsync(new() { ShardsPerTable = 20 }, async cluster =>
    {
        await cluster.CreateTableAsync();
        await cluster.StartAsync(static o => o.MaxLeases = 2, name: "small");
        await cluster.StartAsync(name: "large");
        await cluster.StartAsync(static o => o.MaxLeases = 5, name: "middle");
        await cluster.UntilAsync(() => cluster.Counts() is [2, 5, 13], TimeSpan.FromMinutes(3));
        await cluster.WaitAsync(TimeSpan.FromMinutes(2));
        var epochs = cluster.Epochs();
        await cluster.WaitAsync(TimeSpan.FromMinutes(10));
        Assert.Equal(epochs, cluster.Epochs());
    });

    private static async Task<List<SimulatedWorker>> StartAsync(SimulatedCluster cluster, int workers)
    {
        var started = new List<SimulatedWorker>();
        for (var i = 0; i < workers; i++)
        {
            started.Add(await cluster.StartAsync());
        }

        await cluster.BalancedAsync(TimeSpan.FromMinutes(1));
        await cluster.WaitAsync(TimeSpan.FromMinutes(2));
        return started;
    }

    /// <summary>What another worker's take does to the row.</summary>
    private static async Task TakeAwayAsync(SimulatedCluster cluster, string key)
    {
        var lease = LeaseKey.TryParse(key)!.Value;
        await cluster.Client.UpdateItemAsync(new()
        {
            TableName = "simulated",
            Key = Row.Key(LeaseStore.Partition(lease.Bucket), lease.SortKey),
            UpdateExpression = "SET ep = ep + :one REMOVE #owner",
            ExpressionAttributeNames = new() { ["#owner"] = "owner" },
            ExpressionAttributeValues = new() { [":one"] = Row.Number(1) },
        });
    }
}
