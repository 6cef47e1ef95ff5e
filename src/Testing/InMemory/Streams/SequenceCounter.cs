namespace DynamoHandlers.Testing.InMemory.Streams;

/// <summary>Hands out a table's sequence numbers and shard ids, rising strictly across all its streams.</summary>
internal sealed class SequenceCounter
{
    private long _shardTime;
    private int _shards;

    /// <summary>The newest sequence number; zero if there is none.</summary>
    public long Last { get; private set; }

    public long Next() => ++Last;

    /// <summary>
    /// An id like the service's: time and a distinguishing part, so that ids sort by age even if the clock goes back.
    /// </summary>
    public string NextShardId(DateTimeOffset now)
    {
        _shardTime = Math.Max(_shardTime, now.ToUnixTimeMilliseconds());
        return $"shardId-{_shardTime:D20}-{_shards++:x8}";
    }
}
