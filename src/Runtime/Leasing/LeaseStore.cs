using System.Globalization;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Leasing.Rewinding;
using DynamoHandlers.Leasing.Sync;

namespace DynamoHandlers.Leasing;

/// <summary>Whether a lease was still ours when something was written under it.</summary>
internal enum CommitResult
{
    /// <summary>Written.</summary>
    Committed,

    /// <summary>Not written: another worker owns the lease, or another epoch of this one.</summary>
    Lost,
}

/// <summary>
/// What can be done to leases. Every write is conditional on what its caller knows, and what a worker writes under a
/// lease on its owner, its epoch and the previous checkpoint, so that neither a worker that has lost the lease nor a
/// delayed request can write anything. Safe for concurrent use.
/// </summary>
internal sealed partial class LeaseStore(LeaseTable table, ForeignRows foreign, long generation = Application.FirstGeneration)
{
    private const string Mine = "#owner = :me AND #ep = :ep AND #cp = :prev AND #st = :open";
    private const string MineToFinish = Mine + " AND attribute_not_exists(#request)";

    /// <summary>Reads all leases of the application.</summary>
    public ValueTask<IReadOnlyList<Lease>> ReadAllAsync(bool consistent, CancellationToken cancellationToken) =>
        ReadAsync(prefix: "", consistent, cancellationToken);

    /// <summary>Reads the leases of one stream: costs what these cost, however many others there are.</summary>
    public ValueTask<IReadOnlyList<Lease>> ReadStreamAsync(
        StreamKey stream, bool consistent, CancellationToken cancellationToken) =>
        ReadAsync($"{stream}/", consistent, cancellationToken);

    /// <summary>Reads a lease, strongly consistent; null if there is none.</summary>
    public async ValueTask<Lease?> GetAsync(LeaseKey key, CancellationToken cancellationToken) =>
        await table.GetAsync(Partition(key.Bucket, generation), key.SortKey, cancellationToken).ConfigureAwait(false) is { } row
            ? ParseOrWarn(row)
            : null;

    /// <summary>Creates the lease of a shard, unless there is one or a marker that there need be none.</summary>
    public ValueTask<bool> CreateAsync(
        LeaseKey key, string? parentShardId, bool gateOpen, CancellationToken cancellationToken) =>
        CreateAsync(key, NewRow(key, parentShardId, gateOpen), cancellationToken);

    /// <summary>Makes a lease this worker's, if it is as it was seen: runnable, with that owner and epoch.</summary>
    /// <param name="seen">The lease as it was read.</param>
    /// <param name="me">The worker that takes it.</param>
    /// <param name="fromDead">Whether its owner died: how often that happens without progress is counted.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The lease as it is now; null if somebody else was faster.</returns>
    public async ValueTask<Lease?> TakeAsync(Lease seen, string me, bool fromDead, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, AttributeValue>
        {
            [":me"] = Row.Text(me),
            [":ep"] = Row.Number(seen.Epoch),
            [":next"] = Row.Number(seen.Epoch + 1),
            [":open"] = Row.Text("open"),
        };
        var set = "SET #owner = :me, #ep = :next";
        if (fromDead)
        {
            set += ", #tries = if_not_exists(#tries, :zero) + :one";
            (values[":zero"], values[":one"]) = (Row.Number(0), Row.Number(1));
        }

        var owner = OwnedAs(seen, values);
        var row = await table.UpdateAsync(
            new(RowKey(seen.Key), set, $"#ep = :ep AND {owner} AND #st = :open AND #gate = :open", values),
            cancellationToken).ConfigureAwait(false);
        if (row is not null)
        {
            return ParseOrWarn(row);
        }

        // A handover may name this worker with that very epoch; either way the row says whose it is.
        var current = await GetAsync(seen.Key, cancellationToken).ConfigureAwait(false);
        return current?.Owner == me && current.Epoch == seen.Epoch + 1 ? current : null;
    }

    /// <summary>Lets a shard run, its parent being done.</summary>
    public async ValueTask OpenGateAsync(LeaseKey key, CancellationToken cancellationToken) =>
        await table.UpdateAsync(
            new(
                RowKey(key),
                "SET #gate = :open",
                "#gate = :shut",
                new() { [":open"] = Row.Text("open"), [":shut"] = Row.Text("shut") }),
            cancellationToken).ConfigureAwait(false);

    /// <summary>Deletes the lease of a finished shard, leaving a marker while its shard is still listed.</summary>
    public ValueTask<bool> RetireAsync(Lease finished, CancellationToken cancellationToken) => table.TransactAsync(
        [
            table.DeleteInTransaction(
                RowKey(finished.Key),
                "#st = :finished AND #ep = :ep",
                new() { [":finished"] = Row.Text("finished"), [":ep"] = Row.Number(finished.Epoch) }),
            table.CreateInTransaction(StreamStore.Marker(generation, finished.Key, "finished")),
        ],
        cancellationToken);

    private ValueTask<bool> CreateAsync(
        LeaseKey key, Dictionary<string, AttributeValue> row, CancellationToken cancellationToken) =>
        table.TransactAsync(Creation(key, row), cancellationToken);

    private TransactWriteItem[] Creation(LeaseKey key, Dictionary<string, AttributeValue> row) =>
    [
        table.CreateInTransaction(row),
        table.AbsentInTransaction(StreamStore.MarkerPartition(generation, key.Stream), key.ShardId),
    ];

    private Dictionary<string, AttributeValue> NewRow(LeaseKey key, string? parentShardId, bool gateOpen)
    {
        var row = RowKey(key);
        row["st"] = Row.Text("open");
        row["gate"] = Row.Text(gateOpen ? "open" : "shut");
        row["ep"] = Row.Number(0);
        row["cp"] = Row.Text(Checkpoint.Beginning.ToString());
        if (parentShardId is not null)
        {
            row["parent"] = Row.Text(parentShardId);
        }

        return row;
    }

    internal static string Partition(int bucket, long generation = Application.FirstGeneration) =>
        string.Create(CultureInfo.InvariantCulture, $"L#{generation}#{bucket}");

    private Dictionary<string, AttributeValue> RowKey(LeaseKey key) => Row.Key(Partition(key.Bucket, generation), key.SortKey);

    private async ValueTask<IReadOnlyList<Lease>> ReadAsync(
        string prefix, bool consistent, CancellationToken cancellationToken)
    {
        var buckets = await Task.WhenAll(Enumerable.Range(0, LeaseKey.Buckets).Select(bucket =>
            table.QueryAsync(Partition(bucket, generation), prefix, consistent, cancellationToken).AsTask())).ConfigureAwait(false);
        return [.. buckets.SelectMany(static rows => rows).Select(ParseOrWarn).OfType<Lease>()];
    }

    private Lease? ParseOrWarn(Dictionary<string, AttributeValue> row)
    {
        var lease = Parse(row);
        if (lease is null)
        {
            foreign.Warn(row);
        }

        return lease;
    }

    /// <returns>Null if the row is none that a worker wrote: what is missing must not be made up.</returns>
    private Lease? Parse(Dictionary<string, AttributeValue> row)
    {
        LeaseState? state = row.GetText("st") switch
        {
            "open" => LeaseState.Open,
            "ended" => LeaseState.Ended,
            "finished" => LeaseState.Finished,
            "closed" => LeaseState.Closed,
            _ => null,
        };
        if (LeaseKey.TryParse(row.GetText(Row.SortKey)) is not { } key || Partition(key.Bucket, generation) != row.GetText(Row.PartitionKey)
            || state is null || row.TryGetNumber("ep") is not { } epoch || Checkpoint.TryParse(row.GetText("cp")) is not { } checkpoint)
        {
            return null;
        }

        return new()
        {
            Key = key,
            State = state.Value,
            GateOpen = row.GetText("gate") == "open",
            Owner = row.GetText("owner"),
            Epoch = epoch,
            Checkpoint = checkpoint,
            Tries = row.GetNumber("tries"),
            Suspect = new(row.GetText("suspect") ?? ""),
            Suspicions = row.GetNumber("suspicions"),
            ParentShardId = row.GetText("parent"),
            Request = row.GetText("request") is { } request ? RewindRequest.Parse(request) : null,
            Rewound = row.GetText("rewound"),
            LastTransaction = row.GetText("tx"),
            From = row.GetTime("from"),
            Until = Checkpoint.TryParse(row.GetText("until")) ?? Checkpoint.Beginning,
            Children = row.TryGetValue("children", out var children) ? children.SS ?? [] : Array.Empty<string>(),
        };
    }
}
