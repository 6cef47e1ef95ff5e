namespace DynamoHandlers.DeadLetters;

/// <summary>
/// Keeps dead letters. One letter for each handler, stream, shard and sequence number: putting it again replaces it, as a
/// worker that dies before its checkpoint gives the same record up again. Implementations are thread-safe.
/// </summary>
public interface IDeadLetterStore
{
    /// <summary>
    /// Keeps a letter. What it throws is a failure to keep it: the worker tries again until it is kept, and does not go on
    /// before.
    /// </summary>
    ValueTask PutAsync(DeadLetter letter, CancellationToken cancellationToken);

    /// <summary>
    /// Reads the letters: those of one item and handler one after the other, in the order in which the changes were made;
    /// in no order otherwise. Letters put meanwhile may be among them or not.
    /// </summary>
    /// <param name="handler">The handler whose letters are wanted; null for all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    IAsyncEnumerable<DeadLetter> ReadAsync(string? handler, CancellationToken cancellationToken);

    /// <summary>Deletes a letter; one that is not there is no error.</summary>
    ValueTask DeleteAsync(DeadLetter letter, CancellationToken cancellationToken);
}
