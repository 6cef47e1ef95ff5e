namespace DynamoHandlers.Wire;

/// <summary>The streams service refused a request in a way that the reader acts upon.</summary>
public sealed class StreamException : Exception
{
    /// <summary>Makes one.</summary>
    public StreamException(StreamError error, string message, Exception? innerException = null)
        : base(message, innerException) => Error = error;

    /// <summary>What the service said.</summary>
    public StreamError Error { get; }
}

/// <summary>The refusals of the streams service.</summary>
public enum StreamError
{
    /// <summary>The shard iterator is older than 15 minutes: ask for another.</summary>
    ExpiredIterator,

    /// <summary>The position is before the oldest record that is kept (24 hours).</summary>
    TrimmedData,

    /// <summary>The stream or shard does not exist, or not yet, or just not on the replica that was asked.</summary>
    NotFound,

    /// <summary>Too many requests: wait and ask again.</summary>
    Throttled,
}
