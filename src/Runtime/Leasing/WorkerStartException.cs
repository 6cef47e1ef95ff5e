namespace DynamoHandlers;

/// <summary>
/// The worker cannot start because of what it was told or what it found: a table that does not exist, a stream that is
/// off, images that the stream does not carry. The message says what to do.
/// </summary>
public sealed class WorkerStartException : Exception
{
    internal WorkerStartException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
