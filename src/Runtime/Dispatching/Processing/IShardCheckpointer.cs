using DynamoHandlers.Wire;

namespace DynamoHandlers;

/// <summary>
/// Writes how far a shard is done. After a crash, or on another worker, delivery goes on right after the last checkpoint.
/// Safe for concurrent use.
/// </summary>
public interface IShardCheckpointer
{
    /// <summary>The last record of the last checkpoint; none (the default) at the shard's beginning.</summary>
    SequenceNumber Committed { get; }

    /// <summary>Says that everything delivered so far is done, and writes that to the lease table.</summary>
    /// <param name="cancellationToken">Ends the waiting; the checkpoint may be written all the same.</param>
    /// <exception cref="LeaseLostException">The lease is lost: nothing was written, nor will be.</exception>
    ValueTask CheckpointAsync(CancellationToken cancellationToken = default);

    /// <summary>Says that a record and all before it are done, and writes that to the lease table.</summary>
    /// <param name="reached">The sequence number of a record that was delivered to this processor.</param>
    /// <param name="cancellationToken">Ends the waiting; the checkpoint may be written all the same.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The number lies beyond what was delivered, or before the last checkpoint.
    /// </exception>
    /// <exception cref="LeaseLostException">The lease is lost: nothing was written, nor will be.</exception>
    ValueTask CheckpointAsync(SequenceNumber reached, CancellationToken cancellationToken = default);
}
