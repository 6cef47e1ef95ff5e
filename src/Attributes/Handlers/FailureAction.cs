namespace DynamoHandlers;

/// <summary>What becomes of a change whose handler has failed for good.</summary>
public enum FailureAction
{
    /// <summary>It is tried for ever: nothing behind it in its shard (with lanes: nothing of its item) is handled.</summary>
    Block,

    /// <summary>It is passed over; a log line and a metric say so.</summary>
    Skip,

    /// <summary>The whole record and the error are kept as a dead letter, and what is behind it goes on.</summary>
    DeadLetter,
}
