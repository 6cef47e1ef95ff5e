using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace DynamoHandlers.DynamoDbLocal.Tests.Worker;

/// <summary>
/// Three worker processes share six streams, of one shard each, as DynamoDB Local gives a stream one shard. All the time
/// items are changed.
/// </summary>
[Collection<Processes>]
public sealed class FleetTests(DynamoDbLocalServer server) : IDisposable
{
    private const int Tables = 6;
    private static readonly TimeSpan LeaseDuration = TimeSpan.FromSeconds(3);

    private readonly AmazonDynamoDBClient _db = server.CreateClient();
    private readonly string _name = $"Fleet-{Guid.NewGuid():n}";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Application => $"{_name}-leases";

    [Fact]
    public async Task Of_three_one_is_killed_one_pauses_and_one_restarts_and_nothing_is_lost_or_out_of_order()
    {
        var tables = Enumerable.Range(1, Tables).Select(i => (Name: TableName(i), Items: new CounterTable(_db, TableName(i)))).ToList();
        await Task.WhenAll(tables.Select(static table => table.Items.CreateAsync(Stop)));
        var watch = new LeaseWatch(_db, Application);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        using var fleet = new ProcessFleet(Application, watch, Options());
        var watching = watch.RunAsync(end.Token);
        try
        {
            var late = await RunAsync(fleet, watch, tables.ConvertAll(static table => table.Items));

            var (all, leases) = (fleet.Lines(), await watch.ReadAsync());
            Assert.All(leases.Values, lease => AssertNothingIsSkipped(all.Where(line => line.Shard == lease.Shard), lease));
            var counted = all.Except(late).DistinctBy(static line => line.Position).ToLookup(line => leases[line.Shard].Table);
            Assert.All(tables, table => Assert.Equal(
                table.Items.Changes.Order(), counted[table.Name].Select(static line => line.Change).Order()));
            Assert.Empty(watch.Violations);
        }
        finally
        {
            await end.CancelAsync();
            await watching;
        }
    }

    public void Dispose() => _db.Dispose();

    /// <returns>What the paused worker handled after its pause under the identity that was dead by then.</returns>
    private async Task<List<JournalLine>> RunAsync(ProcessFleet fleet, LeaseWatch watch, IReadOnlyList<CounterTable> tables)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var load = tables.Select((table, i) => LoadAsync(table, seed: i * 1000, enough.Token)).ToList();
        var killed = fleet.Start("killed");
        var paused = fleet.Start("paused");
        var restarted = fleet.Start("restarted");
        await fleet.UntilHeldAsync(("killed", 2), ("paused", 2), ("restarted", 2));
        await UntilAllHandleAsync(fleet, "killed", "paused", "restarted");

        await killed.KillAsync();
        var left = Of("killed", await watch.ReadAsync());
        await fleet.UntilHeldAsync(("paused", 3), ("restarted", 3));
        AssertRepeatsOnlyWhatFollowed(left, fleet);

        var late = await PauseAsync(fleet, paused);
        var successor = await RestartAsync(fleet, watch, restarted);
        await enough.CancelAsync();
        await Task.WhenAll(load);
        var changes = tables.Sum(static table => table.Changes.Count);
        await fleet.UntilAsync(
            $"{changes} changes are handled", () => fleet.Lines().Except(late).DistinctBy(static line => line.Position).Count() >= changes);
        Assert.Equal((0, 0), (await paused.TerminateAsync(), await successor.TerminateAsync()));
        return late;
    }

    private async Task<List<JournalLine>> PauseAsync(ProcessFleet fleet, WorkerProcess paused)
    {
        await paused.PauseAsync();
        await Task.Delay(LeaseDuration * 3, Stop);
        await fleet.UntilHeldAsync(("paused", 0), ("restarted", Tables));
        var before = fleet.LinesOf("paused");
        var identity = before[^1].Worker;
        Assert.Equal("dead", await StateOfAsync(identity));

        await paused.ContinueAsync();
        await fleet.UntilHeldAsync(("paused", 3), ("restarted", 3));
        await UntilAllHandleAsync(fleet, "paused");

        // The identity is dead for good. What was being handled when the process stopped may have ended, and no more.
        Assert.Equal("dead", await StateOfAsync(identity));
        Assert.Contains($"Worker {identity} could not reach the lease table", paused.Output, StringComparison.Ordinal);
        var late = fleet.LinesOf("paused")[before.Count..].Where(line => line.Worker == identity).ToList();
        Assert.All(late.GroupBy(static line => line.Shard), static lines => Assert.Single(lines));
        return late;
    }

    private static async Task<WorkerProcess> RestartAsync(ProcessFleet fleet, LeaseWatch watch, WorkerProcess restarted)
    {
        var held = Of("restarted", await watch.ReadAsync());
        Assert.Equal(0, await restarted.TerminateAsync());
        Assert.Contains("has left. ", restarted.Output, StringComparison.Ordinal);
        var done = fleet.LinesOf("restarted").Where(line => held.Any(lease => lease.Owner == line.Worker && lease.Shard == line.Shard))
            .GroupBy(static line => line.Shard, static (_, lines) => lines.Last()).ToList();
        Assert.NotEmpty(done);
        var successor = fleet.Start("successor");
        await fleet.UntilHeldAsync(("paused", 3), ("successor", 3));
        await UntilAllHandleAsync(fleet, "successor");

        Assert.All(done, last => Assert.All(
            fleet.Lines().Where(line => line.Shard == last.Shard && line.Time > last.Time),
            line => Assert.True(line.Sequence > last.Sequence, $"{line} repeats what was handed over after {last}.")));
        return successor;
    }

    private static void AssertRepeatsOnlyWhatFollowed(IReadOnlyList<LeaseSeen> left, ProcessFleet fleet)
    {
        var ended = fleet.LinesOf("killed")[^1].Time;
        Assert.NotEmpty(left);
        Assert.All(left, lease => Assert.All(
            fleet.Lines().Where(line => line.Shard == lease.Shard && line.Time > ended),
            line => Assert.True(line.Sequence > lease.Checkpoint, $"{line} was checkpointed: {lease}.")));
    }

    /// <summary>Whoever handled them, records came in order; delivery may only have gone back.</summary>
    private static void AssertNothingIsSkipped(IEnumerable<JournalLine> handled, LeaseSeen lease)
    {
        var lines = handled.ToList();
        var positions = lines.Select(static line => line.Sequence).Distinct().Order().Select(static (sequence, i) => (sequence, i))
            .ToDictionary(static position => position.sequence, static position => position.i);
        var next = 0;
        foreach (var line in lines)
        {
            Assert.True(positions[line.Sequence] <= next, $"{line} came before {next - positions[line.Sequence]} records of {lease}.");
            next = Math.Max(next, positions[line.Sequence] + 1);
        }

        Assert.Equal(lease.Checkpoint, lines.Max(static line => line.Sequence));
    }

    private static Task UntilAllHandleAsync(ProcessFleet fleet, params string[] names)
    {
        var before = names.ToDictionary(static name => name, name => fleet.LinesOf(name).Count);
        return fleet.UntilAsync("records are handled", () => before.All(name => fleet.LinesOf(name.Key).Count >= name.Value + 50));
    }

    private static List<LeaseSeen> Of(string name, IReadOnlyDictionary<string, LeaseSeen> leases) =>
        [.. leases.Values.Where(lease => ProcessFleet.IsOf(name, lease.Owner))];

    private static async Task LoadAsync(CounterTable table, int seed, CancellationToken enough)
    {
        for (var i = seed; !enough.IsCancellationRequested; i++)
        {
            await table.WriteAsync(changes: 10, keys: 20, i, Stop);
            await Task.Delay(TimeSpan.FromMilliseconds(300), enough).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<string?> StateOfAsync(string identity)
    {
        var row = await _db.GetItemAsync(
            new GetItemRequest(Application, new() { ["pk"] = new("W"), ["sk"] = new(identity) }) { ConsistentRead = true }, Stop);
        return row.Item?.GetValueOrDefault("st")?.S;
    }

    private string TableName(int number) => $"{_name}-{number}";

    private string[] Options() =>
    [
        "--DynamoHandlers:Endpoint", server.Endpoint,
        "--DynamoHandlers:LeaseDuration", $"{LeaseDuration:c}",
        "--DynamoHandlers:CheckpointInterval", "00:00:02",
        .. Enumerable.Range(1, Tables).SelectMany(i => new[] { $"--DynamoHandlers:Tables:Counters{i}", TableName(i) }),
    ];
}
