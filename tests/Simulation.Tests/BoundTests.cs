using DynamoHandlers.Testing;

namespace DynamoHandlers.Simulation.Tests;

/// <summary>How long things take at default settings, on networks without faults.</summary>
public sealed class BoundTests
{
    // Heartbeats, looks and polls are at other moments of their periods with each seed and moment.
    public static TheoryData<int> Moments() => [.. Enumerable.Range(1, 10)];

    [Theory]
    [MemberData(nameof(Moments))]
    public Task All_shards_of_a_killed_worker_are_read_elsewhere_within_the_lease_duration_and_five_seconds(int moment) =>
        RunAsync(moment, shards: 24, async (cluster, workers) =>
        {
            await cluster.WaitAsync(TimeSpan.FromSeconds(10 + (moment * 0.37)));
            var killed = workers[0];
            var orphans = cluster.Runnable().Where(key => cluster.OwnerOf(key) == killed.Name).ToArray();
            Assert.Equal(8, orphans.Length);
            killed.Kill();

            await cluster.UntilAsync(
                () => Array.TrueForAll(orphans, key => cluster.ReaderOf(key) != killed.Name), TimeSpan.FromSeconds(15));
            Assert.True(cluster.IsBalanced());
        });

    [Theory]
    [MemberData(nameof(Moments))]
    public Task All_shards_of_a_worker_that_stops_are_read_elsewhere_within_two_seconds(int moment) =>
        RunAsync(moment, shards: 24, async (cluster, workers) =>
        {
            await cluster.WaitAsync(TimeSpan.FromSeconds(10 + (moment * 0.37)));
            var leaver = workers[0];
            var shards = cluster.Runnable().Where(key => cluster.OwnerOf(key) == leaver.Name).ToArray();
            var stopped = leaver.StopAsync();

            await cluster.UntilAsync(
                () => Array.TrueForAll(shards, key => cluster.ReaderOf(key) != leaver.Name), TimeSpan.FromSeconds(2));
            Assert.True(cluster.IsBalanced());
            await stopped;
        });

    [Theory]
    [MemberData(nameof(Moments))]
    public Task The_child_of_a_busy_shard_that_rolls_is_read_within_a_second_of_the_last_record(int moment) =>
        RunAsync(moment, shards: 6, async (cluster, _) =>
        {
            await cluster.WaitAsync(TimeSpan.FromSeconds(10 + (moment * 0.37)));
            for (var number = 1; number <= 5; number++)
            {
                await cluster.PutManyAsync(50, number);
                await cluster.WaitAsync(TimeSpan.FromSeconds(0.3));
            }

            await cluster.PutManyAsync(50, number: 6);
            var children = cluster.RollShards("Items").Select(static shard => shard.ShardId).ToArray();

            await cluster.UntilAsync(
                () => Array.TrueForAll(children, child => cluster.Core.Reads.Keys.Any(key => key.EndsWith(child, StringComparison.Ordinal))),
                TimeSpan.FromSeconds(1));
        });

    [Theory]
    [MemberData(nameof(Moments))]
    public Task An_empty_shard_that_rolls_is_followed_within_the_polling_delay_and_a_little(int moment) =>
        RunAsync(moment, shards: 6, async (cluster, _) =>
        {
            await cluster.WaitAsync(TimeSpan.FromSeconds(30 + (moment * 0.37)));
            var children = cluster.RollShards("Items").Select(static shard => shard.ShardId).ToArray();

            await cluster.UntilAsync(
                () => Array.TrueForAll(children, child => cluster.Core.Reads.Keys.Any(key => key.EndsWith(child, StringComparison.Ordinal))),
                TimeSpan.FromSeconds(1.5));
        });

    [Fact]
    public async Task A_worker_that_joins_ten_with_a_thousand_shards_has_its_share_within_thirty_seconds_and_no_other_lease_moves()
    {
        await SimulatedCluster.RunAsync(new() { ShardsPerTable = 1000 }, async cluster =>
        {
            await cluster.CreateTableAsync();
            for (var i = 0; i < 10; i++)
            {
                await cluster.StartAsync();
            }

            await cluster.UntilAsync(cluster.IsBalanced, TimeSpan.FromSeconds(60));
            await cluster.WaitAsync(TimeSpan.FromMinutes(2));
            var before = cluster.Runnable().ToDictionary(static key => key, cluster.OwnerOf);
            await cluster.StartAsync();
            await cluster.UntilAsync(cluster.IsBalanced, TimeSpan.FromSeconds(30));
            var moved = before.Where(lease => cluster.OwnerOf(lease.Key) != lease.Value).ToArray();
            Assert.InRange(moved.Length, 90, 91);
            Assert.All(moved, lease => Assert.Equal("worker-11", cluster.OwnerOf(lease.Key)));

            // One plan's moves, then none.
            await cluster.WaitAsync(TimeSpan.FromMinutes(3));
            Assert.Equal(moved.Length, before.Count(lease => cluster.OwnerOf(lease.Key) != lease.Value));
        });
    }

    private static Task RunAsync(int seed, int shards, Func<SimulatedCluster, SimulatedWorker[], Task> test) =>
        SimulatedCluster.RunAsync(new() { Seed = seed, ShardsPerTable = shards }, async cluster =>
        {
            await cluster.CreateTableAsync();
            var workers = new List<SimulatedWorker>();
            for (var i = 0; i < 3; i++)
            {
                workers.Add(await cluster.StartAsync());
            }

            await cluster.UntilAsync(cluster.IsBalanced, TimeSpan.FromSeconds(10));
            await test(cluster, [.. workers]);
        });
}
