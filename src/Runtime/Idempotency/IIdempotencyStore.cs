namespace DynamoHandlers.Idempotency;

/// <summary>
/// Remembers which changes handlers have completed, by <see cref="ChangeContext.IdempotencyKey"/>, for
/// <c>SuppressRepeats</c>. Implementations are thread-safe. What they throw is a failure of the handler.
/// </summary>
public interface IIdempotencyStore
{
    /// <summary>
    /// Which changes the handler has completed. What was recorded before the call is found, until it is forgotten.
    /// </summary>
    /// <param name="handler">The handler's name.</param>
    /// <param name="idempotencyKeys">The changes, each once.</param>
    /// <param name="cancellationToken">Cancelled when the handler must end.</param>
    /// <returns>Those of the keys that are completed.</returns>
    ValueTask<IReadOnlySet<string>> FindCompletedAsync(
        string handler, IReadOnlyCollection<string> idempotencyKeys, CancellationToken cancellationToken);

    /// <summary>Records that the handler has completed changes; again is no error.</summary>
    /// <param name="handler">The handler's name.</param>
    /// <param name="idempotencyKeys">The changes, each once.</param>
    /// <param name="cancellationToken">Cancelled shortly after the handler must end.</param>
    ValueTask MarkCompletedAsync(
        string handler, IReadOnlyCollection<string> idempotencyKeys, CancellationToken cancellationToken);
}
