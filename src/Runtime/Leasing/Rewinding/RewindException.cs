namespace DynamoHandlers;

/// <summary>
/// A rewind is not possible as things are: the shard is done to its end, another rewind is under way, nothing was read yet.
/// The message says what to do. Nothing was changed.
/// </summary>
public sealed class RewindException : Exception
{
    internal RewindException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
