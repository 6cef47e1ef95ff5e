using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace DynamoHandlers.DynamoDbLocal.Tests.Worker;

/// <summary>Workers in processes of their own, killed and stopped in the middle of 10,000 changes.</summary>
[Collection<Processes>]
public sealed class ProcessTests(DynamoDbLocalServer server) : IDisposable
{
    private readonly AmazonDynamoDBClient _db = server.CreateClient();
    private readonly string _table = $"Counters-{Guid.NewGuid():n}";
    private readonly string _journal = Path.GetTempFileName();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_killed_worker_loses_nothing_and_repeats_only_what_followed_the_last_checkpoint()
    {
        var table = new CounterTable(_db, _table);
        await table.CreateAsync(Stop);
        var writes = table.WriteAsync(10_000, keys: 1_000, seed: 1, Stop);
        using (var first = Start(leaseDuration: "00:00:02"))
        {
            await UntilAsync(() => Lines().Count > 4_000, first);
            await first.KillAsync();
        }

        var before = Lines();
        var checkpoints = await CheckpointsAsync();
        await writes;
        using (var second = Start())
        {
            await UntilAsync(() => Lines().DistinctBy(static line => line.Position).Count() >= table.Changes.Count, second);
            Assert.Equal(0, await second.TerminateAsync());
        }

        var after = Lines()[before.Count..];
        Assert.All(after, line => Assert.True(line.Sequence > checkpoints.GetValueOrDefault(line.Shard), $"{line} was checkpointed."));
        Assert.Equal(table.Changes.Order(), Lines().DistinctBy(static line => line.Position).Select(static line => line.Change).Order());
        AssertInOrder(before);
        AssertInOrder(after);
        Assert.NotEmpty(checkpoints);
    }

    [Fact]
    public async Task A_stopped_worker_loses_nothing_and_repeats_nothing()
    {
        var table = new CounterTable(_db, _table);
        await table.CreateAsync(Stop);
        var writes = table.WriteAsync(10_000, keys: 1_000, seed: 2, Stop);
        foreach (var enough in new[] { 2_000, 5_000, 10_000 })
        {
            using var worker = Start();
            await UntilAsync(() => Lines().Count >= enough, worker);
            Assert.Equal(0, await worker.TerminateAsync());
        }

        await writes;
        Assert.Equal(table.Changes.Order(), Lines().Select(static line => line.Change).Order());
        AssertInOrder(Lines());
    }

    public void Dispose()
    {
        _db.Dispose();
        File.Delete(_journal);
    }

    // Of a worker that is killed, short, as its successor waits for it; else long, as a busy machine may pause a worker.
    private WorkerProcess Start(string leaseDuration = "00:00:10") => new(
        _journal,
        "--DynamoHandlers:Application", $"{_table}-leases",
        "--DynamoHandlers:Endpoint", server.Endpoint,
        "--DynamoHandlers:Tables:Counters", _table,
        "--DynamoHandlers:LeaseDuration", leaseDuration,
        "--DynamoHandlers:CheckpointInterval", "00:00:00.500");

    /// <summary>The epochs of one worker deliver each item's changes in the order in which they were made.</summary>
    private static void AssertInOrder(IReadOnlyList<JournalLine> lines)
    {
        foreach (var item in lines.GroupBy(static line => line.Key))
        {
            var changes = item.ToList();
            for (var i = 1; i < changes.Count; i++)
            {
                Assert.Equal(changes[i - 1].New, changes[i].Old);
            }
        }
    }

    private async Task<Dictionary<string, Int128>> CheckpointsAsync()
    {
        var rows = await _db.ScanAsync(new ScanRequest($"{_table}-leases") { ConsistentRead = true }, Stop);
        return rows.Items
            .Where(static row => row.TryGetValue("cp", out var cp) && cp.S.All(char.IsAsciiDigit))
            .ToDictionary(
                static row => row["sk"].S[(row["sk"].S.LastIndexOf('/') + 1)..],
                static row => Int128.Parse(row["cp"].S, CultureInfo.InvariantCulture));
    }

    private List<JournalLine> Lines() => JournalLine.ReadAll(_journal);

    private static async Task UntilAsync(Func<bool> condition, WorkerProcess worker)
    {
        for (var i = 0; !condition(); i++)
        {
            Assert.True(i < 600, $"Not reached within two minutes. The worker wrote:\n{worker.Output}");
            await Task.Delay(200, Stop);
        }
    }
}

/// <summary>Tests that start several processes, one after the other: they want the machine for themselves.</summary>
[CollectionDefinition]
public sealed class Processes;
