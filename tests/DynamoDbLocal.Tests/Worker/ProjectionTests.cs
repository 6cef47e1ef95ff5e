using System.Globalization;
using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace DynamoHandlers.DynamoDbLocal.Tests.Worker;

/// <summary>
/// Sales added up by customer, by two applications of three processes each: by a handler whose sums commit with the
/// checkpoint, and by one that writes them itself. Processes are killed, paused and restarted all the time.
/// </summary>
[Collection<Processes>]
public sealed class ProjectionTests(DynamoDbLocalServer server) : IDisposable
{
    private const int Tables = 3;
    private const int Processes = 3;
    private const int Rounds = 10;

    private readonly AmazonDynamoDBClient _db = server.CreateClient();
    private readonly string _name = $"Sales-{Guid.NewGuid():n}";
    private readonly Dictionary<string, (long Total, int Sales)> _expected = [];
    private readonly Random _random = new(5);
    private int _sold;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sums_that_commit_with_the_checkpoint_stay_exact_and_others_drift()
    {
        await CreateTablesAsync("exact", "drifting");
        using var exact = new Members(i => Start("exact", i));
        using var drifting = new Members(i => Start("drifting", i));
        await SellAndDisturbAsync(("exact", exact), ("drifting", drifting));
        for (var more = 0; more < Rounds && await CountAsync("drifting") <= _sold; more++)
        {
            // On a slow machine they may have been killed while they had nothing to lose. Now they are killed with it.
            await SellAsync(TimeSpan.FromSeconds(1));
            await Task.WhenAll(KillAllAsync("exact", exact), KillAllAsync("drifting", drifting));
            await UntilAllAsync("exact", exact);
            await UntilAllAsync("drifting", drifting);
        }

        await Task.Delay(TimeSpan.FromSeconds(6), Stop);
        await CheckAsync("exact");
        var drifted = await CountAsync("drifting");
        Assert.True(drifted > _sold, $"{drifted} sales were added up of {_sold}: nothing was handled twice, so this test shows nothing.");
    }

    [Fact]
    public async Task Sums_of_windows_and_of_what_is_kept_for_a_shard_stay_exact()
    {
        await CreateTablesAsync("windows", "kept");
        using var windows = new Members(i => Start("windows", i));
        using var kept = new Members(i => Start("kept", i));
        await SellAndDisturbAsync(("windows", windows), ("kept", kept));
        await Task.Delay(TimeSpan.FromSeconds(6), Stop);
        await CheckAsync("windows");
        await CheckAsync("kept");
    }

    public void Dispose() => _db.Dispose();

    private WorkerProcess Start(string handlers, int number) => new(
        journal: "(none)",
        [
            "--handlers", handlers,
            "--DynamoHandlers:Application", $"{_name}-{handlers}-leases",
            "--DynamoHandlers:WorkerId", $"{handlers}{number}",
            "--DynamoHandlers:Endpoint", server.Endpoint,
            "--DynamoHandlers:LeaseDuration", "00:00:02",
            "--DynamoHandlers:CheckpointInterval", "00:00:03",

            // Here it is not the records that they die of.
            "--DynamoHandlers:Failure:MaxCrashes", "1000",
            "--DynamoHandlers:Tables:Totals", $"{_name}-{handlers}",
            .. Enumerable.Range(1, Tables).SelectMany(i => new[] { $"--DynamoHandlers:Tables:Sales{i}", $"{_name}-{i}" }),
        ]);

    // Killed, paused for longer than its lease, or restarted.
    private static async Task DisturbAsync(Members members, int victim, int round)
    {
        switch (round % 3)
        {
            case 0:
                await members[victim].KillAsync();
                members.Replace(victim);
                break;
            case 1:
                await members[victim].PauseAsync();
                await Task.Delay(TimeSpan.FromSeconds(5), Stop);
                await members[victim].ContinueAsync();
                break;
            default:
                await members[victim].TerminateAsync();
                members.Replace(victim);
                break;
        }
    }

    private async Task SellAsync(TimeSpan duration)
    {
        for (var end = DateTime.UtcNow + duration; DateTime.UtcNow < end;)
        {
            var (customer, amount) = ($"customer-{_random.Next(5)}", _random.Next(1, 1000));
            await _db.PutItemAsync(
                $"{_name}-{1 + _random.Next(Tables)}",
                new()
                {
                    ["pk"] = new($"sale-{_sold++}"),
                    ["customer"] = new(customer),
                    ["amount"] = new() { N = amount.ToString(CultureInfo.InvariantCulture) },
                },
                Stop);
            var (total, sales) = _expected.GetValueOrDefault(customer);
            _expected[customer] = (total + amount, sales + 1);
        }
    }

    private async Task CreateTablesAsync(params string[] handlers)
    {
        foreach (var table in Enumerable.Range(1, Tables).Select(i => $"{_name}-{i}"))
        {
            await CreateAsync(table, hasStream: true);
        }

        foreach (var totals in handlers)
        {
            await CreateAsync($"{_name}-{totals}", hasStream: false);
        }
    }

    private async Task SellAndDisturbAsync(params (string Handlers, Members Members)[] applications)
    {
        for (var round = 0; round < Rounds; round++)
        {
            await SellAsync(TimeSpan.FromSeconds(3));
            var victim = _random.Next(Processes);
            await Task.WhenAll(applications.Select(application => DisturbAsync(application.Members, victim, round)));
        }

        await SellAsync(TimeSpan.FromSeconds(1));
        foreach (var (handlers, members) in applications)
        {
            // What is kept for the next time is written with the next sale.
            await UntilAllAsync(handlers, members);
        }
    }

    private async Task CheckAsync(string handlers)
    {
        var expected = _expected.OrderBy(static sum => sum.Key).ToList();
        var sums = await SumsAsync(handlers);
        for (var more = 0; more < 5 && !expected.SequenceEqual(sums.OrderBy(static sum => sum.Key)); more++)
        {
            // Read while something went from what is kept to the table.
            await Task.Delay(TimeSpan.FromSeconds(3), Stop);
            sums = await SumsAsync(handlers);
        }

        Assert.Equal(expected, sums.OrderBy(static sum => sum.Key));
    }

    private async Task KillAllAsync(string handlers, Members members)
    {
        await UntilAllAsync(handlers, members);
        await Task.WhenAll(Enumerable.Range(0, Processes).Select(i => members[i].KillAsync()));
        foreach (var member in Enumerable.Range(0, Processes))
        {
            members.Replace(member);
        }
    }

    private async Task<int> CountAsync(string handlers) => (await SumsAsync(handlers)).Values.Sum(static sum => sum.Sales);

    private async Task UntilAllAsync(string handlers, Members members)
    {
        for (var i = 0; await CountAsync(handlers) < _sold; i++)
        {
            Assert.True(i < 900, $"Not all sales are added up within three minutes ({handlers}). {members.Output}");
            await Task.Delay(200, Stop);
        }
    }

    // With what is kept for the next window, or the next time.
    private async Task<Dictionary<string, (long Total, int Sales)>> SumsAsync(string handlers)
    {
        var items = await ReadAsync($"{_name}-{handlers}");
        var written = items.Select(static item => (item["pk"].S, Number(item["total"].N), (int)Number(item["sales"].N)));
        var kept = handlers is "windows" or "kept"
            ? (await ReadAsync($"{_name}-{handlers}-leases")).Where(static row => row.ContainsKey("state")).SelectMany(static row => Kept(row["state"].S))
            : [];
        return written.Concat(kept).GroupBy(static sum => sum.Item1)
            .ToDictionary(static sums => sums.Key, static sums => (sums.Sum(static sum => sum.Item2), sums.Sum(static sum => sum.Item3)));
    }

    private static IEnumerable<(string Customer, long Total, int Sales)> Kept(string image)
    {
        using var json = JsonDocument.Parse(image);
        return [.. json.RootElement.GetProperty("Customers").GetProperty("M").EnumerateObject().Select(static customer =>
        {
            var sum = customer.Value.GetProperty("M");
            return (
                customer.Name,
                Number(sum.GetProperty("Total").GetProperty("N").GetString()!),
                (int)Number(sum.GetProperty("Sales").GetProperty("N").GetString()!));
        })];
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private async Task<List<Dictionary<string, AttributeValue>>> ReadAsync(string table)
    {
        try
        {
            return (await _db.ScanAsync(new ScanRequest(table) { ConsistentRead = true }, Stop)).Items ?? [];
        }
        catch (ResourceNotFoundException)
        {
            // The workers have not made it yet.
            return [];
        }
    }

    private Task<CreateTableResponse> CreateAsync(string table, bool hasStream) => _db.CreateTableAsync(
        new CreateTableRequest
        {
            TableName = table,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            KeySchema = [new("pk", KeyType.HASH)],
            AttributeDefinitions = [new("pk", ScalarAttributeType.S)],
            StreamSpecification = hasStream ? new() { StreamEnabled = true, StreamViewType = StreamViewType.NEW_AND_OLD_IMAGES } : null,
        },
        Stop);

    private sealed class Members(Func<int, WorkerProcess> start) : IDisposable
    {
        private readonly WorkerProcess[] _running = [.. Enumerable.Range(0, Processes).Select(start)];
        private readonly List<WorkerProcess> _gone = [];

        public WorkerProcess this[int member] => _running[member];

        public string Output => string.Join("\n==\n", _running.Select(static process => process.Output));

        public void Replace(int member)
        {
            _gone.Add(_running[member]);
            _running[member] = start(member);
        }

        public void Dispose()
        {
            foreach (var process in _running.Concat(_gone))
            {
                process.Dispose();
            }
        }
    }
}
