namespace DynamoHandlers.Leasing.Sync;

/// <summary>Where a stream stands.</summary>
internal enum StreamState
{
    /// <summary>Its first leases are being made; nothing of it may run.</summary>
    Initializing,

    /// <summary>Its shards may run.</summary>
    Ready,

    /// <summary>It was disabled, and all that it held is handled: the stream that follows it may start. Final.</summary>
    Drained,
}

/// <summary>A stream's row.</summary>
/// <param name="State">Where it stands.</param>
/// <param name="Attempt">The number of the attempt to make the first leases.</param>
/// <param name="From">Records older than this are before the start position; null for none.</param>
/// <param name="Previous">
/// The label of the stream that the table had before, as far as the application has read it: nothing of this one runs
/// before that is drained. Null for none.
/// </param>
/// <param name="Pass">How many times all its shards have been compared with the leases.</param>
/// <param name="Beat">Rises while whoever makes the first leases is at it.</param>
internal sealed record StreamRow(
    StreamState State, long Attempt, DateTimeOffset? From, string? Previous = null, long Pass = 0, long Beat = 0)
{
    /// <summary>
    /// Whether nobody has begun to make the first leases: where the application was rewound, its row says from when its
    /// records count before anybody comes to handle it.
    /// </summary>
    public bool IsPrepared => State == StreamState.Initializing && Attempt == 0;

    /// <summary>Whether the first leases are all there.</summary>
    public bool IsReady => State != StreamState.Initializing;
}
