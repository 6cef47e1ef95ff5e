using Amazon.DynamoDBv2.Model;

namespace DynamoHandlers.DeadLetters;

/// <summary>A store whose letters can be deleted in one transaction with what their handlers write. Thread-safe.</summary>
internal interface ICommittingStore : IDeadLetterStore
{
    /// <summary>Deletes a letter and makes writes, both or neither.</summary>
    /// <param name="letter">The letter as it was read.</param>
    /// <param name="writes">At most 99 writes, at least one.</param>
    /// <param name="cancellationToken">Ends the attempt; whether it was committed shows by the letter.</param>
    /// <returns>False if the letter is not as it was read any more: nothing was written.</returns>
    /// <exception cref="ChangeTransactionException">The service refuses one of the writes; nothing was written.</exception>
    /// <exception cref="TransactionCanceledException">Another transaction was in the way; nothing was written.</exception>
    ValueTask<bool> CommitAsync(DeadLetter letter, IReadOnlyList<TransactWriteItem> writes, CancellationToken cancellationToken);
}
