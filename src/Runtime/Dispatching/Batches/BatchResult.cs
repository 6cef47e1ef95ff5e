namespace DynamoHandlers;

/// <summary>
/// What a batch handler may return to say which of its changes failed. Those are handled again, by the handler's failure
/// policy, and with them what comes after them in the same batch of the same items, so that the order by item is kept;
/// all others are done. Immutable.
/// </summary>
public sealed class BatchResult
{
    private BatchResult(IReadOnlyList<ChangeContext> failed, Exception? reason) => (FailedChanges, Reason) = (failed, reason);

    /// <summary>All changes are done.</summary>
    public static BatchResult Success { get; } = new([], null);

    /// <summary>The changes that failed; none if all are done.</summary>
    public IReadOnlyList<ChangeContext> FailedChanges { get; }

    /// <summary>Why, for logs and dead letters; null if the handler did not say.</summary>
    public Exception? Reason { get; }

    /// <summary>Some changes failed.</summary>
    /// <param name="changes">Contexts of changes of this batch.</param>
    /// <param name="reason">Why, for logs and dead letters.</param>
    public static BatchResult Failed(IEnumerable<ChangeContext> changes, Exception? reason = null)
    {
        ArgumentNullException.ThrowIfNull(changes);
        return new([.. changes], reason);
    }

    /// <summary>Some changes failed.</summary>
    /// <typeparam name="T">The entity.</typeparam>
    /// <param name="changes">Changes of this batch.</param>
    /// <param name="reason">Why, for logs and dead letters.</param>
    public static BatchResult Failed<T>(IEnumerable<Change<T>> changes, Exception? reason = null)
    {
        ArgumentNullException.ThrowIfNull(changes);
        return new([.. changes.Select(static change => change.Context)], reason);
    }
}
