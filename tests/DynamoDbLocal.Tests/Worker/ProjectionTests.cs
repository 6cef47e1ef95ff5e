using System.Globalization;
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
        foreach (var table in Enumerable.Range(1, Tables).Select(i => $"{_name}-{i}"))
        {
            await CreateAsync(table, hasStream: true);
        }

        await CreateAsync($"{_name}-exact", hasStream: false);
        await CreateAsync($"{_name}-drifting", hasStream: false);
        using var exact = new Members(i => Start("exact", i));
        using var drifting = new Members(i => Start("drifting", i));
        for (var round = 0; round < Rounds; round++)
        {
            await SellAsync(TimeSpan.FromSeconds(3));
            var victim = _random.Next(Processes);
            await Task.WhenAll(DisturbAsync(exact, victim, round), DisturbAsync(drifting, victim, round));
        }

        await SellAsync(TimeSpan.FromSeconds(1));
        await UntilAllAsync("exact", exact);
        await UntilAllAsync("drifting", drifting);
        for (var more = 0; more < Rounds && await CountAsync("drifting") <= _sold; more++)
        {
            // On a slow machine they may have been killed while they had nothing to lose. Now they are killed with it.
            await SellAsync(TimeSpan.FromSeconds(1));
            await Task.WhenAll(KillAllAsync("exact", exact), KillAllAsync("drifting", drifting));
            await UntilAllAsync("exact", exact);
            await UntilAllAsync("drifting", drifting);
        }

        await Task.Delay(TimeSpan.FromSeconds(6), Stop);

        Assert.Equal(_expected.OrderBy(static sum => sum.Key), (await SumsAsync("exact")).OrderBy(static sum => sum.Key));
        var drifted = await CountAsync("drifting");
        Assert.True(drifted > _sold, $"{drifted} sales were added up of {_sold}: nothing was handled twice, so this test shows nothing.");
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

    private async Task<Dictionary<string, (long Total, int Sales)>> SumsAsync(string handlers)
    {
        var items = await _db.ScanAsync(new ScanRequest($"{_name}-{handlers}") { ConsistentRead = true }, Stop);
        return (items.Items ?? []).ToDictionary(
            static item => item["pk"].S,
            static item => (
                long.Parse(item["total"].N, CultureInfo.InvariantCulture), int.Parse(item["sales"].N, CultureInfo.InvariantCulture)));
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
