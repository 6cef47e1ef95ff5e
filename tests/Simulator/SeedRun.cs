using System.Globalization;
using DynamoHandlers.Testing;
using DynamoHandlers.Testing.Simulation;

namespace DynamoHandlers.Simulator;

/// <summary>One simulation: a fleet in a bad world, then a good one in which everything must come right.</summary>
internal static class SeedRun
{
    /// <param name="seed">What all chance comes from.</param>
    /// <param name="prepare">Changes the simulation before it begins.</param>
    /// <returns>What happened, in numbers.</returns>
    /// <exception cref="SimulationException">Something was wrong.</exception>
    public static async Task<SeedResult> RunAsync(int seed, Action<SimulationCore> prepare)
    {
        var result = default(SeedResult);
        var profile = new Profile(seed);
        await SimulatedCluster.RunAsync(profile.ClusterOptions(seed), prepare, async cluster =>
        {
            await LiveAsync(cluster, profile);
            var shards = Profile.Tables.Sum(table => cluster.ListShards(table).Count);
            result = new(cluster.TraceHash, shards, cluster.Core.Deliveries.Calls, cluster.Core.Counts.Of().Requests);
        });
        return result;
    }

    private static async Task LiveAsync(SimulatedCluster cluster, Profile profile)
    {
        foreach (var table in Profile.Tables)
        {
            await cluster.CreateTableAsync(table);
        }

        await Totals.CreateAsync(cluster);
        var load = new Load(cluster, profile);
        await load.WriteAsync(count: 10);
        Profile.Tables.ToList().ForEach(table => cluster.RollShards(table));
        await load.WriteAsync(count: 10);
        var fleet = new Fleet(cluster, profile);
        var starts = Enumerable.Range(0, profile.Workers).Select(_ => fleet.StartAsync()).ToList();
        using var over = new CancellationTokenSource();
        var writing = load.RunAsync(over.Token);
        await new Chaos(cluster, fleet, profile).RunAsync();
        await Task.WhenAll(starts);
        while (fleet.Running.Count < 2)
        {
            await fleet.StartAsync();
        }

        if (profile.MixedVersions)
        {
            // Old versions alone leave a table to nobody, rightly.
            await fleet.StartAsync(isCurrent: true);
        }

        await over.CancelAsync();
        await writing;
        await cluster.SettleAsync();
        if (profile.IsExact)
        {
            await Totals.CheckAsync(cluster);
        }

        await Balance.CheckAsync(cluster, profile);
    }
}

/// <summary>What a run came to.</summary>
/// <param name="TraceHash">A hash of everything that happened.</param>
/// <param name="Shards">How many shards there were.</param>
/// <param name="Calls">How often handlers were called.</param>
/// <param name="Requests">How many requests workers made.</param>
internal readonly record struct SeedResult(string TraceHash, int Shards, long Calls, long Requests)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"trace {TraceHash}, {Shards} shards, {Calls} calls, {Requests} requests");
}
