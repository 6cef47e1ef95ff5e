namespace DynamoHandlers;

/// <summary>
/// A handler class that collects what it gets, one instance for each run of a shard (<see cref="HandlerAttribute.PerShard"/>),
/// and writes it when it is flushed. The shard's checkpoint stays before what was collected until then: it comes again, to
/// another instance, if the worker dies meanwhile.
/// </summary>
public interface IShardBuffer : IShardHandler
{
    /// <summary>
    /// Writes what was collected. Called when <see cref="HandlerAttribute.FlushSeconds"/> have passed or
    /// <see cref="HandlerAttribute.FlushCount"/> changes were collected, when the shard ends or is given up, and whenever else
    /// the shard's state is committed; not if there was no change since the last time, except at the shard's end. If it throws, it is called again,
    /// by the delays of the options' failure policy, until it succeeds: nothing of what was collected may be dropped before.
    /// </summary>
    /// <param name="transaction">
    /// Writes that are added to it commit together with the checkpoint: they take effect exactly once for each change.
    /// </param>
    /// <param name="stop">Cancelled when the lease is lost or the time for shutting down is over.</param>
    ValueTask FlushAsync(ChangeTransaction transaction, CancellationToken stop);
}
