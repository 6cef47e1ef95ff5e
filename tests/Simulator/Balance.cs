using DynamoHandlers.Testing;
using DynamoHandlers.Testing.Simulation;

namespace DynamoHandlers.Simulator;

/// <summary>Whether the leases are shared evenly when all is well, and stay where they are.</summary>
internal static class Balance
{
    // The slow look of every worker at all leases, and the moves that follow from it.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(15);

    /// <exception cref="InvalidOperationException">They are not shared evenly, or still move.</exception>
    public static async Task CheckAsync(SimulatedCluster cluster, Profile profile)
    {
        // With versions that do not know all tables, an even share may not exist.
        if (profile.MixedVersions)
        {
            return;
        }

        var restless = 0;
        while (true)
        {
            await AwaitEvenAsync(cluster);
            var before = Owners(cluster.Core);
            await cluster.WaitAsync(Quiet);
            var after = Owners(cluster.Core);
            if (before.SequenceEqual(after))
            {
                return;
            }

            // While shards still end, their children may make moves necessary. Once, a plan from before the last of them,
            // of which a newcomer gets its share little by little, is carried out to its end; after that nothing moves.
            if (before.Select(static row => row.Lease).SequenceEqual(after.Select(static row => row.Lease)) && ++restless > 1)
            {
                throw new InvalidOperationException("Leases change owners though nothing happens and they were shared evenly.");
            }
        }
    }

    private static async Task AwaitEvenAsync(SimulatedCluster cluster)
    {
        try
        {
            await cluster.UntilAsync(() => IsEven(Counts(cluster.Core)), Patience);
        }
        catch (TimeoutException)
        {
            throw new InvalidOperationException($"The leases are not shared evenly: {string.Join(", ", Counts(cluster.Core))}.");
        }
    }

    private static bool IsEven(Dictionary<string, int> counts) =>
        counts.Count == 0 || counts.Values.Max() - counts.Values.Min() <= 1;

    // How many leases each worker that lives has.
    private static Dictionary<string, int> Counts(SimulationCore core)
    {
        var counts = core.Rows.Workers.Keys.Where(core.IsLive).ToDictionary(static identity => identity, static _ => 0);
        foreach (var (_, owner) in Owners(core))
        {
            counts[owner ?? "nobody"] = counts.GetValueOrDefault(owner ?? "nobody") + 1;
        }

        return counts;
    }

    private static List<(string Lease, string? Owner)> Owners(SimulationCore core) =>
    [
        .. core.Rows.Leases.Keys.Order(StringComparer.Ordinal)
            .Select(key => (Key: key, Lease: core.Rows.Lease(key)!.Value))
            .Where(static row => row.Lease is { State: "open", GateOpen: true })
            .Select(static row => (row.Key, row.Lease.Owner)),
    ];
}
