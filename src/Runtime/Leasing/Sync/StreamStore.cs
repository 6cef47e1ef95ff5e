using System.Globalization;
using Amazon.DynamoDBv2.Model;

namespace DynamoHandlers.Leasing.Sync;

/// <summary>What can be done to the rows of streams and to the markers of their shards. Safe for concurrent use.</summary>
internal sealed class StreamStore(LeaseTable table, ForeignRows foreign, long generation = Application.FirstGeneration)
{
    private string Partition { get; } = PartitionOf(generation);

    public async ValueTask<StreamRow?> GetAsync(StreamKey stream, CancellationToken cancellationToken)
    {
        if (await table.GetAsync(Partition, stream.ToString(), cancellationToken).ConfigureAwait(false) is not { } row)
        {
            return null;
        }

        StreamState? state = row.GetText("st") switch
        {
            "init" => StreamState.Initializing,
            "ready" => StreamState.Ready,
            "drained" => StreamState.Drained,
            _ => null,
        };
        var from = row.GetTime("from");
        if (state is null || (from is null && row.ContainsKey("from")))
        {
            // Never taken for a stream that nobody has begun. What is damaged lets too much through, not too little.
            foreign.Warn(row);
        }

        return new(state ?? StreamState.Initializing, row.GetNumber("attempt"), from, row.GetText("prev"), row.GetNumber("pass"), row.GetNumber("beat"));
    }

    /// <summary>Starts the first attempt, and fixes from when the stream's records count; false if somebody has.</summary>
    public ValueTask<bool> BeginAsync(
        string streamArn, DateTimeOffset? from, string? previous, CancellationToken cancellationToken) =>
        table.CreateAsync(NewRow(streamArn, new(StreamState.Initializing, Attempt: 1, from, previous)), cancellationToken);

    /// <summary>
    /// Says that a stream is to be begun with when somebody comes to handle it, unless its row is there: see
    /// <see cref="StreamRow.IsPrepared"/>.
    /// </summary>
    public ValueTask<bool> PrepareAsync(
        string streamArn, DateTimeOffset? from, string? previous, CancellationToken cancellationToken) =>
        table.CreateAsync(NewRow(streamArn, new(StreamState.Initializing, Attempt: 0, from, previous)), cancellationToken);

    /// <summary>Reads the rows of all streams: the ARN of each, and the label of the one before it.</summary>
    public async ValueTask<IReadOnlyList<(string StreamArn, string? Previous)>> ListAsync(CancellationToken cancellationToken)
    {
        var rows = await table.QueryAsync(Partition, consistent: true, cancellationToken).ConfigureAwait(false);
        return
        [
            .. rows.Select(static row => (StreamArn: row.GetText("arn") ?? "", Previous: row.GetText("prev")))
                .Where(static row => StreamKey.TryFromArn(row.StreamArn) is not null),
        ];
    }

    /// <summary>Deletes the row of a stream.</summary>
    public ValueTask<bool> DeleteAsync(StreamKey stream, CancellationToken cancellationToken) => table.DeleteAsync(
        Row.Key(Partition, stream.ToString()), "attribute_exists(pk)", values: null, cancellationToken);

    /// <summary>Writes the row of a stream anew that somebody has deleted while the stream was read.</summary>
    public ValueTask<bool> RestoreAsync(string streamArn, StreamRow lost, CancellationToken cancellationToken) =>
        table.CreateAsync(NewRow(streamArn, lost), cancellationToken);

    /// <summary>Starts the next attempt in place of one that stood still; false if it did not, or has got ready.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="attempt">The attempt that stood still.</param>
    /// <param name="isFollowing">Whether the stream waits for the one before it, if the row names one.</param>
    /// <param name="cancellationToken">Ends the write.</param>
    public async ValueTask<bool> ReplaceAsync(
        StreamKey stream, long attempt, bool isFollowing, CancellationToken cancellationToken) =>
        await table.UpdateAsync(
            new(
                Row.Key(Partition, stream.ToString()),
                isFollowing ? "SET #attempt = :next" : "SET #attempt = :next REMOVE #prev",
                "#st = :init AND #attempt = :attempt",
                new()
                {
                    [":init"] = Row.Text("init"),
                    [":attempt"] = Row.Number(attempt),
                    [":next"] = Row.Number(attempt + 1),
                }),
            cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>Says that an attempt goes on, unless it was replaced.</summary>
    public async ValueTask BeatAsync(StreamKey stream, long attempt, CancellationToken cancellationToken) =>
        await table.UpdateAsync(
            new(
                Row.Key(Partition, stream.ToString()),
                "SET #beat = if_not_exists(#beat, :none) + :one",
                "#st = :init AND #attempt = :attempt",
                new()
                {
                    [":none"] = Row.Number(0),
                    [":one"] = Row.Number(1),
                    [":init"] = Row.Text("init"),
                    [":attempt"] = Row.Number(attempt),
                }),
            cancellationToken).ConfigureAwait(false);

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

    /// <summary>Takes note that all shards were compared with the leases, unless another worker was faster.</summary>
    public async ValueTask CompletePassAsync(StreamKey stream, long pass, CancellationToken cancellationToken) =>
        await table.UpdateAsync(
            new(
                Row.Key(Partition, stream.ToString()),
                "SET #pass = :next",
                pass == 0 ? "attribute_exists(pk) AND attribute_not_exists(#pass)" : "#pass = :pass",
                pass == 0
                    ? new() { [":next"] = Row.Number(1) }
                    : new() { [":pass"] = Row.Number(pass), [":next"] = Row.Number(pass + 1) }),
            cancellationToken).ConfigureAwait(false);

    /// <summary>Says that a disabled stream is done to its end.</summary>
    public async ValueTask<bool> SetDrainedAsync(StreamKey stream, CancellationToken cancellationToken) =>
        await table.UpdateAsync(
            new(
                Row.Key(Partition, stream.ToString()),
                "SET #st = :drained",
                "#st = :ready",
                new() { [":drained"] = Row.Text("drained"), [":ready"] = Row.Text("ready") }),
            cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>Whether a stream may start, as far as the one that the table had before is concerned.</summary>
    /// <param name="tableName">The table.</param>
    /// <param name="previous">The label of the stream before; null for none.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    public async ValueTask<bool> MayStartAsync(string tableName, string? previous, CancellationToken cancellationToken)
    {
        // A row that is missing was deleted by an operator, who thereby gave up the old stream's rest; whoever still
        // reads that stream writes the row again.
        return previous is null
            || await GetAsync(new(tableName, previous), cancellationToken).ConfigureAwait(false) is null or { State: StreamState.Drained };
    }

    /// <summary>The labels of the other streams of the very same table that the application has read.</summary>
    public async ValueTask<IReadOnlyList<string>> OtherLabelsAsync(string streamArn, CancellationToken cancellationToken)
    {
        // The whole ARN of the table, as accounts and regions may have tables of one name.
        var tableArn = streamArn[..(streamArn.LastIndexOf('/') + 1)];
        var name = StreamKey.FromArn(streamArn).Table;
        var rows = await table.QueryAsync(Partition, $"{name}/", consistent: true, cancellationToken).ConfigureAwait(false);
        return
        [
            .. rows.Select(static row => row.GetText("arn") ?? "")
                .Where(other => other != streamArn && other.StartsWith(tableArn, StringComparison.Ordinal))
                .Select(static other => StreamKey.TryFromArn(other)?.Label)
                .OfType<string>(),
        ];
    }

    /// <summary>
    /// The shards of a stream that need no lease, as they are done or not wanted, and since when, by the service's
    /// clock, they are no longer listed.
    /// </summary>
    public async ValueTask<IReadOnlyDictionary<string, DateTimeOffset?>> ReadMarkersAsync(
        StreamKey stream, CancellationToken cancellationToken)
    {
        var rows = await table.QueryAsync(MarkerPartition(generation, stream), consistent: true, cancellationToken).ConfigureAwait(false);
        var markers = new Dictionary<string, DateTimeOffset?>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            // A row of somebody else's must not make a shard one that is left out.
            if (row.GetText("reason") is null)
            {
                foreign.Warn(row);
                continue;
            }

            markers[row.GetText(Row.SortKey)!] = row.GetTime("unlisted");
        }

        return markers;
    }

    /// <summary>Why a shard needs no lease; null if no marker says so.</summary>
    public async ValueTask<string?> GetMarkerAsync(LeaseKey shard, CancellationToken cancellationToken) =>
        (await table.GetAsync(MarkerPartition(generation, shard.Stream), shard.ShardId, cancellationToken).ConfigureAwait(false))
            ?.GetText("reason");

    /// <summary>Deletes the marker of a shard, whatever it says.</summary>
    public ValueTask<bool> DeleteMarkerAsync(LeaseKey shard, CancellationToken cancellationToken) => table.DeleteAsync(
        Row.Key(MarkerPartition(generation, shard.Stream), shard.ShardId), "attribute_exists(pk)", values: null, cancellationToken);

    /// <summary>Marks a shard as one that needs no lease, unless it has one.</summary>
    public ValueTask<bool> MarkAsync(LeaseKey shard, string reason, CancellationToken cancellationToken) =>
        table.TransactAsync(
            [
                table.CreateInTransaction(Marker(generation, shard, reason)),
                table.AbsentInTransaction(LeaseStore.Partition(shard.Bucket, generation), shard.SortKey),
            ],
            cancellationToken);

    /// <summary>Takes note that a marked shard is no longer listed, or is listed again.</summary>
    public async ValueTask SetUnlistedAsync(LeaseKey shard, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var key = Row.Key(MarkerPartition(generation, shard.Stream), shard.ShardId);
        var update = since is { } time
            ? new RowUpdate(key, "SET #unlisted = :since", "attribute_exists(pk)", new() { [":since"] = Row.Time(time) })
            : new RowUpdate(key, "REMOVE #unlisted", "attribute_exists(pk)", []);
        await table.UpdateAsync(update, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes the marker of a shard that is long gone, unless it was listed again meanwhile.</summary>
    public ValueTask<bool> ForgetAsync(LeaseKey shard, DateTimeOffset since, CancellationToken cancellationToken) =>
        table.DeleteAsync(
            Row.Key(MarkerPartition(generation, shard.Stream), shard.ShardId),
            "#unlisted = :since",
            new() { [":since"] = Row.Time(since) },
            cancellationToken);

    internal static Dictionary<string, AttributeValue> Marker(long generation, LeaseKey shard, string reason)
    {
        var row = Row.Key(MarkerPartition(generation, shard.Stream), shard.ShardId);
        row["reason"] = Row.Text(reason);
        return row;
    }

    internal static string PartitionOf(long generation) => string.Create(CultureInfo.InvariantCulture, $"S#{generation}");

    internal static string MarkerPartition(long generation, StreamKey stream) =>
        string.Create(CultureInfo.InvariantCulture, $"R#{generation}#{stream}");

    private Dictionary<string, AttributeValue> NewRow(string streamArn, StreamRow stream)
    {
        var row = Row.Key(Partition, StreamKey.FromArn(streamArn).ToString());
        row["arn"] = Row.Text(streamArn);
        row["st"] = Row.Text(stream.State switch
        {
            StreamState.Ready => "ready",
            StreamState.Drained => "drained",
            _ => "init",
        });
        row["attempt"] = Row.Number(stream.Attempt);
        if (stream.From is { } time)
        {
            row["from"] = Row.Time(time);
        }

        if (stream.Previous is { } previous)
        {
            row["prev"] = Row.Text(previous);
        }

        if (stream.Pass > 0)
        {
            row["pass"] = Row.Number(stream.Pass);
        }

        return row;
    }
}
