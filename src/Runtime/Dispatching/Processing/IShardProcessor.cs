namespace DynamoHandlers;

/// <summary>
/// The level below handlers: gets the records of one shard as they are, page by page, and decides itself how far the shard
/// is done. One instance for each run of a shard, from taking its lease to giving it up; its methods are called one at a
/// time, except <see cref="LeaseLostAsync"/>.
/// </summary>
/// <remarks>
/// <para>
/// In this order: <see cref="InitializeAsync"/> once; <see cref="ProcessAsync"/> any number of times; then exactly one of
/// <see cref="ShardEndedAsync"/>, <see cref="ShutdownRequestedAsync"/> and <see cref="LeaseLostAsync"/>. An instance that
/// is <see cref="IAsyncDisposable"/> or <see cref="IDisposable"/> is disposed of afterwards.
/// </para>
/// <para>
/// What a method throws ends the run: it is logged, and the shard is taken up again from its last checkpoint by another
/// instance, a second later. No record is passed over.
/// </para>
/// </remarks>
public interface IShardProcessor
{
    /// <summary>The run begins.</summary>
    /// <param name="shard">The shard, and the means to write its checkpoint.</param>
    /// <param name="stop">Cancelled when the lease is lost or the time for shutting down is over.</param>
    ValueTask InitializeAsync(ShardContext shard, CancellationToken stop);

    /// <summary>Takes the next records, in the order of the shard.</summary>
    /// <param name="page">The records. Valid until the method has returned; copy what is to be kept.</param>
    /// <param name="stop">Cancelled when the lease is lost or the time for shutting down is over.</param>
    ValueTask ProcessAsync(ShardPage page, CancellationToken stop);

    /// <summary>
    /// There are no more records, and there will be none. When the method has returned the shard counts as done to its end
    /// and its children begin: what was delivered must be finished by then. No checkpoint need be written.
    /// </summary>
    /// <param name="stop">Cancelled when the lease is lost or the time for shutting down is over.</param>
    ValueTask ShardEndedAsync(CancellationToken stop);

    /// <summary>
    /// The shard goes to another worker, or this one stops: the last moment to finish what was begun and to write a
    /// checkpoint.
    /// </summary>
    /// <param name="stop">Cancelled when the lease is lost or the time for shutting down is over.</param>
    ValueTask ShutdownRequestedAsync(CancellationToken stop);

    /// <summary>
    /// The lease is lost: no checkpoint can be written any more, and another worker has begun, or is about to. Called when
    /// the method under way has returned; its token is cancelled.
    /// </summary>
    ValueTask LeaseLostAsync();
}
