using DynamoHandlers.Leasing;
using DynamoHandlers.Testing;

namespace DynamoHandlers.Simulation.Tests.Scenarios;

/// <summary>Streams that end, vanish, forget or stand idle, and handlers that fail: see docs/scenarios.md.</summary>
public sealed class StreamScenarios
{
    // Scenario 18.
    [Fact]
    public Task What_was_trimmed_while_nobody_ran_is_reported_as_lost_and_the_rest_is_handled() => SimulatedCluster.RunAsync(new(), async cluster =>
    {
        await cluster.CreateTableAsync();
        var lost = new List<string>();
        cluster.Core.Trace.Sink = line => lost.AddRange(line.Contains("RECORDS LOST", StringComparison.Ordinal) ? [line] : []);
        var a = await cluster.StartAsync();
        await cluster.PutManyAsync(20, number: 1);
        await cluster.SettleAsync();
        await a.StopAsync();
        await cluster.PutManyAsync(20, number: 2);
        cluster.RollShards("Items");
        await cluster.WaitAsync(TimeSpan.FromHours(25));
        cluster.RollShards("Items");
        await cluster.PutManyAsync(20, number: 3);
        cluster.TrimBefore("Items", cluster.Clock.GetUtcNow() - TimeSpan.FromHours(24));

        await cluster.StartAsync();
        await cluster.SettleAsync();
        Assert.Equal(40, cluster.Core.Deliveries.Calls);
        Assert.InRange(lost.Count, 4, 8);
    });

    // Scenario 19.
    [Fact]
    public Task After_iterators_have_expired_reading_goes_on_right_after_the_last_record() => SimulatedCluster.RunAsync(new(), async cluster =>
    {
        await cluster.CreateTableAsync();
        await cluster.StartAsync();
        await cluster.StartAsync();
        for (var number = 1; number <= 40; number++)
        {
            await cluster.PutManyAsync(20, number);
            await cluster.WaitAsync(TimeSpan.FromSeconds(0.7));
            cluster.ExpireIterators();
        }

        await cluster.SettleAsync();
        Assert.Equal(800, cluster.Core.Deliveries.Calls);
    });

    // Scenario 20.
    [Fact]
    public Task A_stream_that_is_disabled_is_drained_and_the_next_one_of_its_table_is_picked_up() => SimulatedCluster.RunAsync(new(), async cluster =>
    {
        await cluster.CreateTableAsync();
        await cluster.StartAsync();
        await cluster.StartAsync();
        for (var stream = 1; stream <= 3; stream++)
        {
            await cluster.PutManyAsync(20, stream);
            await cluster.DisableStreamAsync("Items");
            await cluster.WaitAsync(TimeSpan.FromMinutes(stream));
            await cluster.EnableStreamAsync("Items");
        }

        await cluster.PutManyAsync(20, number: 4);
        await cluster.SettleAsync(TimeSpan.FromMinutes(30));
        Assert.Equal(80, cluster.Core.Deliveries.Calls);
        Assert.Equal(4, cluster.Core.Rows.Streams.Count);
    });

    // Scenario 21.
    [Fact]
    public Task A_table_that_is_deleted_leaves_its_workers_idle_and_those_of_others_at_work() => SimulatedCluster.RunAsync(new(), async cluster =>
    {
        await cluster.CreateTableAsync();
        await cluster.CreateTableAsync("Orders");
        for (var i = 0; i < 2; i++)
        {
            await cluster.StartWorkerAsync(static worker =>
            {
                worker.AddHandler(Items.Handler((in _) => default));
                worker.AddHandler(Items.Handler((in _) => default, "Orders", "OrdersHandler"));
            });
        }

        await cluster.PutManyAsync(20, number: 1);
        await cluster.PutManyAsync(20, number: 1, "Orders");
        await cluster.SettleAsync();
        var living = cluster.Living();
        await cluster.Client.DeleteTableAsync("Items");
        await cluster.WaitAsync(TimeSpan.FromHours(1));
        cluster.Core.Counts.Clear();
        await cluster.PutManyAsync(20, number: 2, "Orders");
        await cluster.WaitAsync(TimeSpan.FromMinutes(10));
        Assert.Equal(60, cluster.Core.Deliveries.Calls);
        Assert.Equal(living, cluster.Living());

        // The other table's four shards are read every second at most; the rest is next to nothing.
        Assert.InRange(cluster.Core.Counts.Of(place: "streams").Requests, 4 * 500, (4 * 600 * 1.1) + 200);
    });

    // Scenario 22.
    [Fact]
    public Task A_record_whose_handler_fails_is_handled_again_in_its_place() => SimulatedCluster.RunAsync(new() { ShardsPerTable = 2 }, async cluster =>
    {
        await cluster.CreateTableAsync();
        var calls = 0;
        await cluster.StartAsync(handle: (in _) => ++calls % 5 == 0 ? throw new InvalidDataException("The handler fails (simulated).") : default);
        for (var number = 1; number <= 5; number++)
        {
            await cluster.PutManyAsync(10, number);
        }

        // Each item's changes in order, every simulation checks by itself.
        await cluster.SettleAsync();
        Assert.Equal(50 + ((calls - 1) / 5), calls);
    });

    // Scenario 26.
    [Fact]
    public Task A_handler_that_hangs_is_reported_keeps_its_lease_and_holds_up_its_own_shard_alone() =>
        SimulatedCluster.RunAsync(new() { ShardsPerTable = 4 }, async cluster =>
        {
            await cluster.CreateTableAsync();
            var reports = 0;
            cluster.Core.Trace.Sink = line => reports += line.Contains("log Warning", StringComparison.Ordinal) && line.Contains("shardId", StringComparison.Ordinal) ? 1 : 0;
            var hanging = new TaskCompletionSource();
            var hung = "";
            await cluster.StartAsync(static o => o.HandlerWarningAfter = TimeSpan.FromSeconds(30), handle: (in call) =>
            {
                if (hung.Length > 0)
                {
                    return default;
                }

                hung = call.Source.ShardId;
                return new(hanging.Task);
            });
            for (var number = 1; number <= 4; number++)
            {
                await cluster.PutManyAsync(40, number);
                await cluster.WaitAsync(TimeSpan.FromMinutes(1));
            }

            var waiting = cluster.Core.Deliveries.Shards.Single(shard => shard.Shard.Id == hung);
            Assert.InRange(reports, 3, 5);
            Assert.Equal(160 - waiting.Records.Count + 1, cluster.Core.Deliveries.Calls);
            Assert.Equal(1, cluster.LeaseOf(hung)!.Value.Epoch);
            hanging.SetResult();
            await cluster.SettleAsync();
            Assert.Equal(160, cluster.Core.Deliveries.Calls);
        });

    // Scenario 28.
    [Fact]
    public Task Lease_rows_that_somebody_deletes_are_made_anew_where_they_were_with_an_alarm() => SimulatedCluster.RunAsync(new(), async cluster =>
    {
        await cluster.CreateTableAsync();
        var alarms = 0;
        cluster.Core.Trace.Sink = line => alarms += line.Contains("was deleted from the lease table", StringComparison.Ordinal) ? 1 : 0;
        await cluster.StartAsync();
        await cluster.StartAsync();
        var number = 1;
        await cluster.PutManyAsync(20, number);
        await cluster.SettleAsync();
        await cluster.WaitAsync(TimeSpan.FromSeconds(6));
        foreach (var key in cluster.Runnable().Select(static key => LeaseKey.TryParse(key)!.Value).ToArray())
        {
            await cluster.Client.DeleteItemAsync("simulated", Row.Key(LeaseStore.Partition(key.Bucket), key.SortKey));
            await cluster.PutManyAsync(20, ++number);
            await cluster.WaitAsync(TimeSpan.FromMinutes(2));
        }

        await cluster.SettleAsync();
        Assert.Equal(4, cluster.Runnable().Count());
        Assert.Equal(4, alarms);

        // Nothing before the checkpoints is read again.
        Assert.InRange(cluster.Core.Deliveries.Calls, 100, 120);
    });

    // Scenario 28: who compares shards with leases may be faster than the owners.
    [Fact]
    public Task Lease_rows_that_somebody_deletes_all_at_once_are_restored_where_they_were_with_an_alarm_each() =>
        SimulatedCluster.RunAsync(new() { ShardsPerTable = 12 }, async cluster =>
        {
            await cluster.CreateTableAsync();
            var alarms = 0;
            cluster.Core.Trace.Sink = line => alarms += line.Contains("was deleted from the lease table", StringComparison.Ordinal) ? 1 : 0;
            await cluster.StartAsync();
            await cluster.StartAsync();
            await cluster.StartAsync();
            await cluster.PutManyAsync(60, number: 1);
            await cluster.SettleAsync();
            await cluster.WaitAsync(TimeSpan.FromSeconds(6));
            foreach (var key in cluster.Runnable().Select(static key => LeaseKey.TryParse(key)!.Value).ToArray())
            {
                await cluster.Client.DeleteItemAsync("simulated", Row.Key(LeaseStore.Partition(key.Bucket), key.SortKey));
            }

            await cluster.PutManyAsync(60, number: 2);
            await cluster.WaitAsync(TimeSpan.FromMinutes(2));
            await cluster.SettleAsync();
            Assert.Equal(12, alarms);
            Assert.Equal(12, cluster.Runnable().Count());

            // Each record since the last checkpoint at most once again, and none before.
            Assert.InRange(cluster.Core.Deliveries.Calls, 120, 180);
            Assert.All(cluster.Core.Rows.Leases.Keys, key => Assert.False(cluster.Core.Rows.Lease(key)!.Value.Checkpoint.IsBeginning));
        });

    // Scenario 28: the sync was faster than the owner, whose shard is idle, so that no commit of its own is refused.
    [Fact]
    public Task The_lease_row_of_an_idle_shard_that_was_made_anew_without_its_owner_is_corrected() => SimulatedCluster.RunAsync(new(), async cluster =>
    {
        await cluster.CreateTableAsync();
        await cluster.StartAsync();
        await cluster.PutManyAsync(20, number: 1);
        await cluster.SettleAsync();
        await cluster.WaitAsync(TimeSpan.FromSeconds(6));
        foreach (var key in cluster.Runnable().Select(static key => LeaseKey.TryParse(key)!.Value).ToArray())
        {
            var row = (await cluster.Client.GetItemAsync(
                "simulated", Row.Key(LeaseStore.Partition(key.Bucket), key.SortKey), consistentRead: true)).Item;
            row.Remove("owner");
            row["cp"] = Row.Text(Checkpoint.Beginning.ToString());
            row["ep"] = Row.Number(0);
            await cluster.Client.PutItemAsync("simulated", row);
        }

        await cluster.WaitAsync(TimeSpan.FromMinutes(3));
        Assert.All(cluster.Runnable(), shard =>
        {
            var lease = cluster.Core.Rows.Lease(shard)!.Value;
            Assert.NotNull(lease.Owner);
            Assert.True(lease.Epoch > 1);
            Assert.False(lease.Checkpoint.IsBeginning);
        });
        Assert.Equal(20, cluster.Core.Deliveries.Calls);
    });

    // Scenario 29.
    [Fact]
    public Task Rows_that_no_worker_wrote_change_nothing() => SimulatedCluster.RunAsync(new(), async cluster =>
    {
        await cluster.CreateTableAsync();
        await cluster.StartAsync();
        await cluster.BalancedAsync();
        foreach (var type in new[] { "LEASE", "STREAM", "WORKER_METRIC_STATS", "LEADER", "MIGRATION_STATE" })
        {
            foreach (var partition in new[] { "W", "L#1#3", "I#x", "other" })
            {
                var row = Row.Key(partition, type);
                row["entityType"] = Row.Text(type);
                row["leaseKey"] = Row.Text($"shardId-{type}");
                await cluster.Client.PutItemAsync("simulated", row);
            }
        }

        var stream = cluster.Core.Rows.Streams.Keys.Single();
        var broken = Row.Key("L#1#5", $"{stream}/shardId-broken");
        broken["ep"] = Row.Text("not a number");
        await cluster.Client.PutItemAsync("simulated", broken);
        await cluster.StartAsync();
        await cluster.PutManyAsync(20, number: 1);
        await cluster.WaitAsync(TimeSpan.FromHours(2));
        Assert.Equal(20, cluster.Core.Deliveries.Calls);
        Assert.Equal(2, cluster.Living().Length);
        Assert.Equal([2, 2], cluster.Counts());
        Assert.Equal("not a number", (await cluster.Client.GetItemAsync("simulated", Row.Key("L#1#5", broken["sk"].S))).Item["ep"].S);
    });

    // Scenario 38.
    [Fact]
    public Task A_day_without_a_record_costs_what_was_promised_and_the_next_record_is_handled_at_once() =>
        SimulatedCluster.RunAsync(new() { RollInterval = TimeSpan.FromHours(4), Retention = TimeSpan.FromHours(24) }, async cluster =>
        {
            await cluster.CreateTableAsync();
            for (var i = 0; i < 2; i++)
            {
                await cluster.StartAsync(static o => o.MaxPollDelay = TimeSpan.FromSeconds(30));
            }

            await cluster.BalancedAsync();
            await cluster.WaitAsync(TimeSpan.FromHours(1));
            cluster.Core.Counts.Clear();
            var living = cluster.Living();
            await cluster.WaitAsync(TimeSpan.FromHours(24));

            // Two workers: a heartbeat every 3.3 seconds each, and what six rollovers and a comparison every ten minutes write.
            var table = cluster.Core.Counts.Of(place: "simulated");
            Assert.InRange(table.WriteUnits, 2 * 24 * 1000, 2 * 24 * 1200);
            Assert.InRange(table.ReadUnits, 1, 2 * 24 * 3600 * 3);
            Assert.InRange(cluster.Core.Counts.Of("GetRecords").Requests, 4 * 24 * 110, 4 * 24 * 130);
            Assert.InRange(cluster.Core.Counts.Of("DescribeStream").Requests, 24 * 5, 24 * 12);
            Assert.Equal(living, cluster.Living());

            await cluster.PutManyAsync(20, number: 1);
            await cluster.SettleAsync(TimeSpan.FromSeconds(31));
        });
}
