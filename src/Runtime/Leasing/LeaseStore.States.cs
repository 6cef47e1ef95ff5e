using System.Globalization;
using System.Text;
using Amazon.DynamoDBv2.Model;

namespace DynamoHandlers.Leasing;

// What handlers have aggregated of a shard. Rows of their own, as whoever reads all leases need not pay for them; written
// in the same transaction as the checkpoint, so that each record is in them exactly once.
internal sealed partial class LeaseStore
{
    /// <summary>Reads what was kept of a shard when its lease was as it was taken, strongly consistent.</summary>
    /// <param name="lease">The lease as it was taken.</param>
    /// <param name="names">The names of those that keep something.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>What there is, and the names of states that do not fit the lease's checkpoint any more.</returns>
    public async ValueTask<(IReadOnlyList<ShardState> Kept, IReadOnlyList<string> Stale)> ReadStatesAsync(
        Lease lease, IEnumerable<string> names, CancellationToken cancellationToken)
    {
        var (kept, stale) = (new List<ShardState>(), new List<string>());
        foreach (var name in names)
        {
            var row = await table.GetAsync(StatePartition(lease.Key.Bucket), StateSortKey(lease.Key, name), cancellationToken)
                .ConfigureAwait(false);
            if (row is null)
            {
                continue;
            }

            // A checkpoint falls by a rewind, or by somebody who deletes the lease's row: what the state has of the records
            // behind it comes again.
            if (row.GetText("rewound") == lease.Rewound && Checkpoint.TryParse(row.GetText("cp"))?.CompareTo(lease.Checkpoint) <= 0)
            {
                kept.Add(ParseState(name, row));
            }
            else
            {
                stale.Add(name);
            }
        }

        return (kept, stale);
    }

    /// <summary>
    /// Records how far the shard is done and, in the same transaction, what is kept of it and what the application writes: all
    /// or nothing.
    /// </summary>
    /// <param name="hold">The lease.</param>
    /// <param name="reached">How far; at least what is committed.</param>
    /// <param name="states">What is kept; one that is empty is deleted.</param>
    /// <param name="writes">Writes of the application's; at most 99 with the states.</param>
    /// <param name="cancellationToken">Ends the attempt; whether it was committed is then unknown.</param>
    /// <exception cref="ChangeTransactionException">The service refuses one of the writes; nothing was written.</exception>
    public async ValueTask<CommitResult> CommitAsync(
        LeaseHold hold,
        Checkpoint reached,
        IReadOnlyList<ShardState> states,
        IReadOnlyList<TransactWriteItem> writes,
        CancellationToken cancellationToken)
    {
        TransactWriteItem[] all = [.. states.Select(state => StateWrite(hold.Lease, state, reached)), .. writes];
        var token = hold.NewToken(reached);
        while (true)
        {
            var before = hold.Committed;
            var values = MineValues(hold, reached);
            values[":tx"] = Row.Text(token);
            var checkpoint = new RowUpdate(
                RowKey(hold.Key), $"SET #cp = :new, #tx = :tx{Forget(reached != before, " REMOVE")}", Mine, values);
            var reasons = await table.TryTransactAsync([table.InTransaction(checkpoint), .. all], token, cancellationToken)
                .ConfigureAwait(false);
            if (reasons is null)
            {
                hold.Committed = reached;
                hold.Answered();
                return CommitResult.Committed;
            }

            if (reasons[0].Code is null or "None")
            {
                throw ChangeTransactionException.Of(all, [.. reasons.Skip(1)]);
            }

            // An earlier sending whose answer was lost may have been applied, also one of an attempt before: the row then has
            // its token.
            var result = await ResolveAsync(hold, reached, cancellationToken).ConfigureAwait(false);
            if (result is not null || hold.HasCommitted)
            {
                return result ?? CommitResult.Committed;
            }

            token = hold.Committed == before ? token : hold.NewToken(reached);
        }
    }

    /// <summary>Deletes all that is kept of a generation's shards.</summary>
    public async ValueTask DeleteStatesAsync(CancellationToken cancellationToken)
    {
        for (var bucket = 0; bucket < LeaseKey.Buckets; bucket++)
        {
            var rows = await table.QueryAsync(StatePartition(bucket), prefix: "", consistent: true, cancellationToken).ConfigureAwait(false);
            foreach (var row in rows)
            {
                await table.DeleteAsync(
                    Row.Key(StatePartition(bucket), row.GetText(Row.SortKey)!), "attribute_exists(#pk)", values: null, cancellationToken)
                    .ConfigureAwait(false);
            }
        }
    }

    private string StatePartition(int bucket) => string.Create(CultureInfo.InvariantCulture, $"T#{generation}#{bucket}");

    private static string StateSortKey(LeaseKey key, string name) => $"{key.SortKey}/{name}";

    private static ShardState ParseState(string name, Dictionary<string, AttributeValue> row) => new(name)
    {
        Image = row.GetText("state") is { } state ? Encoding.UTF8.GetBytes(state) : null,
        Window = row.TryGetNumber("window"),
        Until = row.GetNumber("until"),
    };

    private TransactWriteItem StateWrite(Lease lease, ShardState state, Checkpoint reached)
    {
        var row = Row.Key(StatePartition(lease.Key.Bucket), StateSortKey(lease.Key, state.Name));
        if (state.IsEmpty)
        {
            return table.DeleteInTransaction(row);
        }

        row["cp"] = Row.Text(reached.ToString());
        row["until"] = Row.Number(state.Until);
        if (state.Window is { } window)
        {
            row["window"] = Row.Number(window);
        }

        if (state.Image is { } image)
        {
            row["state"] = Row.Text(Encoding.UTF8.GetString(image));
        }

        if (lease.Rewound is { } rewound)
        {
            row["rewound"] = Row.Text(rewound);
        }

        return table.PutInTransaction(row);
    }
}
