using Amazon.DynamoDBv2.Model;

namespace DynamoHandlers.Dispatching.Transactions;

/// <summary>Gives transactions to handlers, and commits them. For one caller at a time.</summary>
internal interface IHandlerTransactions
{
    /// <summary>
    /// Has everything finished that a commit would pass: the batches of other handlers. Before the turn to call handlers is
    /// taken, as these take theirs.
    /// </summary>
    /// <param name="handler">Who is to be called.</param>
    Task PrepareAsync(HandlerDescriptor handler);

    /// <summary>Makes an empty transaction.</summary>
    ChangeTransaction Begin();

    /// <summary>Commits writes, and that all records are done up to the last of some.</summary>
    /// <param name="writes">The writes; none for nothing to commit.</param>
    /// <param name="slots">The records, each held by whoever commits, and by nobody else.</param>
    /// <param name="stop">Ends the attempt: what became of it shows when the shard is taken up again.</param>
    /// <exception cref="ChangeTransactionException">The service refuses one of the writes; nothing was written.</exception>
    ValueTask CommitAsync(
        IReadOnlyList<TransactWriteItem> writes, IReadOnlySet<RecordProgress.Slot> slots, CancellationToken stop);
}
