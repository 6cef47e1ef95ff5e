using DynamoHandlers.Leasing;
using DynamoHandlers.Testing;

namespace DynamoHandlers.Simulation.Tests.Scenarios;

/// <summary>
/// Where reading begins, and how it goes on from parents to children. That parents are done before their children start, and
/// that no record is missing, every simulation checks by itself. See docs/scenarios.md.
/// </summary>
public sealed class LineageScenarios
{
    // Scenario 1.
    [Fact]
    public Task A_first_start_at_the_oldest_record_reads_three_generations_from_the_first_on() => SimulatedCluster.RunAsync(new(), async cluster =>
    {
        await cluster.CreateTableAsync();
        for (var generation = 1; generation <= 3; generation++)
        {
            await cluster.PutManyAsync(40, generation);
            cluster.SplitShard("Items", cluster.ListShards("Items").First(static shard => !shard.IsClosed).ShardId);
            cluster.RollShards("Items");
        }

        await cluster.PutManyAsync(40, number: 4);
        await cluster.StartAsync();
        await cluster.StartAsync();
        await cluster.SettleAsync();
        Assert.Equal(160, cluster.Core.Deliveries.Calls);
        Assert.All(cluster.ListShards("Items"), shard => Assert.True(cluster.HasRead(shard.ShardId)));
    });

    // Scenario 2.
    [Fact]
    public Task A_first_start_at_the_end_leases_the_open_shards_only_and_reads_their_children_whole() => SimulatedCluster.RunAsync(new(), async cluster =>
    {
        await cluster.CreateTableAsync();
        await cluster.PutManyAsync(40, number: 1);
        var closed = cluster.ListShards("Items").Select(static shard => shard.ShardId).ToArray();
        cluster.RollShards("Items");
        await cluster.PutManyAsync(40, number: 2);
        await cluster.WaitAsync(TimeSpan.FromSeconds(10));
        await cluster.StartAsync(static o => o.StartPosition = StartPosition.Latest);
        await cluster.UntilAsync(() => cluster.Runnable().Count() == 4, TimeSpan.FromSeconds(10));
        Assert.All(closed, shard => Assert.True(cluster.LeaseOf(shard) is null && !cluster.HasRead(shard)));

        for (var number = 3; number <= 6; number++)
        {
            await cluster.PutManyAsync(40, number);
            cluster.RollShards("Items");
        }

        await cluster.PutManyAsync(40, number: 7);
        await cluster.SettleAsync();
        Assert.Equal(200, cluster.Core.Deliveries.Calls);
    });

    // Scenario 3.
    [Fact]
    public Task A_first_start_at_the_end_that_crashes_at_any_moment_skips_nothing_that_was_written_after_it() =>
        SimulatedCluster.RunAsync(new(), async cluster =>
        {
            await cluster.CreateTableAsync();
            await cluster.PutManyAsync(20, number: 1);
            await cluster.WaitAsync(TimeSpan.FromSeconds(10));
            for (var crash = 0; crash < 8; crash++)
            {
                var starting = cluster.StartAsync(static o => o.StartPosition = StartPosition.Latest);
                await cluster.WaitAsync(TimeSpan.FromSeconds(0.05 + (crash * 0.4)));
                cluster.Workers[^1].Kill();
                await Task.WhenAny(starting);
                _ = starting.Exception;
                await cluster.PutManyAsync(20, 2 + crash);
            }

            await cluster.StartAsync(static o => o.StartPosition = StartPosition.Latest);
            await cluster.SettleAsync();
            Assert.True(cluster.Core.Deliveries.Calls >= 7 * 20);
        });

    // Scenario 12.
    [Fact]
    public Task Splits_rollovers_and_empty_parents_are_followed_within_the_polling_delay() => SimulatedCluster.RunAsync(new(), async cluster =>
    {
        await cluster.CreateTableAsync();
        await cluster.StartAsync();
        await cluster.StartAsync();
        await cluster.BalancedAsync();
        await cluster.WaitAsync(TimeSpan.FromMinutes(1));
        var open = cluster.ListShards("Items").Select(static shard => shard.ShardId).ToArray();
        await Followed(cluster.SplitShard("Items", open[0]).Select(static shard => shard.ShardId));
        await cluster.PutManyAsync(40, number: 1);
        await Followed(cluster.RollShards("Items").Select(static shard => shard.ShardId));
        await Followed(cluster.RollShards("Items").Select(static shard => shard.ShardId));
        await cluster.SettleAsync();

        async Task Followed(IEnumerable<string> children)
        {
            var wanted = children.ToArray();
            Assert.NotEmpty(wanted);
            await cluster.UntilAsync(() => Array.TrueForAll(wanted, cluster.HasRead), TimeSpan.FromSeconds(1.5));
        }
    });

    // Scenario 13.
    [Fact]
    public Task Children_that_are_listed_half_a_minute_late_are_found() => SimulatedCluster.RunAsync(new(), async cluster =>
    {
        await cluster.CreateTableAsync();
        await cluster.StartAsync();
        await cluster.BalancedAsync();
        cluster.Faults.ListingDelay = TimeSpan.FromSeconds(60);
        cluster.Faults.FilterDelayFactor = 1.5;
        for (var number = 1; number <= 3; number++)
        {
            await cluster.PutManyAsync(40, number);
            cluster.RollShards("Items");
        }

        await cluster.PutManyAsync(40, number: 4);
        await cluster.SettleAsync();
        Assert.Equal(160, cluster.Core.Deliveries.Calls);
    });

    // Scenario 14.
    [Fact]
    public Task Listings_in_pages_that_omit_shards_and_show_closed_ones_as_open_start_no_child_early_and_lose_none() =>
        SimulatedCluster.RunAsync(new() { ShardsPerTable = 6, ShardPageSize = 3 }, async cluster =>
        {
            await cluster.CreateTableAsync();
            cluster.Faults.OmittedShards = 0.3;
            cluster.Faults.ListingDelay = TimeSpan.FromSeconds(20);
            await cluster.PutManyAsync(40, number: 1);
            await cluster.StartAsync(static o => o.ShardSyncInterval = TimeSpan.FromSeconds(20));
            await cluster.StartAsync(static o => o.ShardSyncInterval = TimeSpan.FromSeconds(20));
            for (var number = 2; number <= 5; number++)
            {
                await cluster.PutManyAsync(40, number);
                cluster.RollShards("Items");
                await cluster.WaitAsync(TimeSpan.FromSeconds(25));
            }

            await cluster.PutManyAsync(40, number: 6);
            await cluster.SettleAsync(TimeSpan.FromMinutes(30));
            Assert.Equal(240, cluster.Core.Deliveries.Calls);
        });

    // Scenario 15.
    [Fact]
    public Task Shards_and_streams_that_are_not_found_now_and_then_cost_no_lease_and_no_record() => SimulatedCluster.RunAsync(new(), async cluster =>
    {
        await cluster.CreateTableAsync();
        await cluster.StartAsync(static o => o.ShardSyncInterval = TimeSpan.FromSeconds(10));
        await cluster.StartAsync(static o => o.ShardSyncInterval = TimeSpan.FromSeconds(10));
        await cluster.BalancedAsync();
        var leases = cluster.Core.Rows.Leases.Keys.ToArray();
        cluster.Faults.NotFound = 0.5;
        for (var number = 1; number <= 20; number++)
        {
            await cluster.PutManyAsync(20, number);
            await cluster.WaitAsync(TimeSpan.FromSeconds(15));
        }

        await cluster.SettleAsync();
        Assert.Equal(leases, cluster.Core.Rows.Leases.Keys);
        Assert.Empty(cluster.Core.Rows.Markers);
        Assert.Equal(400, cluster.Core.Deliveries.Calls);
    });

    // Scenario 16.
    [Fact]
    public Task A_thousand_shards_whose_listing_is_limited_and_throttled_are_all_read() =>
        SimulatedCluster.RunAsync(new() { ShardsPerTable = 1000 }, async cluster =>
        {
            await cluster.CreateTableAsync();
            cluster.Faults.ThrottledReads = 0.1;
            await cluster.StartAsync(static o => o.MaxPollDelay = TimeSpan.FromSeconds(20));
            await cluster.StartAsync(static o => o.MaxPollDelay = TimeSpan.FromSeconds(20));
            await cluster.BalancedAsync(TimeSpan.FromMinutes(2));
            cluster.Core.Counts.Clear();
            cluster.RollShards("Items");
            await cluster.PutManyAsync(100, number: 1);
            await cluster.SettleAsync();
            Assert.Equal(1000, cluster.Runnable().Count());
            Assert.InRange(cluster.Core.Counts.Of("DescribeStream").Requests, 10, 1000);
        });

    // Scenario 36.
    [Fact]
    public Task Finished_shards_have_no_share_and_their_leases_go_when_their_children_have_made_progress() =>
        SimulatedCluster.RunAsync(new() { ShardsPerTable = 2 }, async cluster =>
        {
            await cluster.CreateTableAsync();
            await cluster.StartAsync(static o => o.ShardSyncInterval = TimeSpan.FromSeconds(10));
            await cluster.StartAsync(static o => o.ShardSyncInterval = TimeSpan.FromSeconds(10));
            var generations = new List<string[]> { Ids() };
            await cluster.PutManyAsync(20, number: 1);
            await cluster.SettleAsync();
            for (var generation = 0; generation < 2; generation++)
            {
                cluster.RollShards("Items");
                generations.Add(Ids());
                await cluster.WaitAsync(TimeSpan.FromMinutes(2));
                Assert.Equal([1, 1], cluster.Counts());
            }

            // Nothing was written since: what proves that the youngest may run stays.
            Assert.All(generations[1], shard => Assert.Equal("finished", cluster.LeaseOf(shard)?.State));

            await cluster.PutManyAsync(20, number: 2);
            await cluster.SettleAsync();
            await cluster.WaitAsync(TimeSpan.FromMinutes(2));
            Assert.All(generations[0].Concat(generations[1]), shard => Assert.True(cluster.LeaseOf(shard) is null && cluster.MarkerOf(shard) is not null));
            Assert.Equal(generations[2].Order(), cluster.Core.Rows.Leases.Keys.Select(static key => LeaseKey.TryParse(key)!.Value.ShardId).Order());

            string[] Ids() => [.. cluster.ListShards("Items").Where(static shard => !shard.IsClosed).Select(static shard => shard.ShardId)];
        });
}
