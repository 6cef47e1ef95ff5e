using System.Globalization;
using Amazon.DynamoDBv2.Model;

namespace DynamoHandlers.Leasing.Sync;

/// <summary>A stream's row: whether its first leases are all there, and from when its records count.</summary>
/// <param name="IsReady">Whether shards of the stream may run.</param>
/// <param name="Attempt">The number of the attempt to make the first leases.</param>
/// <param name="From">Records older than this are before the start position; null for none.</param>
internal sealed record StreamRow(bool IsReady, long Attempt, DateTimeOffset? From);

/// <summary>What can be done to the rows of streams and to the markers of their shards. Safe for concurrent use.</summary>
internal sealed class StreamStore(LeaseTable table)
{
    private const string Partition = "S#1";

    public async ValueTask<StreamRow?> GetAsync(StreamKey stream, CancellationToken cancellationToken) =>
        await table.GetAsync(Partition, stream.ToString(), cancellationToken).ConfigureAwait(false) is { } row
            ? new(row.GetText("st") == "ready", row.GetNumber("attempt"), ParseTime(row.GetText("from")))
            : null;

    /// <summary>Starts the first attempt, and fixes from when the stream's records count; false if somebody has.</summary>
    public ValueTask<bool> BeginAsync(string streamArn, DateTimeOffset? from, CancellationToken cancellationToken)
    {
        var row = Row.Key(Partition, StreamKey.FromArn(streamArn).ToString());
        row["arn"] = Row.Text(streamArn);
        row["st"] = Row.Text("init");
        row["attempt"] = Row.Number(1);
        if (from is { } time)
        {
            row["from"] = Row.Text(Format(time));
        }

        return table.CreateAsync(row, cancellationToken);
    }

    /// <summary>Starts the next attempt in place of one that stood still; false if it did not, or has got ready.</summary>
    public async ValueTask<bool> ReplaceAsync(StreamKey stream, long attempt, CancellationToken cancellationToken) =>
        await table.UpdateAsync(
            new(
                Row.Key(Partition, stream.ToString()),
                "SET #attempt = :next",
                "#st = :init AND #attempt = :attempt",
                new()
                {
                    [":init"] = Row.Text("init"),
                    [":attempt"] = Row.Number(attempt),
                    [":next"] = Row.Number(attempt + 1),
                }),
            cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>Lets the stream's shards run, unless the attempt was replaced.</summary>
    public async ValueTask CommitAsync(StreamKey stream, long attempt, CancellationToken cancellationToken) =>
        await table.UpdateAsync(
            new(
                Row.Key(Partition, stream.ToString()),
                "SET #st = :ready",
                "#st = :init AND #attempt = :attempt",
                new()
                {
                    [":init"] = Row.Text("init"),
                    [":ready"] = Row.Text("ready"),
                    [":attempt"] = Row.Number(attempt),
                }),
            cancellationToken).ConfigureAwait(false);

    /// <summary>Whether the application has read another stream of the table, before this one was enabled.</summary>
    public async ValueTask<bool> HasPredecessorAsync(string streamArn, CancellationToken cancellationToken)
    {
        // The whole ARN of the table, as accounts and regions may have tables of one name.
        var tableArn = streamArn[..(streamArn.LastIndexOf('/') + 1)];
        var rows = await table.QueryAsync(Partition, consistent: true, cancellationToken).ConfigureAwait(false);
        return rows.Select(static row => row.GetText("arn") ?? "")
            .Any(other => other != streamArn && other.StartsWith(tableArn, StringComparison.Ordinal));
    }

    /// <summary>
    /// The shards of a stream that need no lease, as they are done or not wanted, and since when, by the service's
    /// clock, they are no longer listed.
    /// </summary>
    public async ValueTask<IReadOnlyDictionary<string, DateTimeOffset?>> ReadMarkersAsync(
        StreamKey stream, CancellationToken cancellationToken)
    {
        var rows = await table.QueryAsync(MarkerPartition(stream), consistent: true, cancellationToken).ConfigureAwait(false);
        return rows.ToDictionary(
            static row => row.GetText(Row.SortKey)!,
            static row => ParseTime(row.GetText("unlisted")),
            StringComparer.Ordinal);
    }

    /// <summary>Marks a shard as one that needs no lease, unless it has one.</summary>
    public ValueTask<bool> MarkAsync(LeaseKey shard, string reason, CancellationToken cancellationToken) =>
        table.TransactAsync(
            [
                table.CreateInTransaction(Marker(shard, reason)),
                table.AbsentInTransaction(LeaseStore.Partition(shard.Bucket), shard.SortKey),
            ],
            cancellationToken);

    /// <summary>Takes note that a marked shard is no longer listed, or is listed again.</summary>
    public async ValueTask SetUnlistedAsync(LeaseKey shard, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var key = Row.Key(MarkerPartition(shard.Stream), shard.ShardId);
        var update = since is { } time
            ? new RowUpdate(key, "SET #unlisted = :since", "attribute_exists(pk)", new() { [":since"] = Row.Text(Format(time)) })
            : new RowUpdate(key, "REMOVE #unlisted", "attribute_exists(pk)", []);
        await table.UpdateAsync(update, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes the marker of a shard that is long gone, unless it was listed again meanwhile.</summary>
    public ValueTask<bool> ForgetAsync(LeaseKey shard, DateTimeOffset since, CancellationToken cancellationToken) =>
        table.DeleteAsync(
            Row.Key(MarkerPartition(shard.Stream), shard.ShardId),
            "#unlisted = :since",
            new() { [":since"] = Row.Text(Format(since)) },
            cancellationToken);

    internal static Dictionary<string, AttributeValue> Marker(LeaseKey shard, string reason)
    {
        var row = Row.Key(MarkerPartition(shard.Stream), shard.ShardId);
        row["reason"] = Row.Text(reason);
        return row;
    }

    internal static string MarkerPartition(StreamKey stream) => $"R#1#{stream}";

    private static string Format(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset? ParseTime(string? text) => text is null
        ? null
        : DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
