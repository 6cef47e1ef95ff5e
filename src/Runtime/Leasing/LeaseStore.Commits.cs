using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Leasing.Sync;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Leasing;

// What an owner writes under its lease.
internal sealed partial class LeaseStore
{
    /// <summary>Records how far the shard is done.</summary>
    public ValueTask<CommitResult> CheckpointAsync(
        LeaseHold hold, Checkpoint reached, CancellationToken cancellationToken) =>
        CommitAsync(hold, $"SET #cp = :new{Forget(reached != hold.Committed, " REMOVE")}", reached, cancellationToken);

    /// <summary>
    /// Records how far the shard is done, and that the handlers of the next record are about to be called: whoever has the
    /// shard next can tell whether this worker has died in the middle of it.
    /// </summary>
    public ValueTask<CommitResult> SuspectAsync(
        LeaseHold hold, Checkpoint reached, SequenceNumber suspect, long suspicions, CancellationToken cancellationToken) =>
        CommitAsync(
            hold,
            reached,
            (now, stop) => TryUpdateAsync(
                hold,
                $"SET #cp = :new, #suspect = :suspect, #suspicions = :count{(now == hold.Committed ? "" : " REMOVE #tries")}",
                now,
                new() { [":suspect"] = Row.Text(suspect.ToString()), [":count"] = Row.Number(suspicions) },
                stop),
            cancellationToken);

    /// <summary>Records how far the shard is done and gives the lease to nobody.</summary>
    public ValueTask<CommitResult> ReleaseAsync(
        LeaseHold hold, Checkpoint reached, CancellationToken cancellationToken) =>
        CommitAsync(hold, $"SET #cp = :new REMOVE #owner{Forget(reached != hold.Committed || !hold.IsRecordIsolated, ",")}", reached, cancellationToken);

    /// <summary>
    /// Records how far the shard is done and gives the lease to another worker, under the next epoch. All handlers of
    /// the shard have returned.
    /// </summary>
    public ValueTask<CommitResult> HandOverAsync(
        LeaseHold hold, Checkpoint reached, string to, CancellationToken cancellationToken) =>
        CommitAsync(
            hold,
            reached,
            (now, stop) => TryUpdateAsync(
                hold,
                $"SET #cp = :new, #owner = :to, #ep = :next{Forget(now != hold.Committed || !hold.IsRecordIsolated, " REMOVE")}",
                now,
                new() { [":to"] = Row.Text(to), [":next"] = Row.Number(hold.Epoch + 1) },
                stop),
            cancellationToken);

    /// <summary>Records that a shard is done to its end while its children are not known yet.</summary>
    public ValueTask<CommitResult> EndAsync(LeaseHold hold, CancellationToken cancellationToken) =>
        CommitAsync(
            hold,
            Checkpoint.End,
            (_, stop) => TryUpdateAsync(
                hold, "SET #cp = :new, #st = :st REMOVE #owner", Checkpoint.End, new() { [":st"] = Row.Text("ended") }, stop, MineToFinish),
            cancellationToken);

    /// <summary>
    /// Records that a shard is done to its end and, in the same transaction, opens its children as the same worker's
    /// own: nobody waits for a listing, and no child starts before its parent is finished.
    /// </summary>
    public ValueTask<CommitResult> FinishAsync(
        LeaseHold hold, IReadOnlyList<LeaseKey> children, CancellationToken cancellationToken) =>
        CommitAsync(hold, Checkpoint.End, (_, stop) => TryFinishAsync(hold, children, stop), cancellationToken);

    /// <summary>Finishes a shard that ended before its children were known, and opens them for anybody.</summary>
    public async ValueTask FinishEndedAsync(
        Lease ended, IReadOnlyList<LeaseKey> children, CancellationToken cancellationToken)
    {
        var finish = new RowUpdate(
            RowKey(ended.Key),
            "SET #st = :finished, #children = :children",
            "#st = :ended AND #ep = :ep",
            new()
            {
                [":finished"] = Row.Text("finished"),
                [":ended"] = Row.Text("ended"),
                [":ep"] = Row.Number(ended.Epoch),
                [":children"] = ChildrenValue(children),
            });
        var writes = await OpenChildrenAsync(ended.Key, children, owner: null, cancellationToken).ConfigureAwait(false);
        await table.TransactAsync([table.InTransaction(finish), .. writes], cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<bool> TryFinishAsync(
        LeaseHold hold, IReadOnlyList<LeaseKey> children, CancellationToken cancellationToken)
    {
        var values = MineValues(hold, Checkpoint.End);
        values[":finished"] = Row.Text("finished");
        values[":children"] = ChildrenValue(children);
        var finish = new RowUpdate(
            RowKey(hold.Key), "SET #cp = :new, #st = :finished, #children = :children REMOVE #owner", MineToFinish, values);
        var writes = await OpenChildrenAsync(hold.Key, children, hold.Owner, cancellationToken).ConfigureAwait(false);
        return await table.TransactAsync([table.InTransaction(finish), .. writes], cancellationToken).ConfigureAwait(false);
    }

    // A record that kills its worker is told by owners that die without progress: progress ends the count, and so does
    // whoever gives the lease up alive, unless that is because it does not touch the record any more.
    private static string Forget(bool isOver, string remove) => isOver ? $"{remove} #tries, #suspect, #suspicions" : "";

    private ValueTask<CommitResult> CommitAsync(
        LeaseHold hold, string update, Checkpoint reached, CancellationToken cancellationToken) =>
        CommitAsync(hold, reached, (now, stop) => TryUpdateAsync(hold, update, now, [], stop), cancellationToken);

    private async ValueTask<bool> TryUpdateAsync(
        LeaseHold hold,
        string update,
        Checkpoint reached,
        Dictionary<string, AttributeValue> more,
        CancellationToken cancellationToken,
        string condition = Mine)
    {
        var values = MineValues(hold, reached);
        foreach (var (name, value) in more)
        {
            values[name] = value;
        }

        return await table.UpdateAsync(new(RowKey(hold.Key), update, condition, values), cancellationToken)
            .ConfigureAwait(false) is not null;
    }

    /// <summary>
    /// Writes until it is definite whether it was written or the lease is lost. The row may be further than was reached: by a
    /// transaction that was given up as the shard is, and was committed all the same. It never goes back.
    /// </summary>
    private async ValueTask<CommitResult> CommitAsync(
        LeaseHold hold,
        Checkpoint reached,
        Func<Checkpoint, CancellationToken, ValueTask<bool>> tryWrite,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            if (hold.Committed.CompareTo(reached) > 0 && !hold.Committed.IsEnd)
            {
                reached = hold.Committed;
            }

            if (await tryWrite(reached, cancellationToken).ConfigureAwait(false))
            {
                hold.Committed = reached;
                return CommitResult.Committed;
            }

            if (await ResolveAsync(hold, reached, cancellationToken).ConfigureAwait(false) is { } result)
            {
                return result;
            }
        }
    }

    /// <summary>
    /// Decides by the row what became of a commit whose condition failed: it may have been applied by an earlier
    /// sending whose answer was lost. Null: still ours, try again from the checkpoint that the row has.
    /// </summary>
    private async ValueTask<CommitResult?> ResolveAsync(
        LeaseHold hold, Checkpoint reached, CancellationToken cancellationToken)
    {
        var row = await GetAsync(hold.Key, cancellationToken).ConfigureAwait(false);
        if (row is null || row.Epoch != hold.Epoch)
        {
            hold.WasDeleted = await TryRestoreAsync(hold, row, cancellationToken).ConfigureAwait(false);
            return CommitResult.Lost;
        }

        if (row.Owner is null && row.Checkpoint == reached)
        {
            // The epoch is ours and only its owner gives a lease up.
            hold.Committed = reached;
            return CommitResult.Committed;
        }

        if (row.Owner != hold.Owner || row.State != LeaseState.Open)
        {
            return CommitResult.Lost;
        }

        if (reached.IsEnd && row.Request is not null)
        {
            // Once it is finished, its children run, and it can be rewound no more: the rewind comes first.
            hold.IsToBeRewound = true;
            return CommitResult.Lost;
        }

        (hold.Committed, hold.LastTransaction) = (row.Checkpoint, row.LastTransaction);
        return null;
    }

    /// <summary>The writes that open the children which are not open yet.</summary>
    private async ValueTask<List<TransactWriteItem>> OpenChildrenAsync(
        LeaseKey parent, IReadOnlyList<LeaseKey> children, string? owner, CancellationToken cancellationToken)
    {
        var writes = new List<TransactWriteItem>();
        foreach (var child in children)
        {
            var existing = await GetAsync(child, cancellationToken).ConfigureAwait(false);
            var isUnopened = existing is null
                ? !await IsMarkedAsync(child, cancellationToken).ConfigureAwait(false)
                : existing is { GateOpen: false, Owner: null };
            if (isUnopened)
            {
                writes.Add(table.InTransaction(OpenChild(parent, child, owner)));
                writes.Add(table.AbsentInTransaction(StreamStore.MarkerPartition(generation, child.Stream), child.ShardId));
            }
        }

        return writes;
    }

    // A child may be done already, or not wanted: its parent was leased late, as it was not listed or looked open.
    private async ValueTask<bool> IsMarkedAsync(LeaseKey shard, CancellationToken cancellationToken) =>
        await table.GetAsync(StreamStore.MarkerPartition(generation, shard.Stream), shard.ShardId, cancellationToken)
            .ConfigureAwait(false) is not null;

    private RowUpdate OpenChild(LeaseKey parent, LeaseKey child, string? owner)
    {
        const string Open = "SET #gate = :open, #st = :open, #parent = :parent, #cp = if_not_exists(#cp, :beginning), ";
        const string Unopened = "attribute_not_exists(pk) OR (#gate = :shut AND attribute_not_exists(#owner))";
        var values = new Dictionary<string, AttributeValue>
        {
            [":open"] = Row.Text("open"),
            [":shut"] = Row.Text("shut"),
            [":parent"] = Row.Text(parent.ShardId),
            [":beginning"] = Row.Text(Checkpoint.Beginning.ToString()),
            [":none"] = Row.Number(0),
        };
        if (owner is null)
        {
            return new(RowKey(child), Open + "#ep = if_not_exists(#ep, :none)", Unopened, values);
        }

        values[":me"] = Row.Text(owner);
        values[":one"] = Row.Number(1);
        return new(RowKey(child), Open + "#owner = :me, #ep = if_not_exists(#ep, :none) + :one", Unopened, values);
    }

    private static Dictionary<string, AttributeValue> MineValues(LeaseHold hold, Checkpoint reached) => new()
    {
        [":me"] = Row.Text(hold.Owner),
        [":ep"] = Row.Number(hold.Epoch),
        [":prev"] = Row.Text(hold.Committed.ToString()),
        [":new"] = Row.Text(reached.ToString()),
        [":open"] = Row.Text("open"),
    };

    private static AttributeValue ChildrenValue(IReadOnlyList<LeaseKey> children) =>
        new() { SS = [.. children.Select(static child => child.ShardId)] };
}
