using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Leasing.Rewinding;

namespace DynamoHandlers.Leasing;

// Going back: the one write that lets a checkpoint fall. It takes the next epoch, so that nothing of the run before it can
// be committed after it.
internal sealed partial class LeaseStore
{
    /// <summary>Asks the owner of a lease, or the next one, to rewind it; false if it is not as it was seen.</summary>
    public async ValueTask<bool> RequestRewindAsync(Lease seen, RewindRequest request, CancellationToken cancellationToken) =>
        await table.UpdateAsync(
            new(
                RowKey(seen.Key),
                "SET #request = :request",
                "#ep = :ep AND #st = :open AND #gate = :open AND attribute_not_exists(#request)",
                new()
                {
                    [":request"] = Row.Text(request.ToString()),
                    [":ep"] = Row.Number(seen.Epoch),
                    [":open"] = Row.Text("open"),
                }),
            cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>
    /// Rewinds a lease that does not run: one of the caller's, whose handlers have all returned, or one that is free.
    /// </summary>
    /// <param name="seen">The lease as it was read, strongly consistent.</param>
    /// <param name="request">What is asked for: what the lease's row says, if it says something.</param>
    /// <param name="isFree">Whether nobody is to own it afterwards.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The lease as it is now; null if it was not as it was seen.</returns>
    public async ValueTask<Lease?> RewindAsync(
        Lease seen, RewindRequest request, bool isFree, CancellationToken cancellationToken)
    {
        var (from, until) = PassedOver(seen, request.Position.Time);
        var to = request.Position.Sequence is { IsNone: false } after ? Checkpoint.AfterRecord(after) : Checkpoint.Beginning;
        var values = new Dictionary<string, AttributeValue>
        {
            [":ep"] = Row.Number(seen.Epoch),
            [":next"] = Row.Number(seen.Epoch + 1),
            [":prev"] = Row.Text(seen.Checkpoint.ToString()),
            [":to"] = Row.Text(to.ToString()),
            [":request"] = Row.Text(request.ToString()),
            [":from"] = Row.Time(from),
            [":until"] = Row.Text(until.ToString()),
            [":open"] = Row.Text("open"),
        };
        var condition = "#ep = :ep AND #cp = :prev AND #st = :open AND #gate = :open AND "
            + (seen.Request is null ? "attribute_not_exists(#request) AND " : "#request = :request AND ")
            + OwnedAs(seen, values);
        var set = "SET #cp = :to, #ep = :next, #rewound = :request, #from = :from, #until = :until REMOVE #request, #tries"
            + (isFree ? ", #owner" : "");
        var row = await table.UpdateAsync(new(RowKey(seen.Key), set, condition, values), cancellationToken).ConfigureAwait(false);
        if (row is not null)
        {
            return ParseOrWarn(row);
        }

        // An earlier sending may have been applied.
        var current = await GetAsync(seen.Key, cancellationToken).ConfigureAwait(false);
        return current?.Rewound == request.ToString() && current.Epoch == seen.Epoch + 1 ? current : null;
    }

    /// <summary>
    /// Before when, and up to where, records are passed over: those that were done. Where an earlier rewind to a time is still
    /// being carried out, what it is to bring has to come too.
    /// </summary>
    private static (DateTimeOffset From, Checkpoint Until) PassedOver(Lease seen, DateTimeOffset? time)
    {
        var isReplaying = seen.From > DateTimeOffset.MinValue && seen.Until.CompareTo(seen.Checkpoint) > 0;
        return time is { } from && isReplaying
            ? (from < seen.From!.Value ? from : seen.From.Value, seen.Until)
            : (time ?? DateTimeOffset.MinValue, seen.Checkpoint);
    }

    /// <summary>Ends a lease, as its generation ends: nobody can take it any more, nor commit anything under it.</summary>
    public async ValueTask CloseAsync(LeaseKey key, CancellationToken cancellationToken) => await table.UpdateAsync(
        new(
            RowKey(key),
            "SET #st = :closed, #ep = #ep + :one REMOVE #owner, #request",
            "#st IN (:open, :ended)",
            new()
            {
                [":closed"] = Row.Text("closed"),
                [":open"] = Row.Text("open"),
                [":ended"] = Row.Text("ended"),
                [":one"] = Row.Number(1),
            }),
        cancellationToken).ConfigureAwait(false);

    /// <summary>Deletes the lease of a generation that is over.</summary>
    public ValueTask<bool> DeleteAsync(LeaseKey key, CancellationToken cancellationToken) =>
        table.DeleteAsync(RowKey(key), "attribute_exists(pk)", values: null, cancellationToken);

    private static string OwnedAs(Lease seen, Dictionary<string, AttributeValue> values)
    {
        if (seen.Owner is null)
        {
            return "attribute_not_exists(#owner)";
        }

        values[":owner"] = Row.Text(seen.Owner);
        return "#owner = :owner";
    }
}
