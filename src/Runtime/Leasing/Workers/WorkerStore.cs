using Amazon.DynamoDBv2.Model;

namespace DynamoHandlers.Leasing.Workers;

/// <summary>What can be done to the rows of workers. Safe for concurrent use.</summary>
internal sealed class WorkerStore(LeaseTable table)
{
    private const string Partition = "W";

    // What assignment this version computes; a fleet of several versions follows the lowest.
    private const int Algorithm = 1;

    /// <summary>Adds a worker. Its identity is new, so a row that is there already is this very call's.</summary>
    public async ValueTask JoinAsync(
        string identity, TimeSpan leaseDuration, IEnumerable<StreamKey> streams, CancellationToken cancellationToken) =>
        await table.CreateAsync(NewRow(identity, leaseDuration, streams), cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Adds a worker that continues one which has fenced itself, and declares that one dead: its leases are free at once.
    /// </summary>
    public async ValueTask RejoinAsync(
        string identity,
        string was,
        TimeSpan leaseDuration,
        IEnumerable<StreamKey> streams,
        CancellationToken cancellationToken)
    {
        var row = NewRow(identity, leaseDuration, streams);
        row["was"] = Row.Text(was);
        await table.CreateAsync(row, cancellationToken).ConfigureAwait(false);
        await table.UpdateAsync(
            new(
                Row.Key(Partition, was),
                "SET #st = :dead",
                "attribute_exists(pk) AND #st <> :dead AND #st <> :left",
                new() { [":dead"] = Row.Text("dead"), [":left"] = Row.Text("left") }),
            cancellationToken).ConfigureAwait(false);
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
        return row is not null && !Parse(row).IsGone;
    }

    /// <summary>Reads all workers' rows.</summary>
    public async ValueTask<IReadOnlyList<WorkerRow>> ReadAllAsync(CancellationToken cancellationToken)
    {
        var rows = await table.QueryAsync(Partition, consistent: false, cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(Parse)];
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

    private static Dictionary<string, AttributeValue> NewRow(
        string identity, TimeSpan leaseDuration, IEnumerable<StreamKey> streams)
    {
        var row = Row.Key(Partition, identity);
        row["hb"] = Row.Number(1);
        row["st"] = Row.Text("live");
        row["ttl"] = Row.Number((long)leaseDuration.TotalMilliseconds);
        row["streams"] = new AttributeValue { SS = [.. streams.Select(static stream => stream.ToString())] };
        row["algo"] = Row.Number(Algorithm);
        return row;
    }

    private static WorkerRow Parse(Dictionary<string, AttributeValue> row) => new(
        row.GetText(Row.SortKey)!,
        row.GetText("st") switch
        {
            "leaving" => WorkerState.Leaving,
            "left" => WorkerState.Left,
            "dead" => WorkerState.Dead,
            _ => WorkerState.Live,
        },
        row.GetNumber("hb"),
        TimeSpan.FromMilliseconds(row.GetNumber("ttl")));
}
