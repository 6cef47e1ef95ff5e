using DynamoHandlers.Testing;

namespace DynamoHandlers.Simulation.Tests;

/// <summary>What coordination costs, counted by the simulated service: the figures of docs/cost.md.</summary>
public sealed class CostTests
{
    // The KCL renews each lease every 3.3 seconds: 26,100 writes a day.
    private const double KclRenewalsPerHour = 26_100 / 24.0;

    [Fact]
    public async Task An_idle_thousand_shards_on_ten_workers_cost_a_hundredth_of_the_writes_of_a_lease_counter_each()
    {
        var cost = await MeasureAsync(workers: 10, shards: 1000, isBusy: false);
        var budget = KclRenewalsPerHour * 1000 * 0.05;
        Assert.InRange(cost.LeaseTable.WriteUnits, 0, budget);

        // A heartbeat every third of the lease duration for each worker, and next to nothing besides.
        Assert.InRange(cost.LeaseTable.WriteUnits, 10 * 1000, 10 * 1200);

        // The board and the inbox every second, the workers every two, the leases every minute, and sixteen buckets a time.
        Assert.InRange(cost.LeaseTable.ReadUnits, 0, 10 * 3600 * 3);
        Assert.InRange(cost.Describes, 0, 200);
    }

    [Fact]
    public async Task A_busy_shard_costs_a_checkpoint_every_interval_and_nothing_else()
    {
        var idle = await MeasureAsync(workers: 2, shards: 10, isBusy: false);
        var busy = await MeasureAsync(workers: 2, shards: 10, isBusy: true);
        Assert.InRange(busy.LeaseTable.WriteUnits - idle.LeaseTable.WriteUnits, 10 * 600, 10 * 720 * 1.05);
        Assert.InRange(busy.LeaseTable.ReadUnits / idle.LeaseTable.ReadUnits, 0.9, 1.1);
    }

    [Fact]
    public async Task An_idle_shard_is_read_once_in_the_longest_polling_delay()
    {
        var cost = await MeasureAsync(workers: 2, shards: 10, isBusy: false, poll: TimeSpan.FromSeconds(1));
        Assert.InRange(cost.GetRecords, 10 * 3500, 10 * 3600);
    }

    private static async Task<(Testing.Simulation.Network.RequestCount LeaseTable, long GetRecords, long Describes)> MeasureAsync(
        int workers, int shards, bool isBusy, TimeSpan? poll = null)
    {
        (Testing.Simulation.Network.RequestCount, long, long) cost = default;
        await SimulatedCluster.RunAsync(new() { ShardsPerTable = shards }, async cluster =>
        {
            await cluster.CreateTableAsync();
            for (var i = 0; i < workers; i++)
            {
                // Reading is not coordination: slow, so that an hour of many shards is simulated quickly.
                await cluster.StartAsync(o => o.MaxPollDelay = poll ?? TimeSpan.FromSeconds(isBusy ? 1 : 60));
            }

            await cluster.UntilAsync(cluster.IsBalanced, TimeSpan.FromMinutes(2));
            await cluster.WaitAsync(TimeSpan.FromMinutes(2));
            cluster.Core.Counts.Clear();
            var end = cluster.Seconds() + 3600;
            for (var number = 0; cluster.Seconds() < end; number++)
            {
                if (isBusy)
                {
                    await cluster.PutManyAsync(shards * 10, number);
                }

                await cluster.WaitAsync(TimeSpan.FromSeconds(4));
            }

            var requests = cluster.Core.Counts;
            cost = (requests.Of(place: "simulated"), requests.Of("GetRecords").Requests, requests.Of("DescribeStream").Requests);
        });
        return cost;
    }
}
