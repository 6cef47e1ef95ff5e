using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Leasing;
using DynamoHandlers.Testing;

namespace DynamoHandlers.Simulation.Tests.Interleavings;

/// <summary>Moments at which a shard could be read twice, too early or never: each is numbered in docs/scenarios.md.</summary>
public sealed class LineageInterleavings
{
    // Interleaving 1: a lease that is retired leaves a marker for as long as its shard is listed.
    [Fact]
    public Task A_finished_shard_that_stays_listed_for_a_day_is_not_read_again() =>
        SimulatedCluster.RunAsync(new() { ShardsPerTable = 1 }, async cluster =>
        {
            await cluster.CreateTableAsync();
            await cluster.StartAsync(Quiet, name: "a");
            await cluster.StartAsync(Quiet, name: "b");
            await cluster.PutManyAsync(5, number: 1);
            await cluster.SettleAsync();
            var parent = Assert.Single(cluster.ListShards("Items")).ShardId;
            cluster.RollShards("Items");
            await cluster.PutManyAsync(5, number: 2);
            await cluster.SettleAsync();
            await cluster.UntilAsync(() => cluster.LeaseOf(parent) is null, TimeSpan.FromMinutes(5));
            var read = cluster.ReadAt(parent);
            Assert.NotNull(cluster.MarkerOf(parent));

            await cluster.WaitAsync(TimeSpan.FromHours(24));
            Assert.Equal(2, cluster.ListShards("Items").Count);
            Assert.Null(cluster.LeaseOf(parent));
            Assert.Equal(read, cluster.ReadAt(parent));
            Assert.Equal(10, cluster.Core.Deliveries.Calls);
        });

    // Interleaving 6: the start position becomes a time, once, before anything runs.
    [Fact]
    public Task A_worker_that_starts_at_the_end_and_crashes_before_its_first_checkpoint_skips_nothing() =>
        SimulatedCluster.RunAsync(new(), async cluster =>
        {
            await cluster.CreateTableAsync();
            await cluster.PutManyAsync(20, number: 1);
            await cluster.WaitAsync(TimeSpan.FromSeconds(10));
            var a = await cluster.StartAsync(static o => o.StartPosition = StartPosition.Latest);
            await cluster.BalancedAsync(TimeSpan.FromSeconds(20));
            await cluster.WaitAsync(TimeSpan.FromSeconds(2));
            a.Kill();
            Assert.All(cluster.Runnable(), key => Assert.True(cluster.Core.Rows.Lease(key)!.Value.Checkpoint.IsBeginning));
            await cluster.PutManyAsync(20, number: 2);
            await cluster.WaitAsync(TimeSpan.FromSeconds(30));

            await cluster.StartAsync(static o => o.StartPosition = StartPosition.Latest);
            await cluster.SettleAsync();
            Assert.Equal(20, cluster.Core.Deliveries.Calls);
        });

    // Interleaving 7: rows of workers say which streams they serve, and nobody gets shards of another.
    [Fact]
    public Task During_a_deployment_that_adds_a_table_no_worker_of_the_old_version_gets_shards_of_it() =>
        SimulatedCluster.RunAsync(new(), async cluster =>
        {
            await cluster.CreateTableAsync();
            await cluster.CreateTableAsync("Orders");
            await cluster.StartAsync(name: "old-1");
            await cluster.PutManyAsync(20, number: 1, "Orders");
            var isNew = await cluster.StartWorkerAsync(AddBoth, name: "new");
            await cluster.SettleAsync();
            await cluster.StartAsync(name: "old-2");
            await cluster.WaitAsync(TimeSpan.FromMinutes(3));
            Assert.Equal(4, OrdersOf("new"));

            isNew.Kill();
            await cluster.PutManyAsync(20, number: 2, "Orders");
            await cluster.WaitAsync(TimeSpan.FromMinutes(2));
            Assert.Equal(4, cluster.Runnable().Count(key => cluster.OwnerOf(key) is "old-1" or "old-2"));
            Assert.Equal(0, OrdersOf("old-1") + OrdersOf("old-2"));

            await cluster.StartWorkerAsync(AddBoth, name: "newer");
            await cluster.SettleAsync();
            Assert.Equal(40, cluster.Core.Deliveries.Calls);

            int OrdersOf(string worker) => cluster.Runnable().Count(
                key => key.StartsWith("Orders/", StringComparison.Ordinal) && cluster.OwnerOf(key) == worker);
        });

    // Interleaving 11: the gate is in the child's row, and whoever compares shards with leases opens it.
    [Fact]
    public Task A_child_that_the_finisher_of_its_parent_did_not_see_and_that_was_leased_behind_a_gate_is_opened() =>
        SimulatedCluster.RunAsync(new() { ShardsPerTable = 1 }, async cluster =>
        {
            await cluster.CreateTableAsync();
            await cluster.StartAsync(Quiet);
            await cluster.PutManyAsync(20, number: 1);
            await cluster.SettleAsync();
            cluster.Faults.ListingDelay = TimeSpan.FromMinutes(4);
            var parent = Assert.Single(cluster.ListShards("Items")).ShardId;
            var children = cluster.SplitShard("Items", parent).Select(static shard => shard.ShardId).ToArray();
            await cluster.PutManyAsync(20, number: 2);
            await cluster.UntilAsync(() => cluster.LeaseOf(parent)?.State == "finished", TimeSpan.FromMinutes(10));
            var unseen = Assert.Single(children, child => cluster.LeaseOf(child) is null);

            // Who had read the parent before it was finished creates it now.
            await PutLeaseAsync(cluster, unseen, parent);
            await cluster.SettleAsync();
            Assert.True(cluster.LeaseOf(unseen)!.Value.GateOpen);
            Assert.True(cluster.HasRead(unseen));
        });

    // Interleaving 12: a shard is left out only if it has a marker, or a child of it may run.
    [Fact]
    public Task A_shard_whose_lease_is_missing_while_its_childs_waits_behind_a_gate_gets_one() =>
        SimulatedCluster.RunAsync(new() { ShardsPerTable = 1 }, async cluster =>
        {
            await cluster.CreateTableAsync();
            var a = await cluster.StartAsync(Quiet);
            await cluster.PutManyAsync(20, number: 1);
            await cluster.SettleAsync();
            await a.StopAsync();
            var parent = Assert.Single(cluster.ListShards("Items")).ShardId;
            var child = Assert.Single(cluster.RollShards("Items")).ShardId;
            await cluster.PutManyAsync(20, number: 2);

            // As if the listing that leases were made from had shown the child alone.
            var row = KeyOf(cluster, parent);
            await cluster.Client.DeleteItemAsync("simulated", Row.Key(LeaseStore.Partition(row.Bucket), row.SortKey));
            await PutLeaseAsync(cluster, child, parent);
            await cluster.StartAsync(Quiet);
            await cluster.SettleAsync();
            Assert.Equal("finished", cluster.LeaseOf(parent)?.State);
            Assert.Equal(60, cluster.Core.Deliveries.Calls);
        });

    // Interleaving 13: what will never have a lease gets a marker, upon evidence.
    [Fact]
    public Task Children_of_shards_that_are_trimmed_or_before_the_start_position_run() => SimulatedCluster.RunAsync(new(), async cluster =>
    {
        await cluster.CreateTableAsync();
        await cluster.PutManyAsync(20, number: 1);
        cluster.RollShards("Items");
        await cluster.PutManyAsync(20, number: 2);
        await cluster.WaitAsync(TimeSpan.FromMinutes(1));
        var parents = cluster.ListShards("Items").Where(static shard => shard.IsClosed).Select(static shard => shard.ShardId).ToArray();
        var children = cluster.RollShards("Items").Select(static shard => shard.ShardId).ToArray();
        cluster.TrimBefore("Items", cluster.Clock.GetUtcNow() - TimeSpan.FromSeconds(30));
        Assert.DoesNotContain(cluster.ListShards("Items"), shard => parents.Contains(shard.ShardId));

        var skipped = cluster.ListShards("Items").Where(static shard => shard.IsClosed).Select(static shard => shard.ShardId).ToArray();
        await cluster.WaitAsync(TimeSpan.FromSeconds(10));
        await cluster.StartAsync(static o => o.StartPosition = StartPosition.Latest);
        await cluster.PutManyAsync(20, number: 3);
        await cluster.SettleAsync();
        Assert.NotEmpty(skipped);
        Assert.All(skipped, shard => Assert.NotNull(cluster.MarkerOf(shard)));
        Assert.All(children, shard => Assert.True(cluster.HasRead(shard)));
    });

    // Interleaving 15: the gates of a new stream open when the one before is drained.
    [Fact]
    public Task A_stream_that_is_enabled_again_starts_when_the_old_ones_slow_shards_are_done() =>
        SimulatedCluster.RunAsync(new() { ShardsPerTable = 2 }, async cluster =>
        {
            await cluster.CreateTableAsync();
            var block = new TaskCompletionSource();
            await cluster.StartAsync(Quiet, name: "a", handle: (in _) => new(block.Task));
            await cluster.StartAsync(Quiet, name: "b", handle: (in _) => new(block.Task));
            await cluster.BalancedAsync(TimeSpan.FromSeconds(20));
            var old = cluster.ListShards("Items").Select(static shard => shard.ShardId).ToArray();
            await cluster.PutManyAsync(20, number: 1);
            await cluster.WaitAsync(TimeSpan.FromSeconds(2));
            await cluster.DisableStreamAsync("Items");
            await cluster.EnableStreamAsync("Items");
            await cluster.PutManyAsync(20, number: 2);
            await cluster.WaitAsync(TimeSpan.FromMinutes(5));
            var roots = cluster.ListShards("Items").Select(static shard => shard.ShardId).Except(old).ToArray();
            Assert.Equal(2, roots.Length);
            Assert.All(roots, shard => Assert.False(cluster.LeaseOf(shard)?.GateOpen == true || cluster.HasRead(shard)));

            block.SetResult();
            await cluster.SettleAsync();
            Assert.All(roots, shard => Assert.True(cluster.HasRead(shard)));
        });

    private static void Quiet(DynamoHandlersOptions options) => options.ShardSyncInterval = TimeSpan.FromSeconds(30);

    private static void AddBoth(IDynamoHandlersBuilder worker)
    {
        worker.AddHandler(Items.Handler((in _) => default));
        worker.AddHandler(Items.Handler((in _) => default, "Orders", "OrdersHandler"));
    }

    private static async Task PutLeaseAsync(SimulatedCluster cluster, string shardId, string parentShardId)
    {
        var key = KeyOf(cluster, shardId);
        var row = Row.Key(LeaseStore.Partition(key.Bucket), key.SortKey);
        row["st"] = Row.Text("open");
        row["gate"] = Row.Text("shut");
        row["ep"] = Row.Number(0);
        row["cp"] = Row.Text(Checkpoint.Beginning.ToString());
        row["parent"] = Row.Text(parentShardId);
        await cluster.Client.PutItemAsync(new PutItemRequest("simulated", row));
    }

    private static LeaseKey KeyOf(SimulatedCluster cluster, string shardId) =>
        new(StreamKey.Parse(cluster.Core.Rows.Streams.Keys.Single()), shardId);
}
