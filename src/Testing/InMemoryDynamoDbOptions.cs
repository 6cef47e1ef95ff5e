namespace DynamoHandlers.Testing;

/// <summary>Settings of an <see cref="InMemoryDynamoDb"/>; read once, by its constructor.</summary>
public sealed class InMemoryDynamoDbOptions
{
    /// <summary>How many shards a stream begins with, from 1 up. Default 4.</summary>
    public int ShardsPerTable { get; set; } = 4;

    /// <summary>
    /// How many shards one page of a stream's description lists, from 1 up. Default 100, as the service's.
    /// </summary>
    public int ShardPageSize { get; set; } = 100;
}
