namespace DynamoHandlers;

/// <summary>
/// Lets an application, or one of its shards, start again from an earlier position: what was handled from there on is handled
/// again. No table is deleted, and running workers need not be stopped: they go over by themselves. From the service
/// collection, once <c>AddDynamoHandlers</c> was called; the host need not be started. Thread-safe.
/// </summary>
/// <remarks>
/// <para>
/// Both methods return when the rewind is carried out: no handler of before runs any more, and none of afterwards has begun
/// too early. What they have begun goes on without them: cancel the waiting, or lose the process, and the workers complete it;
/// call again with the same position to wait for it again.
/// </para>
/// <para>
/// A handler must not await them: it would wait for its own end. <see cref="ChangeContext.IdempotencyKey"/> is the same when a
/// record is delivered again.
/// </para>
/// </remarks>
public interface IRewind
{
    /// <summary>
    /// Rewinds the whole application, all its tables and shards: all its workers stop, and when each has returned from its
    /// handlers, or was declared dead, they begin at the position with leases of a new generation.
    /// </summary>
    /// <param name="position">
    /// Where to start again. What was not handled yet and is before it, is not handled any more. No
    /// <see cref="RewindPosition.After"/>: a sequence number is of one shard.
    /// </param>
    /// <param name="cancellationToken">Ends the waiting, not the rewind, once that is written down.</param>
    /// <exception cref="ArgumentException">The position is one of a shard.</exception>
    /// <exception cref="RewindException">
    /// There is no lease table, the application has not read anything yet, or is being rewound to another position.
    /// </exception>
    Task RewindAsync(RewindPosition position, CancellationToken cancellationToken = default);

    /// <summary>
    /// Rewinds one shard that is not done to its end: its owner finishes the record at hand, and starts again from the
    /// position. Records that were not handled yet are never passed over.
    /// </summary>
    /// <param name="table">The table's name, as handlers or as DynamoDB know it.</param>
    /// <param name="shardId">The shard, as in <see cref="ChangeContext.ShardId"/>.</param>
    /// <param name="position">Where to start again; not <see cref="RewindPosition.Latest"/>.</param>
    /// <param name="cancellationToken">Ends the waiting, not the rewind, once that is written down.</param>
    /// <exception cref="ArgumentException">The position is none of a shard.</exception>
    /// <exception cref="RewindException">
    /// The application has no lease for such a shard; the shard waits for its parent or is done to its end, so that what is
    /// behind it has begun; it, or the application, is being rewound to another position; the sequence number is of a record
    /// that is not handled yet.
    /// </exception>
    Task RewindShardAsync(string table, string shardId, RewindPosition position, CancellationToken cancellationToken = default);
}
