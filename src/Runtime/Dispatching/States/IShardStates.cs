namespace DynamoHandlers.Dispatching.States;

/// <summary>What the handlers of one shard have taken in that outlives a record. For one caller at a time.</summary>
internal interface IShardStates
{
    /// <summary>The windows of a handler; null if it has none.</summary>
    ShardWindow? WindowOf(HandlerDescriptor handler);

    /// <summary>Makes what collects the writes of one call.</summary>
    ChangeTransaction Begin();

    /// <summary>Opens a window for a record, if none is open.</summary>
    void Open(ShardWindow window, DateTimeOffset createdAt);

    /// <summary>Takes over what a call for a window has left, and written.</summary>
    /// <exception cref="InvalidOperationException">
    /// The state is too large, or the writes do not fit into one transaction with those that wait already.
    /// </exception>
    void Take(ShardWindow window, WindowCall call, ChangeTransaction? transaction);

    /// <summary>A record is in a state: it is done when that is committed.</summary>
    /// <param name="handler">Whose state.</param>
    /// <param name="slot">The record's slot, held by the caller as before; null where nobody wants to know.</param>
    void Keep(HandlerDescriptor handler, RecordProgress.Slot? slot);
}
