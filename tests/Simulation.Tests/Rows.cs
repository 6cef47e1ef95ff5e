using DynamoHandlers.Testing;
using DynamoHandlers.Testing.Simulation.Invariants;

namespace DynamoHandlers.Simulation.Tests;

/// <summary>Rows of the lease table, for what a test asks of them.</summary>
internal static class Rows
{
    /// <summary>Waits until there are leases, and each worker has its share.</summary>
    public static Task BalancedAsync(this SimulatedCluster cluster, TimeSpan? within = null) =>
        cluster.UntilAsync(() => cluster.Runnable().Any() && cluster.IsBalanced(), within ?? TimeSpan.FromSeconds(30));

    /// <summary>The lease of a shard; null if it has none.</summary>
    public static LeaseView? LeaseOf(this SimulatedCluster cluster, string shardId) =>
        cluster.Core.Rows.Leases.Keys.FirstOrDefault(key => IsOf(key, shardId)) is { } key ? cluster.Core.Rows.Lease(key) : null;

    /// <summary>Why a shard needs no lease; null if there is no marker that says so.</summary>
    public static string? MarkerOf(this SimulatedCluster cluster, string shardId) =>
        cluster.Core.Rows.Markers.FirstOrDefault(row => IsOf(row.Key, shardId)).Value?.Text("reason");

    /// <summary>Whether a worker has read a shard.</summary>
    public static bool HasRead(this SimulatedCluster cluster, string shardId) =>
        cluster.Core.Reads.Keys.Any(key => IsOf(key, shardId));

    /// <summary>When a shard was read last, in virtual seconds.</summary>
    public static double ReadAt(this SimulatedCluster cluster, string shardId) =>
        cluster.Core.Reads.Single(read => IsOf(read.Key, shardId)).Value.At / (double)TimeSpan.TicksPerSecond;

    /// <summary>The identities that a worker has had, the oldest first, and their rows.</summary>
    public static IReadOnlyList<(string Identity, WorkerView Row)> IdentitiesOf(this SimulatedCluster cluster, string worker) =>
        [.. cluster.Core.Rows.Workers.Where(row => row.Key.StartsWith(worker + "#", StringComparison.Ordinal))
            .Select(static row => (row.Key, WorkerView.Of(row.Value)))];

    /// <summary>The identities that live, in order.</summary>
    public static string[] Living(this SimulatedCluster cluster) =>
        [.. cluster.Core.Rows.Workers.Where(static row => WorkerView.Of(row.Value).State == "live")
            .Select(static row => row.Key).Order(StringComparer.Ordinal)];

    /// <summary>The epochs of all leases.</summary>
    public static Dictionary<string, long> Epochs(this SimulatedCluster cluster) =>
        cluster.Core.Rows.Leases.Keys.ToDictionary(static key => key, key => cluster.Core.Rows.Lease(key)!.Value.Epoch);

    private static bool IsOf(string key, string shardId) => key.EndsWith("/" + shardId, StringComparison.Ordinal);
}
