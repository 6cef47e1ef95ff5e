using System.Globalization;
using DynamoHandlers.Leasing;
using DynamoHandlers.Testing;
using DynamoHandlers.Testing.InMemory.Streams;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoHandlers.Simulator;

/// <summary>Those who have shards, or all, rewound: some at once, and some who are gone before they know what came of it.</summary>
internal sealed class Operators(SimulatedCluster cluster)
{
    private static readonly TimeSpan LongestPatience = TimeSpan.FromMinutes(2);

    private readonly Random _random = new(cluster.Random.Next());
    private int _named;

    public async Task RewindSomethingAsync()
    {
        var who = cluster.NewOperator(string.Create(CultureInfo.InvariantCulture, $"operator-{++_named}"));
        var patience = _random.Next(3) == 0 ? TimeSpan.FromSeconds(_random.NextDouble() * 5) : LongestPatience;
        var rewind = RewindAsync(who.Services.GetRequiredService<IRewind>());
        await Task.WhenAny(rewind, cluster.WaitAsync(patience));
        who.Kill();

        // Whoever is refused, or loses the network, asks again or not.
        if (rewind.IsFaulted
            && rewind.Exception.InnerException is not (RewindException or Amazon.Runtime.AmazonServiceException or HttpRequestException))
        {
            await rewind;
        }
    }

    private Task RewindAsync(IRewind rewind)
    {
        var keys = cluster.Core.Rows.Leases.Keys.Order(StringComparer.Ordinal).ToList();
        if (_random.Next(4) == 0 || keys.Count == 0)
        {
            return rewind.RewindAsync(_random.Next(4) switch
            {
                0 => RewindPosition.At(cluster.Clock.GetUtcNow() - TimeSpan.FromSeconds(_random.NextDouble() * 60)),
                1 when _random.Next(3) == 0 => RewindPosition.Latest,
                _ => RewindPosition.TrimHorizon,
            });
        }

        var open = keys.FindAll(key => cluster.Core.Rows.Lease(key)!.Value is { State: "open", GateOpen: true });
        var key = _random.Next(8) > 0 && open.Count > 0 ? open[_random.Next(open.Count)] : keys[_random.Next(keys.Count)];
        var shard = LeaseKey.TryParse(key)!.Value;
        return rewind.RewindShardAsync(shard.Stream.Table, shard.ShardId, PositionIn(key));
    }

    private RewindPosition PositionIn(string key)
    {
        var records = cluster.Core.Deliveries.Shards.FirstOrDefault(shard => shard.Key == key)?.Records;
        return records is { Count: > 0 } && _random.Next(3) is > 0 and var kind
            ? Position(records[_random.Next(records.Count)], kind)
            : RewindPosition.TrimHorizon;
    }

    private static RewindPosition Position(Testing.Simulation.Invariants.RecordState record, int kind) => kind == 1
        ? RewindPosition.At(record.CreatedAt)
        : RewindPosition.After(RecordJson.FormatSequence(record.Sequence));
}
