using DynamoHandlers.Leasing.Workers;

namespace DynamoHandlers.Leasing;

// What an owner does when somebody has deleted the row of its lease. It alone knows how far the shard is done, unless it was
// declared dead: then others may have had the lease since, and may have rewound it.
internal sealed partial class LeaseStore
{
    /// <summary>
    /// Restores the row from what was acknowledged, under the next epoch, if somebody has deleted it. The run that has
    /// found it out ends, and the worker adopts the row.
    /// </summary>
    /// <param name="hold">The lease as its owner knows it.</param>
    /// <param name="row">The row as it is; null if there is none.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>False if the lease was lost in good order: there is a later epoch, or a marker.</returns>
    private async ValueTask<bool> TryRestoreAsync(LeaseHold hold, Lease? row, CancellationToken cancellationToken)
    {
        if (row is null)
        {
            if (await RecreateAsync(hold, cancellationToken).ConfigureAwait(false))
            {
                return true;
            }

            // A marker, or whoever compares shards with leases was faster.
            row = await GetAsync(hold.Key, cancellationToken).ConfigureAwait(false);
        }

        // Epochs never fall: such a row was made anew without knowledge, to be read from the shard's beginning.
        return row is not null && row.Epoch < hold.Epoch && await CorrectAsync(hold, row, cancellationToken).ConfigureAwait(false);
    }

    private ValueTask<bool> RecreateAsync(LeaseHold hold, CancellationToken cancellationToken)
    {
        var row = NewRow(hold.Key, hold.ParentShardId, gateOpen: true);
        row["owner"] = Row.Text(hold.Owner);
        row["ep"] = Row.Number(hold.Epoch + 1);
        row["cp"] = Row.Text(hold.Committed.ToString());
        return table.TransactAsync([.. Creation(hold.Key, row), WorkerStore.AliveInTransaction(table, hold.Owner)], cancellationToken);
    }

    // Only while nobody runs it. Somebody may have run it meanwhile, and have come further: a checkpoint never goes back.
    private ValueTask<bool> CorrectAsync(LeaseHold hold, Lease row, CancellationToken cancellationToken)
    {
        var committed = row.Checkpoint.CompareTo(hold.Committed) > 0 ? row.Checkpoint : hold.Committed;
        var correction = new RowUpdate(
            RowKey(hold.Key),
            "SET #owner = :owner, #ep = :next, #cp = :committed, #gate = :open",
            "#ep = :seen AND #cp = :prev AND attribute_not_exists(#owner) AND #st = :open",
            new()
            {
                [":owner"] = Row.Text(hold.Owner),
                [":next"] = Row.Number(hold.Epoch + 1),
                [":committed"] = Row.Text(committed.ToString()),
                [":prev"] = Row.Text(row.Checkpoint.ToString()),
                [":seen"] = Row.Number(row.Epoch),
                [":open"] = Row.Text("open"),
            });
        return table.TransactAsync([table.InTransaction(correction), WorkerStore.AliveInTransaction(table, hold.Owner)], cancellationToken);
    }
}
