using DynamoHandlers.Testing;

namespace DynamoHandlers.Simulation.Tests;

/// <summary>Who owns and who reads which shards, as the lease table and the streams service see it.</summary>
internal static class Shares
{
    /// <summary>How many leases that may run each running worker owns, the fewest first.</summary>
    public static int[] Counts(this SimulatedCluster cluster)
    {
        var counts = cluster.Workers.Where(static worker => worker.IsRunning).ToDictionary(static worker => worker.Name, static _ => 0);
        foreach (var owner in cluster.Runnable().Select(key => cluster.OwnerOf(key)).OfType<string>().Where(counts.ContainsKey))
        {
            counts[owner]++;
        }

        return [.. counts.Values.Order()];
    }

    /// <summary>Whether all leases that may run belong to running workers, with counts that differ by at most one.</summary>
    public static bool IsBalanced(this SimulatedCluster cluster)
    {
        var counts = cluster.Counts();
        return counts[^1] - counts[0] <= 1 && counts.Sum() == cluster.Runnable().Count();
    }

    /// <summary>The leases that may run, by <c>table/label/shard</c>.</summary>
    public static IEnumerable<string> Runnable(this SimulatedCluster cluster) =>
        cluster.Core.Rows.Leases.Keys.Where(key => cluster.Core.Rows.Lease(key) is { State: "open", GateOpen: true });

    /// <summary>The name of the worker that owns a lease; null for nobody.</summary>
    public static string? OwnerOf(this SimulatedCluster cluster, string key) => cluster.Core.Rows.Lease(key)?.Owner?.Split('#')[0];

    /// <summary>The name of the worker that has read a shard last; null for nobody.</summary>
    public static string? ReaderOf(this SimulatedCluster cluster, string key) =>
        cluster.Core.Reads.TryGetValue(key, out var read) ? read.Worker : null;

    /// <summary>Virtual seconds since the run began.</summary>
    public static double Seconds(this SimulatedCluster cluster) => cluster.Core.World.GetTimestamp() / (double)TimeSpan.TicksPerSecond;
}
