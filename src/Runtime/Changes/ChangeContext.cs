namespace DynamoHandlers;

/// <summary>Where a change comes from and how it is being delivered. Immutable, safe to keep after the handler.</summary>
public sealed class ChangeContext
{
    /// <summary>The stream's id of the record; the same at every delivery.</summary>
    public string EventId { get; init; } = "";

    /// <summary>What happened to the item.</summary>
    public ChangeKind Kind { get; init; }

    /// <summary>The record's position in its shard: a decimal number of up to 40 digits, rising.</summary>
    public string SequenceNumber { get; init; } = "";

    /// <summary>The shard.</summary>
    public string ShardId { get; init; } = "";

    /// <summary>The stream.</summary>
    public string StreamArn { get; init; } = "";

    /// <summary>The real name of the table.</summary>
    public string TableName { get; init; } = "";

    /// <summary>About when the change was made, UTC; DynamoDB gives it in whole seconds.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The size of the record's images and keys in bytes, as DynamoDB counts it.</summary>
    public long SizeBytes { get; init; }

    /// <summary>Who made the change, where the stream says so; null for changes by clients.</summary>
    public UserIdentity? UserIdentity { get; init; }

    /// <summary>1 for the first call of this handler with this record by this worker, then rising.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>The identity of the worker that delivers the change.</summary>
    public string WorkerId { get; init; } = "";

    /// <summary>The item's key attributes as DynamoDB JSON, such as <c>{"pk":{"S":"order-1"}}</c>.</summary>
    public string Keys { get; init; } = "{}";

    /// <summary>
    /// A text that is the same at every delivery of this record and differs from that of every other record: what to
    /// pass to systems that ignore what they have seen before.
    /// </summary>
    public string IdempotencyKey => $"{StreamArn}/{ShardId}/{SequenceNumber}";
}
