namespace DynamoHandlers;

/// <summary>A run of a shard, for its <see cref="IShardProcessor"/>. Safe for concurrent use.</summary>
public sealed class ShardContext : ShardInfo
{
    /// <summary>Writes the shard's checkpoint.</summary>
    public required IShardCheckpointer Checkpointer { get; init; }
}

/// <summary>A run of a shard: from taking its lease to giving it up. Safe for concurrent use.</summary>
public class ShardInfo
{
    /// <summary>The real name of the table.</summary>
    public required string TableName { get; init; }

    /// <summary>The stream.</summary>
    public required string StreamArn { get; init; }

    /// <summary>The shard.</summary>
    public required string ShardId { get; init; }

    /// <summary>The identity of the worker.</summary>
    public required string WorkerId { get; init; }

    /// <summary>
    /// The epoch of the shard's lease: rises with every owner. Others can use it to refuse what a former owner sends late.
    /// </summary>
    public required long Epoch { get; init; }

    /// <summary>
    /// Cancelled when the shard is to be given up soon, for whatever reason: no more pages come after the one at hand.
    /// </summary>
    public CancellationToken ShutdownRequested { get; init; }
}
