using System.Globalization;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Dispatching;
using Microsoft.Extensions.Hosting;

namespace DynamoHandlers.Runtime.Tests.Hosting;

/// <summary>Handlers whose writes commit with the checkpoint, in whole workers.</summary>
public sealed class TransactionTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // Workers die between effect and checkpoint, and requests and answers are lost.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public Task What_is_committed_takes_effect_once_and_what_is_written_besides_does_not(int seed) => WorkerFixture.RunAsync(async fixture =>
    {
        await CreateTablesAsync(fixture);
        var random = new Random(seed);
        var commits = 0;
        using var hosts = new Hosts();
        var writing = WriteAsync(fixture, 300);
        for (var i = 0; i < 12; i++)
        {
            var (connection, other) = (fixture.Connect(), fixture.Connect());
            Interfere(connection, random, () => commits++);
            await hosts.Add(fixture.Worker(connection, configure: null, Transactional())).StartAsync(Stop);
            await hosts.Add(fixture.Worker(other, static o => o.Application = "other", Direct(fixture))).StartAsync(Stop);
            await fixture.WaitAsync(10 + (random.NextDouble() * 20));
            connection.Freeze();
            other.Freeze();
        }

        await writing;
        using var last = fixture.Worker(Transactional());
        using var lastOther = fixture.Worker(static o => o.Application = "other", Direct(fixture));
        await last.StartAsync(Stop);
        await lastOther.StartAsync(Stop);
        await fixture.UntilAsync(() => Sum(fixture, "tx") == 300, seconds: 300);
        await fixture.WaitAsync(60);
        await last.StopAsync(Stop);
        await lastOther.StopAsync(Stop);

        Assert.Equal(300, Sum(fixture, "tx"));
        Assert.True(Sum(fixture, "direct") > 300, "The handler without a transaction has drifted by nothing: this test shows nothing.");
        Assert.True(commits > 200, $"{commits} commits");
    }, shards: 2);

    [Fact]
    public Task A_condition_that_does_not_hold_is_a_failure_of_the_handler_and_nothing_is_written() => WorkerFixture.RunAsync(async fixture =>
    {
        await CreateTablesAsync(fixture);
        var calls = 0;
        using var worker = fixture.Worker(
            static o => (o.Failure.MaxAttempts, o.Failure.Then) = (3, FailureAction.Skip),
            Transactional((call, transaction) =>
            {
                calls++;
                Add(transaction, "tx", 1);
                transaction.Add(new()
                {
                    ConditionCheck = new()
                    {
                        TableName = "Totals",
                        Key = new() { ["pk"] = new("no such item") },
                        ConditionExpression = "attribute_exists(pk)",
                    },
                });
            }));
        await worker.StartAsync(Stop);
        await fixture.PutAsync("a", 1);
        await fixture.UntilAsync(() => fixture.LoggedWith("CHANGE SKIPPED").Any());
        await worker.StopAsync(Stop);

        Assert.Equal(3, calls);
        Assert.Equal(0, Sum(fixture, "tx"));
        Assert.Contains(
            "nothing of it was written. action 2 (check in table 'Totals'): ConditionalCheckFailed",
            fixture.LoggedWith("failed with record").First(),
            StringComparison.Ordinal);
        Assert.Empty(fixture.LoggedWith("was lost"));
    }, shards: 1);

    [Fact]
    public Task Handlers_of_one_record_commit_together_after_the_others() => WorkerFixture.RunAsync(async fixture =>
    {
        await CreateTablesAsync(fixture);
        var order = new List<string>();
        using var worker = fixture.Worker(
            Transactional((_, transaction) => Note("first", transaction), "First"),
            WorkerFixture.Handler(
                (in HandlerCall _) =>
                {
                    Note("plain", null);
                    return default;
                },
                name: "Plain"),
            Transactional((_, transaction) => Note("second", transaction), "Second"));
        await worker.StartAsync(Stop);
        await fixture.PutAsync("a", 1);
        await fixture.UntilAsync(() => order.Count == 3);
        await fixture.WaitAsync(1);

        Assert.Equal(["plain", "first", "second"], order);
        Assert.Equal((1, 1), (Sum(fixture, "first"), Sum(fixture, "second")));
        Assert.Equal("1", Assert.Single((await fixture.Leases.AllAsync()).Values).Checkpoint.ToString().TrimStart('0'));
        await worker.StopAsync(Stop);

        void Note(string name, ChangeTransaction? transaction)
        {
            order.Add(name);
            if (transaction is not null)
            {
                Add(transaction, name, 1);
            }
        }
    }, shards: 1);

    [Fact]
    public Task A_batch_commits_as_a_whole_and_after_the_batches_of_others() => WorkerFixture.RunAsync(async fixture =>
    {
        await CreateTablesAsync(fixture);
        var (others, commits) = (new List<int>(), new List<int>());
        var connection = fixture.Connect();
        var isLost = false;
        connection.After = call =>
        {
            if (call.Operation != "TransactWriteItems" || commits.Count == 0 || isLost)
            {
                return Task.CompletedTask;
            }

            isLost = true;
            throw new HttpRequestException("the answer to the first commit");
        };
        using var worker = fixture.Worker(
            connection,
            configure: null,
            BatchHandler("Others", new() { MaxCount = 1000, Window = TimeSpan.FromMinutes(5) }, (changes, _) => others.Add(changes)),
            BatchHandler("Totals", new() { MaxCount = 20 }, (changes, transaction) =>
            {
                commits.Add(changes);
                Add(transaction!, "tx", changes);
            }));
        for (var i = 0; i < 50; i++)
        {
            await fixture.PutAsync($"item-{i}", i);
        }

        await worker.StartAsync(Stop);
        await fixture.UntilAsync(() => Sum(fixture, "tx") == 50);
        await worker.StopAsync(Stop);

        Assert.True(isLost);
        Assert.Equal([20, 20, 10], commits);
        Assert.Equal([20, 20, 10], others);
        Assert.Equal("50", Assert.Single((await fixture.Leases.AllAsync()).Values).Checkpoint.ToString().TrimStart('0'));
    }, shards: 1);

    // Each call waits for its turn, and none may keep the only one from what it waits for.
    [Fact]
    public Task Where_one_shard_at_a_time_calls_handlers_batches_and_transactions_get_their_turn() => WorkerFixture.RunAsync(async fixture =>
    {
        await CreateTablesAsync(fixture);
        var (plain, others) = (0, 0);
        using var worker = fixture.Worker(
            static o => o.MaxDispatchingShards = 1,
            WorkerFixture.Handler(
                (in HandlerCall _) =>
                {
                    plain++;
                    return default;
                },
                name: "Plain"),
            BatchHandler("Others", new() { MaxCount = 3 }, (changes, _) => others += changes),
            Transactional());
        using var batches = fixture.Worker(
            static o => (o.Application, o.MaxDispatchingShards) = ("other", 1),
            BatchHandler("Others", new() { MaxCount = 3, Window = TimeSpan.FromSeconds(1) }, (changes, _) => others += changes),
            BatchHandler("Totals", new() { MaxCount = 4 }, static (changes, transaction) => Add(transaction!, "batches", changes)));
        await worker.StartAsync(Stop);
        await batches.StartAsync(Stop);
        for (var i = 0; i < 40; i++)
        {
            await fixture.PutAsync($"item-{i}", i);
        }

        await fixture.UntilAsync(() => Sum(fixture, "tx") == 40 && Sum(fixture, "batches") == 40 && others == 80);
        Assert.Equal(40, plain);
        await worker.StopAsync(Stop);
        await batches.StopAsync(Stop);
    }, shards: 3);

    [Fact]
    public Task What_cannot_be_committed_with_the_checkpoint_stops_the_start() => WorkerFixture.RunAsync(async fixture =>
    {
        await CreateTablesAsync(fixture);
        using var lanes = fixture.Worker(static o => o.Parallelism = 2, Transactional());
        using var elsewhere = fixture.Worker(static o => o.LeaseTable.Endpoint = new("http://localhost:1"), Transactional());
        using var two = fixture.Worker(Transactional(), BatchHandler("Batches", null, static (_, _) => { }));

        Assert.Contains("Parallelism is 2", await ErrorAsync(lanes), StringComparison.Ordinal);
        Assert.Contains("does not span regions", await ErrorAsync(elsewhere), StringComparison.Ordinal);
        Assert.Contains("committed once for the whole batch", await ErrorAsync(two), StringComparison.Ordinal);

        static async Task<string> ErrorAsync(IHost host) => (await Assert.ThrowsAnyAsync<Exception>(() => host.StartAsync(Stop))).Message;
    });

    private static async Task CreateTablesAsync(WorkerFixture fixture)
    {
        await fixture.CreateTableAsync();
        await fixture.CreateTableAsync("Totals", viewType: null);
    }

    private static async Task WriteAsync(WorkerFixture fixture, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await fixture.PutAsync($"item-{i % 20}", i);
            await fixture.WaitAsync(0.8);
        }
    }

    private static void Interfere(Connection connection, Random random, Action committed)
    {
        connection.Before = call => call.Operation == "TransactWriteItems" && random.Next(20) == 0
            ? throw new HttpRequestException("lost")
            : Task.CompletedTask;
        connection.After = call =>
        {
            if (call.Operation == "TransactWriteItems")
            {
                committed();
                if (random.Next(8) == 0)
                {
                    throw new HttpRequestException("lost answer");
                }

                if (random.Next(40) == 0)
                {
                    connection.Freeze();
                }
            }

            return Task.CompletedTask;
        };
    }

    private static int Sum(WorkerFixture fixture, string key)
    {
        var item = fixture.Db.Client.GetItemAsync("Totals", new() { ["pk"] = new(key) }, Stop).GetAwaiter().GetResult().Item;
        return item is not null && item.TryGetValue("n", out var n) ? int.Parse(n.N, CultureInfo.InvariantCulture) : 0;
    }

    private static HandlerDescriptor Transactional() => Transactional(static (_, transaction) => Add(transaction, "tx", 1));

    private static HandlerDescriptor Transactional(Action<HandlerCall, ChangeTransaction> handle, string name = "Transactional") => new()
    {
        Name = name,
        Table = "Items",
        Entity = typeof(object),
        Kinds = ChangeKinds.All,
        Needs = ImageNeeds.None,
        UsesTransaction = true,
        Invoke = (in HandlerCall call) =>
        {
            handle(call, call.Transaction);
            return default;
        },
    };

    private static HandlerDescriptor BatchHandler(string name, BatchSettings? settings, Action<int, ChangeTransaction?> handle) => new()
    {
        Name = name,
        Table = "Items",
        Entity = typeof(int),
        Kinds = ChangeKinds.All,
        Needs = ImageNeeds.New,
        Batch = settings,
        UsesTransaction = name != "Others",
        InvokeBatch = call =>
        {
            handle(call.CreateChanges(static image => image.Length).Count, name == "Others" ? null : call.Transaction);
            return new(BatchResult.Success);
        },
    };

    // The same effect, without a transaction.
    private static HandlerDescriptor Direct(WorkerFixture fixture) => WorkerFixture.Handler(
        (in HandlerCall _) => new(fixture.Db.Client.UpdateItemAsync(new UpdateItemRequest
        {
            TableName = "Totals",
            Key = new() { ["pk"] = new("direct") },
            UpdateExpression = "ADD n :n",
            ExpressionAttributeValues = new() { [":n"] = new() { N = "1" } },
        })),
        name: "Direct");

    private static void Add(ChangeTransaction transaction, string key, int number) => transaction.Add(new()
    {
        Update = new()
        {
            TableName = "Totals",
            Key = new() { ["pk"] = new(key) },
            UpdateExpression = "ADD n :n",
            ExpressionAttributeValues = new() { [":n"] = new() { N = number.ToString(CultureInfo.InvariantCulture) } },
        },
    });

    private sealed class Hosts : IDisposable
    {
        private readonly List<IHost> _hosts = [];

        public IHost Add(IHost host)
        {
            _hosts.Add(host);
            return host;
        }

        public void Dispose() => _hosts.ForEach(static host => host.Dispose());
    }
}
