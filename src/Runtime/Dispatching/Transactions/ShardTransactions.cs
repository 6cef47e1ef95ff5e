using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Dispatching.Batches;
using DynamoHandlers.Leasing;

namespace DynamoHandlers.Dispatching.Transactions;

/// <summary>
/// Commits what the handlers of a shard write, together with the shard's checkpoint. For one caller at a time: records are
/// handled one after the other where handlers take transactions.
/// </summary>
/// <param name="checkpointer">Writes the checkpoint.</param>
/// <param name="progress">What is done besides.</param>
/// <param name="source">The run of the shard.</param>
/// <param name="tableOf">Gives the real name of the table with a name.</param>
internal sealed class ShardTransactions(
    ShardCheckpointer checkpointer, RecordProgress progress, DeliverySource source, Func<string, string> tableOf) : IHandlerTransactions
{
    /// <summary>The batches of the shard's handlers: those of others are handled before each commit.</summary>
    public BatchLanes? Batches { get; set; }

    /// <inheritdoc/>
    public Task PrepareAsync(HandlerDescriptor handler) => Batches!.FlushOthersAsync(handler);

    /// <inheritdoc/>
    public ChangeTransaction Begin() => new(tableOf);

    /// <inheritdoc/>
    public async ValueTask CommitAsync(
        IReadOnlyList<TransactWriteItem> writes, IReadOnlySet<RecordProgress.Slot> slots, CancellationToken stop)
    {
        if (writes.Count == 0)
        {
            return;
        }

        var last = slots.MaxBy(static slot => slot.SequenceNumber)!.SequenceNumber;
        var reached = progress.WouldReach(slots);
        if (reached.CompareTo(last) < 0)
        {
            throw new InvalidOperationException(
                $"The transaction up to record {last} of shard {source.ShardId} of {source.TableName} cannot be committed with the "
                + "checkpoint, as a record before it is not done. This is an error of DynamoHandlers; please report it.");
        }

        if (!await checkpointer.CommitAsync(Checkpoint.AfterRecord(reached), [], writes, stop).ConfigureAwait(false))
        {
            throw new DeliveryEndedException();
        }
    }
}
