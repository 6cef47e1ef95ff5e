namespace DynamoHandlers.Leasing;

/// <summary>What a handler, or a handler class, has aggregated of a shard: a row beside the lease's.</summary>
/// <param name="Name">The handler's name, or the class's.</param>
internal sealed record ShardState(string Name)
{
    /// <summary>The state as an item image, UTF-8 JSON; null for none.</summary>
    public byte[]? Image { get; init; }

    /// <summary>When the window that is open begins, in seconds since 1970-01-01 UTC; null for none.</summary>
    public long? Window { get; init; }

    /// <summary>When the last window that is over ends, in seconds since 1970-01-01 UTC; 0 for none.</summary>
    public long Until { get; init; }

    /// <summary>Whether there is nothing to keep.</summary>
    public bool IsEmpty => Image is null && Window is null && Until == 0;
}
