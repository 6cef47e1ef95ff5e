using DynamoHandlers.Wire;

namespace DynamoHandlers.Streams;

/// <summary>All shards of a stream as one complete pass over its description showed them.</summary>
internal sealed class ShardListing
{
    private readonly Dictionary<string, ShardDescription> _shards;
    private readonly ILookup<string, ShardDescription> _children;

    public ShardListing(IEnumerable<ShardDescription> shards, DateTimeOffset serviceTime, StreamStatus status)
    {
        _shards = new(StringComparer.Ordinal);
        foreach (var shard in shards)
        {
            _shards[shard.ShardId] = shard;
        }

        _children = _shards.Values.Where(static shard => shard.ParentShardId is not null)
            .ToLookup(static shard => shard.ParentShardId!, StringComparer.Ordinal);
        ServiceTime = serviceTime;
        Status = status;
    }

    /// <summary>The service's clock at the end of the pass.</summary>
    public DateTimeOffset ServiceTime { get; }

    /// <summary>Whether the stream takes new records, and shards at its end may get children.</summary>
    public StreamStatus Status { get; }

    /// <summary>How many requests the pass took.</summary>
    public int Pages { get; init; } = 1;

    public IReadOnlyCollection<ShardDescription> Shards => _shards.Values;

    public bool Contains(string shardId) => _shards.ContainsKey(shardId);

    /// <summary>The shards that continue a shard.</summary>
    public IEnumerable<ShardDescription> ChildrenOf(string shardId) => _children[shardId];

    /// <summary>
    /// The shards listed open, and their descendants: a listing may show a child while its parent still looks open.
    /// </summary>
    public IReadOnlySet<string> OpenOrBelowOpen()
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Queue<ShardDescription>(_shards.Values.Where(static shard => !shard.IsClosed));
        while (waiting.TryDequeue(out var shard))
        {
            if (found.Add(shard.ShardId))
            {
                foreach (var child in ChildrenOf(shard.ShardId))
                {
                    waiting.Enqueue(child);
                }
            }
        }

        return found;
    }
}
