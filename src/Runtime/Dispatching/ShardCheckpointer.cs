using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Leasing;
using DynamoHandlers.Telemetry;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Dispatching;

/// <summary>
/// How far a shard is done, and the writing of that to its lease: never past an unfinished record, never back, one
/// write at a time. Safe for concurrent use.
/// </summary>
#pragma warning disable CA1001 // Who waits for a semaphore that is disposed of waits for ever; its wait handle, never made, is all there is to dispose of.
internal sealed class ShardCheckpointer(LeaseHold hold, LeaseStore leases, WorkerMeter meter)
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly object _gate = new();
    private Checkpoint _reached = hold.Committed;
    private Checkpoint _delivered = hold.Committed;

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

    /// <summary>How far the shard is done by the lease's row.</summary>
    public Checkpoint Committed => hold.Committed;

    /// <summary>How far the shard was delivered to whoever processes it.</summary>
    public Checkpoint Delivered
    {
        get
        {
            lock (_gate)
            {
                return _delivered;
            }
        }
    }

    /// <summary>Takes note that a record is delivered, and with it all before.</summary>
    public void Deliver(SequenceNumber sequenceNumber)
    {
        lock (_gate)
        {
            _delivered = Checkpoint.AfterRecord(sequenceNumber);
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

    /// <summary>
    /// Whether workers have died under the lease since its last progress: each record is announced then before its handlers
    /// are called, by <see cref="SuspectAsync"/>.
    /// </summary>
    public bool IsSuspicious => hold.Lease.Tries > 0 || !hold.Lease.Suspect.IsNone;

    /// <summary>How many workers have died in the middle of a record, as far as that was announced.</summary>
    public long DeathsBy(SequenceNumber sequenceNumber) =>
        hold.Lease.Suspect == sequenceNumber ? hold.Lease.Suspicions : 0;

    /// <summary>Leaves a record that is isolated to later owners as it is, or no longer.</summary>
    public void Isolate(bool isIsolated) => hold.IsRecordIsolated = isIsolated;

    /// <summary>Writes that the handlers of a record are about to be called, and the checkpoint with it.</summary>
    /// <returns>Whether the lease is still ours.</returns>
    public ValueTask<bool> SuspectAsync(SequenceNumber suspect, CancellationToken cancellationToken) => CommitAsync(
        (leases, hold, reached, stop) => leases.SuspectAsync(hold, reached, suspect, DeathsBy(suspect) + 1, stop), cancellationToken);

    /// <summary>What is kept of the shard; see <see cref="LeaseStore.ReadStatesAsync"/>.</summary>
    public ValueTask<(IReadOnlyList<ShardState> Kept, IReadOnlyList<string> Stale)> ReadStatesAsync(
        IEnumerable<string> names, CancellationToken cancellationToken) => leases.ReadStatesAsync(hold.Lease, names, cancellationToken);

    /// <summary>
    /// Writes how far the shard is done, what is kept of it and what the application writes, in one transaction.
    /// </summary>
    /// <returns>Whether the lease is still ours, and it was written.</returns>
    /// <exception cref="ChangeTransactionException">The service refuses one of the writes; nothing was written.</exception>
    public ValueTask<bool> CommitAsync(
        Checkpoint reached,
        IReadOnlyList<ShardState> states,
        IReadOnlyList<TransactWriteItem> writes,
        CancellationToken cancellationToken) => CommitAsync(
        (leases, hold, _, stop) => leases.CommitAsync(hold, reached, states, writes, stop), cancellationToken);

    /// <summary>Writes the last checkpoint and gives the lease to nobody.</summary>
    public ValueTask<bool> ReleaseAsync(CancellationToken cancellationToken) => CommitAsync(
        static (leases, hold, reached, stop) => leases.ReleaseAsync(hold, reached, stop), cancellationToken);

    /// <summary>Writes the checkpoint whether it has advanced or not: the row is not ours any more, and this shows why.</summary>
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
