namespace DynamoHandlers.DeadLetters;

/// <summary>
/// The application's dead letters: to look at, to hand to their handlers again, to throw away. From the service provider,
/// in any process that has <c>AddDynamoHandlers</c> with the handlers, whether a worker runs in it or not. Thread-safe.
/// </summary>
public interface IDeadLetters
{
    /// <summary>
    /// Reads the letters: those of one item and handler one after the other, in the order in which the changes were made;
    /// in no order otherwise. Letters put meanwhile may be among them or not.
    /// </summary>
    /// <param name="handler">The handler whose letters are wanted, such as <c>Shop.OrderMails.Placed</c>; null for all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    IAsyncEnumerable<DeadLetter> ReadAsync(string? handler = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes a letter; one that is not there is no error.</summary>
    ValueTask DeleteAsync(DeadLetter letter, CancellationToken cancellationToken = default);

    /// <summary>
    /// Hands the letters to their handlers: those of one item and handler one at a time in the order of the changes, those of
    /// different items side by side. One that is handled is deleted. One that fails stays, with the new error and one more
    /// attempt, and later ones of its item stay behind it. Those whose handler is not registered, or does not want the
    /// change any more, stay too.
    /// </summary>
    /// <remarks>
    /// Each letter gets a service scope of its own and one attempt; <see cref="ChangeContext.Attempt"/> goes on counting
    /// and <see cref="ChangeContext.IdempotencyKey"/> is that of the first delivery. There is no order between a letter and
    /// the later changes of its item, which the handler has been given already. A letter is handled again if the process
    /// dies before it was deleted; two redrives at a time may both handle it. What a handler adds to a <c>ChangeTransaction</c> is
    /// committed in one transaction with the deletion of the letter, and so takes effect exactly once.
    /// </remarks>
    /// <param name="options">Which and how; null for the defaults.</param>
    /// <param name="cancellationToken">
    /// Cancels handlers and ends the redrive; what it has not come to stays as it is.
    /// </param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="NotSupportedException">
    /// <see cref="RedriveOptions.Handler"/> names a handler that belongs to the run of a shard (windows, classes with
    /// <c>PerShard</c>), or one that takes a <c>ChangeTransaction</c> while the letters are not in DynamoDB. Among all handlers,
    /// the letters of such a one stay, and a warning says so.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    Task<RedriveResult> RedriveAsync(RedriveOptions? options = null, CancellationToken cancellationToken = default);
}
