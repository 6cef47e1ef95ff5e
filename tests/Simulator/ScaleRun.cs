using System.Diagnostics;
using System.Globalization;
using DynamoHandlers.Testing;

namespace DynamoHandlers.Simulator;

/// <summary>
/// A large fleet: reaches balance, loses a tenth of its workers at once, and is restarted worker by worker, with every
/// check of the simulation on. Prints how long each took in virtual time.
/// </summary>
internal static class ScaleRun
{
    private static readonly TimeSpan MaxPollDelay = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(int shards, int workers)
    {
        var real = Stopwatch.StartNew();
        try
        {
            await SimulatedCluster.RunAsync(
                new() { ShardsPerTable = shards }, cluster => RunAsync(cluster, shards, workers, real));
            return 0;
        }
        catch (SimulationException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private static async Task RunAsync(SimulatedCluster cluster, int shards, int workers, Stopwatch real)
    {
        await cluster.CreateTableAsync();
        var fleet = new Queue<SimulatedWorker>();
        for (var i = 0; i < workers; i++)
        {
            fleet.Enqueue(await cluster.StartWorkerAsync(MaxPollDelay));
        }

        using var over = new CancellationTokenSource();
        var load = WriteAsync(cluster, over.Token);
        await PhaseAsync($"{workers} workers share {shards} shards");

        var lost = Math.Max(1, workers / 10);
        for (var i = 0; i < lost; i++)
        {
            fleet.Dequeue().Kill();
        }

        await PhaseAsync($"{lost} workers lost at once");
        for (var i = 0; i < lost; i++)
        {
            fleet.Enqueue(await cluster.StartWorkerAsync(MaxPollDelay));
        }

        await PhaseAsync($"{lost} workers join");
        for (var i = 0; i < workers; i++)
        {
            await fleet.Dequeue().StopAsync();
            fleet.Enqueue(await cluster.StartWorkerAsync(MaxPollDelay));
            await cluster.WaitAsync(TimeSpan.FromSeconds(2));
        }

        await PhaseAsync($"{workers} workers restarted one after the other, balanced again");
        await over.CancelAsync();
        await load;
        await cluster.SettleAsync();
        Print("every record handled");

        async Task PhaseAsync(string what)
        {
            var began = cluster.Clock.GetTimestamp();
            var moves = cluster.Core.Counts.Of(place: "simulated").WriteUnits;
            await cluster.UntilAsync(() => IsBalanced(cluster, shards), TimeSpan.FromMinutes(60));
            var took = TimeSpan.FromTicks(cluster.Clock.GetTimestamp() - began);
            Print($"{what}: within {took.TotalSeconds:F0} s, {cluster.Core.Counts.Of(place: "simulated").WriteUnits - moves:F0} write units");
        }

        void Print(string what) => Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{real.Elapsed.TotalSeconds,6:F0} s real, {cluster.Core.World.GetTimestamp() / (double)TimeSpan.TicksPerSecond,6:F0} s virtual: {what}"));
    }

    // All leases belong to workers that run, with counts that differ by at most one, and their shards are read.
    private static bool IsBalanced(SimulatedCluster cluster, int shards)
    {
        var running = cluster.Workers.Where(static worker => worker.IsRunning).Select(static worker => worker.Name)
            .ToDictionary(static name => name, static _ => 0, StringComparer.Ordinal);
        foreach (var key in cluster.Core.Rows.Leases.Keys)
        {
            if (cluster.Core.Rows.Lease(key)?.Owner?.Split('#')[0] is not { } owner || !running.TryGetValue(owner, out var count)
                || !cluster.Core.Reads.TryGetValue(key, out var read) || read.Worker != owner)
            {
                return false;
            }

            running[owner] = count + 1;
        }

        return running.Values.Sum() == shards && running.Values.Max() - running.Values.Min() <= 1;
    }

    private static async Task WriteAsync(SimulatedCluster cluster, CancellationToken over)
    {
        for (var number = 0; !over.IsCancellationRequested; number++)
        {
            await cluster.PutAsync(number % 500, number);
            await cluster.WaitAsync(TimeSpan.FromMilliseconds(50));
        }
    }
}
