namespace DynamoHandlers;

/// <summary>
/// A handler class of which there is one instance for each run of a shard (<see cref="HandlerAttribute.PerShard"/>), and that
/// wants to know when the run begins and ends. Its methods, and its handlers, are called one at a time, unless
/// <see cref="DynamoHandlersOptions.Parallelism"/> lets several records be handled at once.
/// </summary>
/// <remarks>
/// <para>
/// In this order: <see cref="InitializeAsync"/> once; handlers any number of times; then exactly one of
/// <see cref="ShardEndedAsync"/>, <see cref="ShutdownRequestedAsync"/> and <see cref="LeaseLostAsync"/>. An instance that
/// is <see cref="IAsyncDisposable"/> or <see cref="IDisposable"/> is disposed of afterwards.
/// </para>
/// <para>
/// What one of these methods throws ends the run: it is logged, and the shard is taken up again from its last checkpoint, by
/// another instance, a second later.
/// </para>
/// </remarks>
public interface IShardHandler
{
    /// <summary>The run begins.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="stop">Cancelled when the lease is lost or the time for shutting down is over.</param>
    ValueTask InitializeAsync(ShardInfo shard, CancellationToken stop) => default;

    /// <summary>
    /// There are no more changes in this shard, and there will be none. If the worker dies before that is written down, another
    /// instance is told of it again, which has no state any more.
    /// </summary>
    /// <param name="stop">Cancelled when the lease is lost or the time for shutting down is over.</param>
    ValueTask ShardEndedAsync(CancellationToken stop) => default;

    /// <summary>The shard goes to another worker, or this one stops.</summary>
    /// <param name="stop">Cancelled when the lease is lost or the time for shutting down is over.</param>
    ValueTask ShutdownRequestedAsync(CancellationToken stop) => default;

    /// <summary>
    /// The lease is lost: another worker has begun, or is about to, from the last checkpoint on.
    /// </summary>
    ValueTask LeaseLostAsync() => default;
}
