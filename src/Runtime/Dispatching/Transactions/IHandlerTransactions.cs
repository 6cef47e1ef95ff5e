using Amazon.DynamoDBv2.Model;

namespace DynamoHandlers.Dispatching.Transactions;

/// <summary>Gives transactions to handlers, and commits them. For one caller at a time.</summary>
internal interface IHandlerTransactions
{
    /// <summary>Makes an empty transaction.</summary>
    ChangeTransaction Begin();

    /// <summary>Commits writes, and that all records are done up to the last of some.</summary>
    /// <param name="writes">The writes; none for nothing to commit.</param>
    /// <param name="slots">The records, each held by whoever commits, and by nobody else but batches of other handlers.</param>
    /// <param name="handler">Whose writes they are.</param>
    /// <param name="stop">Ends the attempt: what became of it shows when the shard is taken up again.</param>
    /// <exception cref="ChangeTransactionException">The service refuses one of the writes; nothing was written.</exception>
    ValueTask CommitAsync(
        IReadOnlyList<TransactWriteItem> writes, IReadOnlySet<RecordProgress.Slot> slots, HandlerDescriptor handler, CancellationToken stop);
}

/// <summary>Where nothing is committed, as there is no checkpoint.</summary>
internal sealed class Uncommitted : IHandlerTransactions
{
    public static readonly Uncommitted Instance = new();

    public ChangeTransaction Begin() => new();

    public ValueTask CommitAsync(
        IReadOnlyList<TransactWriteItem> writes, IReadOnlySet<RecordProgress.Slot> slots, HandlerDescriptor handler, CancellationToken stop) => default;
}
