using Amazon.DynamoDBv2.Model;

namespace DynamoHandlers.Leasing.Workers;

/// <summary>What can be done to the rows of workers. Safe for concurrent use.</summary>
internal sealed class WorkerStore(LeaseTable table)
{
    private const string Partition = "W";

    // What assignment this version computes. Should there be another, a fleet of both follows the lower.
    private const int Algorithm = 1;

    /// <summary>
    /// Adds a worker. Its identity is new, so a row that is there already is this very call's. One that continues a
    /// worker which has fenced itself declares that one dead: its leases are free at once.
    /// </summary>
    public async ValueTask JoinAsync(WorkerRow worker, CancellationToken cancellationToken)
    {
        await table.CreateAsync(NewRow(worker), cancellationToken).ConfigureAwait(false);
        if (worker.Was is { } was)
        {
            await table.UpdateAsync(
                new(
                    Row.Key(Partition, was),
                    "SET #st = :dead",
                    "attribute_exists(pk) AND #st <> :dead AND #st <> :left",
                    new() { [":dead"] = Row.Text("dead"), [":left"] = Row.Text("left") }),
                cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Says that a worker handles another stream too, unless it is gone.</summary>
    public async ValueTask ServeAsync(string identity, StreamKey stream, CancellationToken cancellationToken) =>
        await table.UpdateAsync(
            new(
                Row.Key(Partition, identity),
                "ADD #streams :new",
                "#st IN (:live, :leaving)",
                new()
                {
                    [":new"] = new AttributeValue { SS = [stream.ToString()] },
                    [":live"] = Row.Text("live"),
                    [":leaving"] = Row.Text("leaving"),
                }),
            cancellationToken).ConfigureAwait(false);

    /// <summary>That a worker was not declared dead, as part of a transaction.</summary>
    public static TransactWriteItem AliveInTransaction(LeaseTable table, string identity) => table.CheckInTransaction(
        Row.Key(Partition, identity),
        "#st IN (:live, :leaving)",
        new() { [":live"] = Row.Text("live"), [":leaving"] = Row.Text("leaving") });

    /// <summary>Says that a worker lives.</summary>
    /// <returns>False if it does not: it was declared dead, or its row is gone.</returns>
    public async ValueTask<bool> BeatAsync(string identity, long number, CancellationToken cancellationToken)
    {
        var beaten = await table.UpdateAsync(
            new(
                Row.Key(Partition, identity),
                "SET #hb = :hb",
                "#hb < :hb AND #st IN (:live, :leaving)",
                new()
                {
                    [":hb"] = Row.Number(number),
                    [":live"] = Row.Text("live"),
                    [":leaving"] = Row.Text("leaving"),
                }),
            cancellationToken).ConfigureAwait(false);
        if (beaten is not null)
        {
            return true;
        }

        // A resent beat fails on its own first sending: only the row tells.
        var row = await table.GetAsync(Partition, identity, cancellationToken).ConfigureAwait(false);
        return row is not null && TryParse(row) is { IsGone: false };
    }

    /// <summary>Reads all workers' rows; what is no worker's row is passed over.</summary>
    public async ValueTask<IReadOnlyList<WorkerRow>> ReadAllAsync(
        CancellationToken cancellationToken, bool consistent = false)
    {
        var rows = await table.QueryAsync(Partition, consistent, cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(TryParse).OfType<WorkerRow>()];
    }

    /// <summary>
    /// Declares a worker dead, if its heartbeat is still the one that stood still: the read that saw it may have been of
    /// an old copy.
    /// </summary>
    /// <returns>Whether it is dead now.</returns>
    public async ValueTask<bool> BuryAsync(string identity, long seenHeartbeat, CancellationToken cancellationToken) =>
        await table.UpdateAsync(
            new(
                Row.Key(Partition, identity),
                "SET #st = :dead",
                "#hb = :hb AND #st <> :dead AND #st <> :left",
                new() { [":hb"] = Row.Number(seenHeartbeat), [":dead"] = Row.Text("dead"), [":left"] = Row.Text("left") }),
            cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>
    /// Declares a worker dead that leases name but that has no row, so that it cannot come back.
    /// </summary>
    public async ValueTask BuryMissingAsync(string identity, CancellationToken cancellationToken)
    {
        var row = Row.Key(Partition, identity);
        row["hb"] = Row.Number(0);
        row["st"] = Row.Text("dead");
        await table.CreateAsync(row, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Says that a worker takes nothing more and is finishing.</summary>
    public ValueTask LeaveAsync(string identity, CancellationToken cancellationToken) =>
        MoveAsync(identity, "live", "leaving", cancellationToken);

    /// <summary>Says that a worker has finished: its handlers have returned, and its leases are free.</summary>
    public ValueTask GoneAsync(string identity, CancellationToken cancellationToken) =>
        MoveAsync(identity, "leaving", "left", cancellationToken);

    /// <summary>Deletes the row of a worker that is gone for good.</summary>
    public ValueTask<bool> ForgetAsync(string identity, CancellationToken cancellationToken) => table.DeleteAsync(
        Row.Key(Partition, identity),
        "#st IN (:dead, :left)",
        new() { [":dead"] = Row.Text("dead"), [":left"] = Row.Text("left") },
        cancellationToken);

    private async ValueTask MoveAsync(string identity, string from, string to, CancellationToken cancellationToken) =>
        await table.UpdateAsync(
            new(
                Row.Key(Partition, identity),
                "SET #st = :to",
                "#st = :from",
                new() { [":from"] = Row.Text(from), [":to"] = Row.Text(to) }),
            cancellationToken).ConfigureAwait(false);

    private static Dictionary<string, AttributeValue> NewRow(WorkerRow worker)
    {
        var row = Row.Key(Partition, worker.Identity);
        row["hb"] = Row.Number(worker.Heartbeat);
        row["st"] = Row.Text("live");
        row["ttl"] = Row.Number((long)worker.LeaseDuration.TotalMilliseconds);
        row["streams"] = new AttributeValue { SS = [.. worker.Streams.Select(static stream => stream.ToString())] };
        row["algo"] = Row.Number(Algorithm);
        row["gen"] = Row.Number(worker.Generation);
        if (worker.Capacity != int.MaxValue)
        {
            row["cap"] = Row.Number(worker.Capacity);
        }

        if (worker.Was is { } was)
        {
            row["was"] = Row.Text(was);
        }

        return row;
    }

    // A row without a known state is no worker's: whoever wrote it, it must neither get leases nor be declared dead.
    private static WorkerRow? TryParse(Dictionary<string, AttributeValue> row)
    {
        WorkerState? state = row.GetText("st") switch
        {
            "live" => WorkerState.Live,
            "leaving" => WorkerState.Leaving,
            "left" => WorkerState.Left,
            "dead" => WorkerState.Dead,
            _ => null,
        };
        return state is null ? null : new WorkerRow(
            row.GetText(Row.SortKey)!, state.Value, row.GetNumber("hb"), TimeSpan.FromMilliseconds(row.GetNumber("ttl")))
        {
            Capacity = row.ContainsKey("cap") ? (int)Math.Clamp(row.GetNumber("cap"), 0, int.MaxValue) : int.MaxValue,
            Streams = Streams(row),
            Was = row.GetText("was"),
            Generation = row.TryGetNumber("gen") ?? Application.FirstGeneration,
        };
    }

    private static HashSet<StreamKey> Streams(Dictionary<string, AttributeValue> row) =>
        [.. (row.GetValueOrDefault("streams")?.SS ?? []).Where(static text => text.Contains('/', StringComparison.Ordinal)).Select(StreamKey.Parse)];
}
