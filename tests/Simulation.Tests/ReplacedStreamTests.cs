using DynamoHandlers.Testing;

namespace DynamoHandlers.Simulation.Tests;

/// <summary>
/// Streaming is disabled and enabled anew under workers that come, go and freeze, on a bad network: every record of every
/// stream is handled, and each item's changes stay in order from one stream to the next.
/// </summary>
public sealed class ReplacedStreamTests
{
    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 10)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Whatever_fails_every_stream_of_a_table_is_drained_before_the_next(int seed) =>
        await SimulatedCluster.RunAsync(new() { Seed = seed, ShardPageSize = 3 }, async cluster =>
        {
            await cluster.CreateTableAsync();
            var random = new Random(cluster.Random.Next());
            await Task.WhenAll(cluster.StartAsync(), cluster.StartAsync(), cluster.StartAsync());
            var number = 0;
            for (var stream = 0; stream < 3; stream++)
            {
                Spoil(cluster.Faults);
                for (var round = 0; round < 6; round++)
                {
                    await cluster.PutManyAsync(12, ++number);
                    await DisturbAsync(cluster, random);
                    await cluster.WaitAsync(TimeSpan.FromSeconds(random.NextDouble() * 8));
                }

                await cluster.DisableStreamAsync("Items");
                await cluster.WaitAsync(TimeSpan.FromSeconds(random.NextDouble() * 60));
                await cluster.EnableStreamAsync("Items");
                await cluster.PutManyAsync(12, ++number);

                // A stream that is replaced before anybody has looked at the table is not found.
                cluster.Heal();
                await cluster.WaitAsync(TimeSpan.FromSeconds(120));
            }

            await cluster.SettleAsync();
        });

    private static void Spoil(SimulatedFaults faults)
    {
        (faults.LostRequests, faults.LateRequests, faults.LostAnswers) = (0.02, 0.01, 0.02);
        (faults.NotFound, faults.OmittedShards) = (0.02, 0.05);
        faults.ListingDelay = TimeSpan.FromSeconds(5);
    }

    private static async Task DisturbAsync(SimulatedCluster cluster, Random random)
    {
        var running = cluster.Workers.Where(static worker => worker.IsRunning && !worker.IsPaused).ToArray();
        var victim = running[random.Next(running.Length)];
        switch (random.Next(6))
        {
            case 0:
                cluster.RollShards("Items");
                break;
            case 1:
                cluster.SplitShard("Items", cluster.ListShards("Items").First(static shard => !shard.IsClosed).ShardId);
                break;
            case 2 when running.Length > 1:
                victim.Kill();
                await StartAsync(cluster);
                break;
            case 3 when running.Length > 1:
                victim.Pause();
                break;
            case 4:
                cluster.ExpireIterators();
                break;
        }
    }

    // A worker that cannot start says why and ends; whatever runs it starts it again.
    private static async Task StartAsync(SimulatedCluster cluster)
    {
        var isStarted = false;
        while (!isStarted)
        {
            try
            {
                await cluster.StartAsync();
                isStarted = true;
            }
            catch (WorkerStartException)
            {
                await cluster.WaitAsync(TimeSpan.FromSeconds(1));
            }
        }
    }
}
