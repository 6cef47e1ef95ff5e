using DynamoHandlers.Leasing;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Dispatching.Processing;

/// <summary>The checkpoints of a processor of the application's, each of which is checked before it is written.</summary>
internal sealed class ProcessorCheckpoints(ShardCheckpointer checkpointer, DeliverySource source) : IShardCheckpointer
{
    private readonly object _gate = new();

    /// <inheritdoc/>
    public SequenceNumber Committed => checkpointer.Committed.After;

    /// <inheritdoc/>
    public ValueTask CheckpointAsync(CancellationToken cancellationToken = default) =>
        WriteAsync(checkpointer.Delivered, cancellationToken);

    /// <inheritdoc/>
    public ValueTask CheckpointAsync(SequenceNumber reached, CancellationToken cancellationToken = default) =>
        WriteAsync(Checkpoint.AfterRecord(reached), cancellationToken);

    private async ValueTask WriteAsync(Checkpoint reached, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Check(reached);
            if (!reached.IsBeginning)
            {
                checkpointer.Done(reached.After);
            }
        }

        if (!await checkpointer.FlushAsync(cancellationToken).ConfigureAwait(false))
        {
            throw new LeaseLostException(
                $"The checkpoint {reached} of shard {source.ShardId} of {source.TableName} was refused: the lease (epoch {source.Epoch}) "
                + "is lost. What was delivered since the last checkpoint is delivered again, to whoever has the shard next.");
        }
    }

    private void Check(Checkpoint reached)
    {
        var (delivered, done) = (checkpointer.Delivered, checkpointer.Reached);
        if (reached.CompareTo(delivered) > 0 || reached.CompareTo(done) < 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(reached),
                reached.ToString(),
                $"A checkpoint of shard {source.ShardId} of {source.TableName} must lie between the last one ({done}) and what was "
                + $"delivered ({delivered}).");
        }
    }
}
