using DynamoHandlers.Leasing;
using DynamoHandlers.Telemetry;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Dispatching;

/// <summary>
/// How far a shard is done, and the writing of that to its lease: never past an unfinished record, never back, one
/// write at a time. <see cref="Done"/> is for the pump alone; the rest is safe for concurrent use.
/// </summary>
internal sealed class ShardCheckpointer(LeaseHold hold, LeaseStore leases, WorkerMeter meter) : IDisposable
{
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly object _gate = new();
    private Checkpoint _reached = hold.Committed;

    /// <summary>How far the shard is done.</summary>
    public Checkpoint Reached
    {
        get
        {
            lock (_gate)
            {
                return _reached;
            }
        }
    }

    /// <summary>Takes note that a record is done, and with it all before.</summary>
    public void Done(SequenceNumber sequenceNumber)
    {
        var reached = Checkpoint.AfterRecord(sequenceNumber);
        lock (_gate)
        {
            if (reached.CompareTo(_reached) < 0)
            {
                throw new InvalidOperationException(
                    $"Shard {hold.Key}: record {reached} cannot be done after {_reached}. This is an error of DynamoHandlers; please report it.");
            }

            _reached = reached;
        }
    }

    /// <summary>Writes the checkpoint if there is something to write.</summary>
    /// <returns>Whether the lease is still ours.</returns>
    public ValueTask<bool> FlushAsync(CancellationToken cancellationToken) => CommitAsync(
        static (leases, hold, reached, stop) => reached.CompareTo(hold.Committed) <= 0
            ? new(CommitResult.Committed)
            : leases.CheckpointAsync(hold, reached, stop),
        cancellationToken);

    /// <summary>Writes the last checkpoint and gives the lease to nobody.</summary>
    public ValueTask<bool> ReleaseAsync(CancellationToken cancellationToken) => CommitAsync(
        static (leases, hold, reached, stop) => leases.ReleaseAsync(hold, reached, stop), cancellationToken);

    /// <summary>Writes the checkpoint whether it has advanced or not: the row is gone, and this makes it anew.</summary>
    public ValueTask<bool> VerifyAsync(CancellationToken cancellationToken) => CommitAsync(
        static (leases, hold, reached, stop) => leases.CheckpointAsync(hold, reached, stop), cancellationToken);

    /// <summary>Writes the last checkpoint and gives the lease to another worker.</summary>
    public ValueTask<bool> HandOverAsync(string to, CancellationToken cancellationToken) => CommitAsync(
        (leases, hold, reached, stop) => leases.HandOverAsync(hold, reached, to, stop), cancellationToken);

    /// <summary>Says that the shard is done to its end, opening its children; none if they are not known yet.</summary>
    public ValueTask<bool> FinishAsync(IReadOnlyList<LeaseKey> children, CancellationToken cancellationToken) => CommitAsync(
        (leases, hold, _, stop) =>
            children.Count > 0 ? leases.FinishAsync(hold, children, stop) : leases.EndAsync(hold, stop),
        cancellationToken);

    /// <summary>
    /// Leaves the semaphore alone, which holds nothing that must be freed: whoever still waits for it, whose waiting has
    /// just been cancelled, would be forgotten and wait for ever.
    /// </summary>
    public void Dispose()
    {
    }

    private async ValueTask<bool> CommitAsync(
        Func<LeaseStore, LeaseHold, Checkpoint, CancellationToken, ValueTask<CommitResult>> commit,
        CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!hold.IsHeld)
            {
                return false;
            }

            var before = hold.Committed;
            if (await commit(leases, hold, Reached, cancellationToken).ConfigureAwait(false) == CommitResult.Lost)
            {
                hold.Lose();
                return false;
            }

            if (hold.Committed != before)
            {
                meter.Checkpointed(hold.Key.Stream.Table);
            }

            return true;
        }
        finally
        {
            _writing.Release();
        }
    }
}
