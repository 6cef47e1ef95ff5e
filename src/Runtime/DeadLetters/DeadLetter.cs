namespace DynamoHandlers.DeadLetters;

/// <summary>
/// A change that a handler could not handle: the whole record, the error, and what is needed to hand it to the handler
/// again. One for each handler that gave a record up.
/// </summary>
public sealed record DeadLetter
{
    /// <summary>The handler's name, such as <c>Shop.OrderMails.Placed</c>.</summary>
    public required string Handler { get; init; }

    /// <summary>The real name of the table.</summary>
    public required string TableName { get; init; }

    /// <summary>The stream.</summary>
    public required string StreamArn { get; init; }

    /// <summary>The shard.</summary>
    public required string ShardId { get; init; }

    /// <summary>The record's position in its shard.</summary>
    public required string SequenceNumber { get; init; }

    /// <summary>What the handler was told had happened to the item.</summary>
    public required ChangeKind Kind { get; init; }

    /// <summary>The item's key attributes as DynamoDB JSON.</summary>
    public required string Keys { get; init; }

    /// <summary>About when the change was made, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The record as the service sent it, with its images: a JSON object, UTF-8.</summary>
    public required ReadOnlyMemory<byte> Record { get; init; }

    /// <summary>The type of the last error, such as <c>System.TimeoutException</c>.</summary>
    public required string ErrorType { get; init; }

    /// <summary>The last error with its stack, cut to 16,384 characters.</summary>
    public required string Error { get; init; }

    /// <summary>How many attempts there were.</summary>
    public required int Attempts { get; init; }

    /// <summary>When it was given up, UTC.</summary>
    public required DateTimeOffset DeadAt { get; init; }

    /// <summary>The worker that gave it up.</summary>
    public required string WorkerId { get; init; }
}
