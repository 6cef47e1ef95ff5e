using DynamoHandlers.Telemetry;
using Microsoft.Extensions.Logging;

namespace DynamoHandlers.Leasing.Sync;

/// <summary>Creates leases that are missing, and reports those that somebody must have deleted.</summary>
internal static class LeaseCreation
{
    // A stream of thousands of shards must get its first leases within a lease duration.
    private const int Parallelism = 16;

    public static Task CreateAllAsync(
        LeaseStore leases, IEnumerable<NewLease> wanted, ILogger logger, CancellationToken cancellationToken)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        return Parallel.ForEachAsync(
            wanted, parallel, async (lease, stop) => await CreateAsync(leases, lease, logger, stop).ConfigureAwait(false));
    }

    /// <returns>False if there is a lease already, or a marker that there need be none.</returns>
    public static async ValueTask<bool> CreateAsync(
        LeaseStore leases, NewLease lease, ILogger logger, CancellationToken cancellationToken)
    {
        var isCreated = await leases.CreateAsync(lease.Key, lease.ParentShardId, lease.GateOpen, cancellationToken)
            .ConfigureAwait(false);
        if (isCreated && lease.IsLost)
        {
            // Only now: the row may have been made between the reads that seemed to prove it missing.
            Log.LeaseRecreated(logger, lease.Key.ShardId, lease.Key.Stream.Table);
        }

        return isCreated;
    }
}
