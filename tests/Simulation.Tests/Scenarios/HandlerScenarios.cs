using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.DeadLetters;
using DynamoHandlers.Dispatching;
using DynamoHandlers.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoHandlers.Simulation.Tests.Scenarios;

/// <summary>What handlers are promised, while their workers come and go: see docs/scenarios.md.</summary>
public sealed class HandlerScenarios
{
    private static readonly FailurePolicy FiveAttempts = new() { MaxAttempts = 5, Then = FailureAction.DeadLetter };

    // Scenario 23.
    [Fact]
    public Task A_record_that_can_never_be_handled_becomes_a_dead_letter_and_the_rest_of_its_batch_is_handled() =>
        SimulatedCluster.RunAsync(new() { ShardsPerTable = 2 }, async cluster =>
        {
            await cluster.CreateTableAsync();
            cluster.Faults.LostAnswers = 0.02;
            var handled = new HashSet<string>();
            var handler = Batches(
                new() { MaxCount = 50, Bisect = true },
                FiveAttempts,
                call =>
                {
                    var numbers = Numbers(call);
                    handled.UnionWith(numbers.Contains("13") ? throw new InvalidDataException("thirteen") : numbers);
                    return new(BatchResult.Success);
                });
            var first = await StartAsync(cluster, handler);
            for (var number = 1; number <= 100; number++)
            {
                await cluster.PutAsync($"item-{number}", number);
            }

            await cluster.WaitAsync(TimeSpan.FromSeconds(1));
            first.Kill();
            var second = await StartAsync(cluster, handler);
            await cluster.SettleAsync();

            cluster.Heal();
            Assert.Equal(99, handled.Count);
            var letters = new List<DeadLetter>();
            await foreach (var letter in second.Services.GetRequiredService<IDeadLetters>().ReadAsync(null, default))
            {
                letters.Add(letter);
            }

            Assert.Contains("\"13\"", System.Text.Encoding.UTF8.GetString(Assert.Single(letters).Record.Span), StringComparison.Ordinal);
        });

    // Scenario 24.
    [Fact]
    public Task Of_a_batch_that_succeeded_in_part_the_rest_comes_again_and_the_checkpoint_waits_for_it() =>
        SimulatedCluster.RunAsync(new() { ShardsPerTable = 1 }, async cluster =>
        {
            await cluster.CreateTableAsync();
            var (isMended, calls) = (false, new List<string>());
            var handler = Batches(null, null, call =>
            {
                var changes = call.CreateChanges(static image => image.Length);
                var numbers = Numbers(call);
                calls.Add(string.Join(' ', numbers));
                var failed = changes.Where((_, i) => !isMended && numbers[i] == "3");
                return new(BatchResult.Failed(failed));
            });
            foreach (var (key, number) in new[] { ("a", 1), ("b", 2), ("c", 3), ("a", 4), ("c", 5) })
            {
                await cluster.PutAsync(key, number);
            }

            var first = await StartAsync(cluster, handler);
            await cluster.WaitAsync(TimeSpan.FromSeconds(30));
            Assert.Equal("1 2 3 4 5", calls[0]);
            Assert.All(calls.Skip(1), static call => Assert.Equal("3 5", call));

            // What follows the checkpoint is the third record and all behind it, one by one as a worker has died.
            first.Kill();
            isMended = true;
            await StartAsync(cluster, handler);
            await cluster.SettleAsync();
            Assert.Equal(["3", "4", "5"], calls[^3..]);
        });

    // Scenario 25.
    [Fact]
    public Task Records_of_different_items_are_handled_side_by_side_and_those_of_one_in_order_while_workers_come_and_go() =>
        SimulatedCluster.RunAsync(new() { ShardsPerTable = 2 }, async cluster =>
        {
            await cluster.CreateTableAsync();
            var (underWay, most) = (0, 0);
            var writing = WriteAsync(cluster);
            for (var round = 0; round < 6; round++)
            {
                var a = await StartAsync();
                await cluster.WaitAsync(TimeSpan.FromSeconds(12));
                var b = await StartAsync();
                await cluster.WaitAsync(TimeSpan.FromSeconds(12));
                underWay = 0;
                a.Kill();
                await b.StopAsync();
            }

            await writing;
            await StartAsync();
            await cluster.SettleAsync();
            Assert.InRange(most, 8, 32);

            Task<SimulatedWorker> StartAsync() => cluster.StartAsync(static o => o.Parallelism = 8, handle: (in call) => new(HandleAsync(call)));

            async Task HandleAsync(HandlerCall call)
            {
                most = Math.Max(most, ++underWay);
                await Task.Delay(TimeSpan.FromSeconds(0.5), call.Services.GetRequiredService<TimeProvider>(), call.Stop);
                underWay--;
            }
        });

    // Interleavings 16 and 17, and guarantee 6 of the design.
    [Fact]
    public Task What_commits_with_the_checkpoint_takes_effect_once_though_answers_are_lost_and_workers_die() =>
        SimulatedCluster.RunAsync(new() { ShardsPerTable = 3 }, async cluster =>
        {
            await cluster.CreateTableAsync();
            await cluster.Client.CreateTableAsync(new CreateTableRequest
            {
                TableName = "Totals",
                KeySchema = [new("pk", KeyType.HASH)],
                AttributeDefinitions = [new("pk", ScalarAttributeType.S)],
                BillingMode = BillingMode.PAY_PER_REQUEST,
            });
            (cluster.Faults.LostAnswers, cluster.Faults.LateRequests, cluster.Faults.TransactionConflicts) = (0.1, 0.02, 0.1);
            var writing = WriteAsync(cluster);
            for (var round = 0; round < 6; round++)
            {
                var a = await StartAsync(cluster, Totals());
                await StartAsync(cluster, Totals());
                await cluster.WaitAsync(TimeSpan.FromSeconds(15));
                a.Pause();
                await cluster.WaitAsync(TimeSpan.FromSeconds(15));
                a.Resume(clockStoodStill: round % 2 == 0);
                cluster.Workers.First(static worker => worker.IsRunning).Kill();
            }

            await writing;
            cluster.Heal();
            await cluster.SettleAsync();
            await cluster.WaitAsync(TimeSpan.FromMinutes(1));
            var total = (await cluster.Client.GetItemAsync("Totals", new() { ["pk"] = new("all") })).Item["n"].N;
            Assert.Equal(Enumerable.Range(1, 400).Sum().ToString(CultureInfo.InvariantCulture), total);
        });

    private static async Task WriteAsync(SimulatedCluster cluster)
    {
        for (var number = 1; number <= 400; number++)
        {
            await cluster.PutAsync($"item-{number % 30}", number);
            await cluster.WaitAsync(TimeSpan.FromSeconds(0.2));
        }
    }

    // Again, where the network fails while it starts, as an orchestrator does.
    private static async Task<SimulatedWorker> StartAsync(SimulatedCluster cluster, HandlerDescriptor handler)
    {
        while (true)
        {
            try
            {
                return await cluster.StartWorkerAsync(worker => worker.AddHandler(handler));
            }
            catch (WorkerStartException)
            {
                await cluster.WaitAsync(TimeSpan.FromSeconds(1));
            }
        }
    }

    private static HandlerDescriptor Totals() => new()
    {
        Name = "Totals",
        Table = "Items",
        Entity = typeof(object),
        Kinds = ChangeKinds.All,
        Needs = ImageNeeds.New,
        UsesTransaction = true,
        Invoke = (in HandlerCall call) =>
        {
            call.Transaction.Add(new()
            {
                Update = new()
                {
                    TableName = "Totals",
                    Key = new() { ["pk"] = new("all") },
                    UpdateExpression = "ADD n :n",
                    ExpressionAttributeValues = new() { [":n"] = new() { N = NumberOf(call.NewImage) } },
                },
            });
            return default;
        },
    };

    private static HandlerDescriptor Batches(BatchSettings? settings, FailurePolicy? failure, BatchInvoker invoke) => new()
    {
        Name = "Batches",
        Table = "Items",
        Entity = typeof(int),
        Kinds = ChangeKinds.All,
        Needs = ImageNeeds.New,
        Batch = settings,
        Failure = failure,
        InvokeBatch = invoke,
    };

    private static List<string> Numbers(BatchCall call) => [.. call.Records.Select(static record => NumberOf(record.NewImage))];

    private static string NumberOf(ReadOnlySpan<byte> image)
    {
        var json = new System.Text.Json.Utf8JsonReader(image);
        using var document = System.Text.Json.JsonDocument.ParseValue(ref json);
        return document.RootElement.GetProperty("n").GetProperty("N").GetString()!;
    }
}
