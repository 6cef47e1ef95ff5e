using Amazon.DynamoDBv2.Model;

namespace DynamoHandlers.Leasing.Workers;

/// <summary>What the others have told a worker.</summary>
/// <param name="Version">Rises when workers come or go or leases become free: reason to read the leases.</param>
/// <param name="Handed">Leases that were handed to this worker.</param>
internal sealed record Notices(long Version, IReadOnlyList<LeaseKey> Handed);

/// <summary>
/// The board, which all workers look at, and the inboxes, one a worker. They only make things quicker: what a lost
/// notice would have said is found when the leases are read the next time. Safe for concurrent use.
/// </summary>
internal sealed class NoticeStore(LeaseTable table)
{
    private const string Board = "B";
    private const string InboxSort = "I";

    /// <summary>Reads the board and a worker's inbox; perhaps an old copy of them.</summary>
    public async ValueTask<Notices> ReadAsync(string identity, CancellationToken cancellationToken)
    {
        var rows = await table.GetAsync([Row.Key(Board, Board), InboxKey(identity)], cancellationToken).ConfigureAwait(false);
        var board = rows.Find(static row => row.GetText(Row.PartitionKey) == Board);
        var inbox = rows.Find(static row => row.GetText(Row.SortKey) == InboxSort);
        var keys = inbox?.GetValueOrDefault("keys")?.SS ?? [];
        return new(board?.GetNumber("v") ?? 0, [.. keys.Order(StringComparer.Ordinal).Select(LeaseKey.TryParse).OfType<LeaseKey>()]);
    }

    /// <summary>Tells all workers that something has changed.</summary>
    public async ValueTask PostAsync(CancellationToken cancellationToken) => await table.UpdateAsync(
        new(Row.Key(Board, Board), "ADD #v :one", If: null, new() { [":one"] = Row.Number(1) }), cancellationToken).ConfigureAwait(false);

    /// <summary>Tells a worker that a lease was handed to it.</summary>
    public async ValueTask TellAsync(string identity, LeaseKey key, CancellationToken cancellationToken) =>
        await table.UpdateAsync(
            new(InboxKey(identity), "ADD #keys :keys", If: null, Keys([key])), cancellationToken).ConfigureAwait(false);

    /// <summary>Takes what was dealt with out of an inbox.</summary>
    public async ValueTask ClearAsync(string identity, IEnumerable<LeaseKey> handed, CancellationToken cancellationToken) =>
        await table.UpdateAsync(
            new(InboxKey(identity), "DELETE #keys :keys", "attribute_exists(pk)", Keys(handed)), cancellationToken).ConfigureAwait(false);

    /// <summary>Deletes the inbox of a worker that is gone for good.</summary>
    public ValueTask<bool> ForgetAsync(string identity, CancellationToken cancellationToken) =>
        table.DeleteAsync(InboxKey(identity), "attribute_exists(pk)", values: null, cancellationToken);

    private static Dictionary<string, AttributeValue> InboxKey(string identity) => Row.Key($"I#{identity}", InboxSort);

    private static Dictionary<string, AttributeValue> Keys(IEnumerable<LeaseKey> keys) => new()
    {
        [":keys"] = new AttributeValue { SS = [.. keys.Select(static key => key.ToString())] },
    };
}
