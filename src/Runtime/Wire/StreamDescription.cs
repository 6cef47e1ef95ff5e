namespace DynamoHandlers.Wire;

/// <summary>One page of a stream's description.</summary>
public sealed record StreamDescription
{
    /// <summary>The stream's ARN.</summary>
    public required string StreamArn { get; init; }

    /// <summary>The table's real name.</summary>
    public required string TableName { get; init; }

    /// <summary>The stream's label, a time stamp that tells the streams of one table apart.</summary>
    public required string StreamLabel { get; init; }

    /// <summary>Whether the stream takes new records: enabled or being enabled.</summary>
    public required StreamStatus Status { get; init; }

    /// <summary>Which images the records carry.</summary>
    public required StreamViewType ViewType { get; init; }

    /// <summary>
    /// The name of the table's partition key; null if the client does not say, which entities with key prefixes need.
    /// </summary>
    public string? PartitionKey { get; init; }

    /// <summary>The name of the table's sort key; null if it has none, or the client does not say.</summary>
    public string? SortKey { get; init; }

    /// <summary>The shards of this page.</summary>
    public required IReadOnlyList<ShardDescription> Shards { get; init; }

    /// <summary>Where the next page starts; null at the last.</summary>
    public string? LastEvaluatedShardId { get; init; }

    /// <summary>The service's clock when it answered, from the response's <c>Date</c> header; whole seconds.</summary>
    public required DateTimeOffset ServiceTime { get; init; }
}

/// <summary>One shard of a stream.</summary>
/// <param name="ShardId">The shard's id.</param>
/// <param name="ParentShardId">The shard that this one continues; null if there is none.</param>
/// <param name="IsClosed">Whether the shard takes no more records: its range of sequence numbers has an end.</param>
public sealed record ShardDescription(string ShardId, string? ParentShardId, bool IsClosed);

/// <summary>The state of a stream.</summary>
public enum StreamStatus
{
    /// <summary>Being enabled.</summary>
    Enabling,

    /// <summary>Enabled.</summary>
    Enabled,

    /// <summary>Being disabled.</summary>
    Disabling,

    /// <summary>Disabled: what it holds can be read for 24 hours.</summary>
    Disabled,
}

/// <summary>Which images the records of a stream carry.</summary>
public enum StreamViewType
{
    /// <summary>Only the key attributes.</summary>
    KeysOnly,

    /// <summary>The item after the change.</summary>
    NewImage,

    /// <summary>The item before the change.</summary>
    OldImage,

    /// <summary>The item before and after the change.</summary>
    NewAndOldImages,
}
