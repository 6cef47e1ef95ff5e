using DynamoHandlers.Testing.InMemory.Engine;
using DynamoHandlers.Testing.InMemory.Values;

namespace DynamoHandlers.Testing.Simulation.Invariants;

/// <summary>The rows of the lease table as they are now, for whoever judges a change.</summary>
internal sealed class LeaseRows
{
    private readonly Dictionary<long, GenerationRows> _generations = [];

    /// <summary>The generation of leases that counts.</summary>
    public long Generation { get; private set; } = DynamoHandlers.Leasing.Application.FirstGeneration;

    /// <summary>Whether the application is being rewound: workers stop.</summary>
    public bool IsBeingRewound { get; private set; }

    public Dictionary<string, MapValue> Leases => Of(Generation).Leases;

    public Dictionary<string, MapValue> Workers { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, MapValue> Streams => Of(Generation).Streams;

    /// <summary>Markers by <c>table/label/shard</c>.</summary>
    public Dictionary<string, MapValue> Markers => Of(Generation).Markers;

    /// <summary>The application's row changed.</summary>
    /// <returns>Whether another generation of leases counts from now on.</returns>
    public bool Enter(MapValue? application)
    {
        var generation = application?.Number("gen") ?? DynamoHandlers.Leasing.Application.FirstGeneration;
        IsBeingRewound = application?.Number("next") > 0;
        var isNew = generation > Generation;
        Generation = Math.Max(generation, Generation);
        return isNew;
    }

    /// <summary>The generation that a worker works on.</summary>
    public long GenerationOf(string identity) =>
        Workers.TryGetValue(identity, out var row) && row.Number("gen") is > 0 and var generation ? generation : 1;

    public LeaseView? Lease(string key) => Leases.TryGetValue(key, out var row) ? LeaseView.Of(row) : null;

    /// <summary>Whether a worker is at work, by its row.</summary>
    public bool IsLive(string identity) =>
        Workers.TryGetValue(identity, out var row) && WorkerView.Of(row).State == "live";

    /// <summary>Whether a shard is behind the application: its lease is finished, or a marker stands for it.</summary>
    public bool IsPassed(string key) => Markers.ContainsKey(key) || Lease(key)?.State == "finished";

    /// <summary>From when a stream's records count; null for all.</summary>
    public DateTimeOffset? From(string stream) => Streams.TryGetValue(stream, out var row) && row.Text("from") is { } text
        ? DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture)
        : null;

    /// <summary>Which kind of row a key is of: the dictionary and the key in it; null for rows that do not matter.</summary>
    public (Dictionary<string, MapValue> Rows, string Key)? Place(ItemKey key)
    {
        var (partition, sort) = (((StringValue)key.Partition).Text, ((StringValue)key.Sort).Text);
        return partition switch
        {
            "W" => (Workers, sort),
            _ when partition.StartsWith("L#", StringComparison.Ordinal) => (Of(partition).Leases, sort),
            _ when partition.StartsWith("S#", StringComparison.Ordinal) => (Of(partition).Streams, sort),
            _ when partition.StartsWith("R#", StringComparison.Ordinal) =>
                (Of(partition).Markers, $"{partition[(partition.IndexOf('#', 2) + 1)..]}/{sort}"),
            _ => null,
        };
    }

    private GenerationRows Of(string partition) => Of(long.TryParse(partition.Split('#')[1], out var generation) ? generation : 0);

    private GenerationRows Of(long generation)
    {
        if (!_generations.TryGetValue(generation, out var rows))
        {
            _generations.Add(generation, rows = new GenerationRows());
        }

        return rows;
    }

    private sealed class GenerationRows
    {
        public Dictionary<string, MapValue> Leases { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, MapValue> Streams { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, MapValue> Markers { get; } = new(StringComparer.Ordinal);
    }
}
