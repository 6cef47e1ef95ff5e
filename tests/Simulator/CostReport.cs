using System.Globalization;
using DynamoHandlers.Testing;
using DynamoHandlers.Testing.Simulation.Network;

namespace DynamoHandlers.Simulator;

/// <summary>
/// What an hour of coordination costs, counted by the simulated service: the table of docs/cost.md.
/// </summary>
internal static class CostReport
{
    private const string Leases = "simulated";

    // The KCL, as its sources have it: each lease is renewed every 3.3 seconds, and one worker scans the table every 20.
    private const double KclRenewals = 26_100 / 24.0;
    private const double KclScans = 180;
    private const double KclRowsPerReadUnit = 8192 / 300.0;

    public static async Task<int> RunAsync()
    {
        Console.WriteLine("| shards | workers | traffic | heartbeats | checkpoints | write units | read units | DescribeStream | KCL write units | KCL read units |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
        foreach (var (shards, workers) in new[] { (10, 1), (10, 3), (100, 3), (100, 10), (1000, 10) })
        {
            await PrintAsync(shards, workers, isBusy: false);
        }

        await PrintAsync(10, 3, isBusy: true);
        await PrintAsync(100, 3, isBusy: true);
        return 0;
    }

    private static async Task PrintAsync(int shards, int workers, bool isBusy)
    {
        var (counts, beats, checkpoints) = await MeasureAsync(shards, workers, isBusy);
        var all = counts.Of(place: Leases);
        var kclWrites = (KclRenewals + (isBusy ? 3600 : 0)) * shards;
        var kclReads = KclScans * Math.Ceiling(shards / KclRowsPerReadUnit);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {shards} | {workers} | {(isBusy ? "busy" : "idle")} | {beats:F0} | {checkpoints:F0} | {all.WriteUnits:F0} | {all.ReadUnits:F0} | {counts.Of("DescribeStream").Requests} | {kclWrites:F0} | {kclReads:F0} |"));
    }

    private static async Task<(RequestCounts Counts, double Beats, double Checkpoints)> MeasureAsync(int shards, int workers, bool isBusy)
    {
        var result = default((RequestCounts, double, double));
        await SimulatedCluster.RunAsync(new() { ShardsPerTable = shards }, async cluster =>
        {
            await cluster.CreateTableAsync();
            for (var i = 0; i < workers; i++)
            {
                await cluster.StartWorkerAsync(TimeSpan.FromSeconds(isBusy ? 1 : 60));
            }

            await cluster.WaitAsync(TimeSpan.FromMinutes(5));
            cluster.Core.Counts.Clear();
            var end = cluster.Clock.GetUtcNow().AddHours(1);
            for (var number = 0; cluster.Clock.GetUtcNow() < end; number++)
            {
                for (var item = 0; isBusy && item < shards * 10; item++)
                {
                    await cluster.PutAsync(item, number);
                }

                await cluster.WaitAsync(TimeSpan.FromSeconds(4));
            }

            // The only updates of an hour without changes: heartbeats, and checkpoints where there is traffic.
            var beats = workers * 3600 / (10 / 3.0);
            result = (cluster.Core.Counts, beats, Math.Max(0, cluster.Core.Counts.Of("UpdateItem", Leases).Requests - beats));
        });
        return result;
    }
}
