using DynamoHandlers.Testing.InMemory.Engine;
using DynamoHandlers.Testing.InMemory.Values;

namespace DynamoHandlers.Testing.Simulation.Invariants;

/// <summary>The rows of the lease table as they are now, for whoever judges a change.</summary>
internal sealed class LeaseRows
{
    public Dictionary<string, MapValue> Leases { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, MapValue> Workers { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, MapValue> Streams { get; } = new(StringComparer.Ordinal);

    /// <summary>Markers by <c>table/label/shard</c>.</summary>
    public Dictionary<string, MapValue> Markers { get; } = new(StringComparer.Ordinal);

    public LeaseView? Lease(string key) => Leases.TryGetValue(key, out var row) ? LeaseView.Of(row) : null;

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
            _ when partition.StartsWith("L#", StringComparison.Ordinal) => (Leases, sort),
            _ when partition.StartsWith("S#", StringComparison.Ordinal) => (Streams, sort),
            _ when partition.StartsWith("R#", StringComparison.Ordinal) =>
                (Markers, $"{partition[(partition.IndexOf('#', 2) + 1)..]}/{sort}"),
            _ => null,
        };
    }
}
