using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoHandlers.DeadLetters;
using DynamoHandlers.Dispatching;
using DynamoHandlers.Dispatching.Transactions;
using DynamoHandlers.Runtime.Tests.DeadLetters;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DynamoHandlers.Runtime.Tests.Hosting;

/// <summary>Workers whose changes become dead letters, and workers that suppress repeats.</summary>
public sealed class KeptChangesTests
{
    private static CancellationToken Stop => CancellationToken.None;

    [Fact]
    public Task What_a_handler_gives_up_is_a_dead_letter_that_can_be_redriven_in_order() => WorkerFixture.RunAsync(async fixture =>
    {
        var seen = new List<string>();
        var isBroken = true;
        var handler = Failing(call =>
        {
            seen.Add(WorkerFixture.Describe(call));
            return isBroken && WorkerFixture.Describe(call).StartsWith('a') ? throw new TimeoutException("broken") : default;
        });
        await fixture.CreateTableAsync();
        using var host = fixture.Worker(handler);
        await host.StartAsync(Stop);
        foreach (var number in new[] { 1, 2, 3 })
        {
            await fixture.PutAsync("a", number);
        }

        await fixture.PutAsync("b", 4);
        await fixture.UntilAsync(() => fixture.LoggedWith("DEAD LETTER").Count() == 3 && seen.Contains("b=4"));

        var letters = host.Services.GetRequiredService<IDeadLetters>();
        var kept = await host.Services.GetRequiredService<IDeadLetterStore>().ReadAllAsync();
        Assert.All(kept, static letter => Assert.Equal(("Handler", 2, "System.TimeoutException"), (letter.Handler, letter.Attempts, letter.ErrorType)));

        (isBroken, _) = (false, seen.RemoveAll(static _ => true));
        Assert.Equal(new RedriveResult(3, 0, 0, 0), await letters.RedriveAsync(cancellationToken: Stop));
        Assert.Equal(["a=1", "a=2", "a=3"], seen);
        await host.StopAsync(Stop);
    });

    // The first worker dies after its handlers have run and before its checkpoint.
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public Task What_is_delivered_again_after_a_crash_does_not_reach_a_handler_that_has_completed_it(bool suppress, int times) => WorkerFixture.RunAsync(async fixture =>
    {
        var seen = new List<string>();
        await fixture.CreateTableAsync();
        var connection = fixture.Connect();
        using var first = Suppressing(fixture, connection, suppress, WorkerFixture.Recorder(seen));
        await first.StartAsync(Stop);
        await fixture.PutAsync("warm", 0);
        await fixture.UntilAsync(() => seen.Contains("warm=0"));
        await fixture.WaitAsync(6);
        await fixture.PutAsync("a", 1);
        await fixture.PutAsync("b", 2);
        await fixture.UntilAsync(() => seen.Count == 3);
        await fixture.WaitAsync(0.5);
        connection.Freeze();

        using var second = Suppressing(fixture, fixture.Connect(), suppress, WorkerFixture.Recorder(seen));
        await second.StartAsync(Stop);
        await fixture.WaitAsync(30);
        await fixture.PutAsync("c", 3);
        await fixture.UntilAsync(() => seen.Contains("c=3"));

        Assert.Equal((times, times), (seen.Count(static line => line == "a=1"), seen.Count(static line => line == "b=2")));
        await second.StopAsync(Stop);
        connection.Thaw();
        await first.StopAsync(Stop);
    });

    [Fact]
    public Task Of_a_batch_what_failed_is_not_taken_for_completed() => WorkerFixture.RunAsync(async fixture =>
    {
        var calls = new List<string>();
        await fixture.CreateTableAsync();
        foreach (var key in new[] { "a", "b", "c" })
        {
            await fixture.PutAsync(key, 1);
        }

        await fixture.PutAsync("b", 2);
        using var host = Suppressing(fixture, fixture.Connect(), suppress: true, Batches(call =>
        {
            var changes = call.CreateChanges(static image => System.Text.Encoding.UTF8.GetString(image));
            calls.Add(string.Join(' ', changes.Select(static change => change.New[change.New.IndexOf("\"S\":\"", StringComparison.Ordinal) + 5])));
            return new(calls.Count == 1 ? BatchResult.Failed([changes[1]], new TimeoutException()) : BatchResult.Success);
        }));

        await host.StartAsync(Stop);
        await fixture.UntilAsync(() => calls.Count == 2);
        await host.StopAsync(Stop);

        // The second change of b was withheld, to come after the first.
        Assert.Equal(["a b c b", "b b"], calls);
    }, shards: 1);

    // The changes that the handler means are not known then, and all of them come again.
    [Fact]
    public Task A_batch_handler_that_reports_changes_which_are_none_of_its_own_has_completed_nothing() => WorkerFixture.RunAsync(async fixture =>
    {
        var calls = new List<int>();
        await fixture.CreateTableAsync();
        await fixture.PutAsync("a", 1);
        await fixture.PutAsync("b", 1);
        using var host = Suppressing(fixture, fixture.Connect(), suppress: true, Batches(call =>
        {
            calls.Add(call.CreateChanges(static _ => "").Count);
            return new(calls.Count == 1 ? BatchResult.Failed([new ChangeContext()]) : BatchResult.Success);
        }));

        await host.StartAsync(Stop);
        await fixture.UntilAsync(() => calls.Count == 2);
        await host.StopAsync(Stop);

        Assert.Equal([2, 2], calls);
    }, shards: 1);

    // Its scope is part of the attempt: what is saved when it ends, and fails, is not done.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task A_handler_whose_scope_fails_to_end_has_not_completed_the_change(bool isBatch) => WorkerFixture.RunAsync(async fixture =>
    {
        var (calls, saved) = (0, 0);
        await fixture.CreateTableAsync();
        await fixture.PutAsync("a", 1);
        using var host = fixture.Worker(
            fixture.Connect(),
            null,
            host =>
            {
                host.Services.AddScoped(_ => new UnitOfWork(() => saved += calls > 1 ? 1 : throw new TimeoutException("not saved")));
                host.Services.AddDynamoHandlers().SuppressRepeats();
            },
            isBatch
                ? Batches(call =>
                {
                    calls += call.CreateChanges(static _ => "").Count;
                    call.Services.GetRequiredService<UnitOfWork>();
                    return new(BatchResult.Success);
                })
                : WorkerFixture.Handler((in HandlerCall call) =>
                {
                    calls++;
                    call.Services.GetRequiredService<UnitOfWork>();
                    return default;
                }));

        await host.StartAsync(Stop);
        await fixture.UntilAsync(() => saved == 1);
        await host.StopAsync(Stop);

        Assert.Equal(2, calls);
    }, shards: 1);

    // Its commit comes after the call, and may fail: the next call must make the writes again.
    [Fact]
    public Task A_handler_whose_transaction_was_not_committed_is_called_again() => WorkerFixture.RunAsync(async fixture =>
    {
        var calls = 0;
        await fixture.CreateTableAsync();
        await fixture.CreateTableAsync("Sums", viewType: null);
        await fixture.PutAsync("a", 1);
        var connection = fixture.Connect();
        var refused = false;
        connection.Before = call =>
        {
            if (!refused && call.Request is TransactWriteItemsRequest request && request.TransactItems.Exists(static item => item.Put?.TableName == "Sums"))
            {
                refused = true;
                throw new AmazonDynamoDBException("not now", ErrorType.Sender, "ValidationException", "", System.Net.HttpStatusCode.BadRequest);
            }

            return Task.CompletedTask;
        };
        using var host = Suppressing(fixture, connection, suppress: true, new()
        {
            Name = "Handler",
            Table = "Items",
            Entity = typeof(object),
            Kinds = ChangeKinds.All,
            Needs = ImageNeeds.New,
            UsesTransaction = true,
            Invoke = (in HandlerCall call) =>
            {
                calls++;
                TransactionAction.Put(call.Transaction, "Sums", new() { ["pk"] = new("sum") }, "pk", null);
                return default;
            },
        });

        await host.StartAsync(Stop);
        await fixture.UntilAsync(() => calls == 2);
        await fixture.WaitAsync(5);
        await host.StopAsync(Stop);

        Assert.True(refused);
        Assert.True((await fixture.Db.Client.GetItemAsync("Sums", new() { ["pk"] = new("sum") })).IsItemSet);
    }, shards: 1);

    [Fact]
    public Task Redrives_go_through_the_middleware() => WorkerFixture.RunAsync(async fixture =>
    {
        var calls = 0;
        var handler = WorkerFixture.Handler((in HandlerCall _) =>
        {
            calls++;
            return default;
        });
        using var host = Suppressing(fixture, fixture.Connect(), suppress: true, handler);
        var store = host.Services.GetRequiredService<IDeadLetterStore>();
        var letters = host.Services.GetRequiredService<IDeadLetters>();

        foreach (var handled in new[] { 1, 1 })
        {
            await store.PutAsync(Letters.Make("a", "1", "Handler"));
            Assert.Equal(handled, (await letters.RedriveAsync(cancellationToken: Stop)).Handled);
        }

        Assert.Equal(1, calls);
    });

    private sealed class UnitOfWork(Action save) : IDisposable
    {
        public void Dispose() => save();
    }

    private static IHost Suppressing(WorkerFixture fixture, Connection connection, bool suppress, HandlerDescriptor handler) =>
        fixture.Worker(
            connection,
            null,
            host =>
            {
                if (suppress)
                {
                    host.Services.AddDynamoHandlers().SuppressRepeats();
                }
            },
            handler);

    private static HandlerDescriptor Failing(Func<HandlerCall, ValueTask> handle) => new()
    {
        Name = "Handler",
        Table = "Items",
        Entity = typeof(object),
        Kinds = ChangeKinds.All,
        Needs = ImageNeeds.Old | ImageNeeds.New,
        Invoke = (in HandlerCall call) => handle(call),
        Failure = new() { MaxAttempts = 2, Then = FailureAction.DeadLetter },
    };

    private static HandlerDescriptor Batches(BatchInvoker handle) => new()
    {
        Name = "Handler",
        Table = "Items",
        Entity = typeof(string),
        Kinds = ChangeKinds.All,
        Needs = ImageNeeds.Old | ImageNeeds.New,
        InvokeBatch = handle,
    };
}
