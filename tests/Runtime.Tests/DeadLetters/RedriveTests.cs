using System.Globalization;
using System.Text;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.DeadLetters;
using DynamoHandlers.Dispatching;
using DynamoHandlers.Images;
using DynamoHandlers.Runtime.Tests.Hosting;
using DynamoHandlers.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoHandlers.Runtime.Tests.DeadLetters;

public sealed class RedriveTests
{
    [Fact]
    public Task The_letters_of_an_item_are_handled_in_order_and_are_gone_then() => RunAsync(async test =>
    {
        var seen = new List<string>();
        test.Handle("Shop.Handler", async call =>
        {
            await test.Fixture.WaitAsync(1);
            seen.Add(Describe(call));
        });
        foreach (var sequence in new[] { 10, 2, 33, 4 })
        {
            await test.PutAsync(Letters.Make("a", Text(sequence)), Letters.Make("b", Text(sequence)));
        }

        var result = await test.RedriveAsync();

        Assert.Equal(new RedriveResult(Handled: 8, Failed: 0, Skipped: 0, WithoutHandler: 0), result);
        Assert.Equal(["a=2", "a=4", "a=10", "a=33"], seen.Where(static line => line.StartsWith('a')));
        Assert.Equal(["b=2", "b=4", "b=10", "b=33"], seen.Where(static line => line.StartsWith('b')));
        Assert.Empty(await test.LettersAsync());
        Assert.Single(test.Fixture.LoggedWith("8 handled, 0 failed again, 0 behind a failed one of their item, 0 without a handler"));
    });

    [Fact]
    public Task A_letter_that_fails_again_stays_with_its_new_error_and_keeps_those_behind_it() => RunAsync(async test =>
    {
        var seen = new List<string>();
        var isBroken = true;
        test.Handle("Shop.Handler", call =>
        {
            seen.Add(Describe(call));
            return Describe(call) == "a=2" && isBroken ? throw new TimeoutException("still too late") : Task.CompletedTask;
        });
        test.Handle("Shop.Other", call =>
        {
            seen.Add($"other {Describe(call)}");
            return Task.CompletedTask;
        });
        await test.PutAsync(
            Letters.Make("a", "1"), Letters.Make("a", "2"), Letters.Make("a", "3"), Letters.Make("a", "4"), Letters.Make("b", "3"),
            Letters.Make("a", "3", "Shop.Other"));
        await test.Fixture.WaitAsync(5);

        Assert.Equal(new RedriveResult(3, 1, 2, 0), await test.RedriveAsync());

        Assert.Equal(["a=1", "a=2", "b=3", "other a=3"], seen.Order(StringComparer.Ordinal));
        var left = await test.LettersAsync();
        Assert.Equal(["2", "3", "4"], left.Select(static letter => letter.SequenceNumber));
        Assert.Equal((4, "System.TimeoutException", "worker"), (left[0].Attempts, left[0].ErrorType, left[0].WorkerId));
        Assert.StartsWith("System.TimeoutException: still too late\n   at ", left[0].Error, StringComparison.Ordinal);
        Assert.Equal(test.Fixture.Clock.GetUtcNow(), left[0].DeadAt);
        Assert.Equal(Letters.Text(Letters.Make("a", "3")), Letters.Text(left[1]));
        var error = Assert.Single(test.Fixture.LoggedWith("failed again with the dead letter"));
        Assert.Contains("Shop.Handler failed again with the dead letter 2 of shard shardId-1 of Items", error, StringComparison.Ordinal);

        (isBroken, _) = (false, seen.RemoveAll(static _ => true));
        Assert.Equal(new RedriveResult(3, 0, 0, 0), await test.RedriveAsync());
        Assert.Equal(["a=2", "a=3", "a=4"], seen);
    });

    [Fact]
    public Task The_handler_gets_the_change_as_it_was_first_delivered() => RunAsync(async test =>
    {
        ChangeContext? context = null;
        string? images = null;
        test.Handle("Shop.Handler", call =>
        {
            context = call.CreateContext();
            images = $"{Encoding.UTF8.GetString(call.OldImage)}|{Encoding.UTF8.GetString(call.NewImage)}";
            return Task.CompletedTask;
        });
        const string Record = """
            {"eventID":"e-7","eventName":"MODIFY","dynamodb":{"ApproximateCreationDateTime":1769860800,"Keys":{"pk":{"S":"a"}},"OldImage":{"t":{"S":"Cat"}},"NewImage":{"t":{"S":"Dog"}},"SequenceNumber":"7","SizeBytes":26}}
            """;

        // The type of the item had changed: for handlers of cats a removal.
        await test.PutAsync(Letters.Make("a", "7") with { Kind = ChangeKind.Remove, Record = Encoding.UTF8.GetBytes(Record) });
        await test.RedriveAsync();

        Assert.NotNull(context);
        Assert.Equal((ChangeKind.Remove, """{"t":{"S":"Cat"}}|"""), (context.Kind, images));
        Assert.Equal($"{Letters.Stream}/shardId-1/7", context.IdempotencyKey);
        Assert.Equal(("e-7", "Items", 4, "worker"), (context.EventId, context.TableName, context.Attempt, context.WorkerId));
        Assert.Equal(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero), context.CreatedAt);
    });

    [Fact]
    public Task Letters_without_a_handler_stay() => RunAsync(async test =>
    {
        var letters = new[] { Letters.Make("a", "1", "Shop.Gone"), Letters.Make("b", "1", "Shop.Gone") };
        await test.PutAsync(letters);

        Assert.Equal(new RedriveResult(0, 0, 0, 2), await test.RedriveAsync());

        Assert.Equal(
            letters.Select(Letters.Text).Order(StringComparer.Ordinal),
            (await test.LettersAsync()).Select(Letters.Text).Order(StringComparer.Ordinal));
        Assert.Single(test.Fixture.LoggedWith("Dead letters of Shop.Gone are not redriven: no handler of that name is registered."));
    });

    // Its writes would not be exactly once: they commit with a checkpoint.
    [Fact]
    public Task What_a_handler_writes_commits_with_the_deletion_of_its_letter_also_if_the_answer_is_lost() => RunAsync(async test =>
    {
        await test.Fixture.CreateTableAsync("Totals", viewType: null);
        var isLost = false;
        test.Connection.After = call =>
        {
            if (isLost || call.Operation != "TransactWriteItems")
            {
                return Task.CompletedTask;
            }

            isLost = true;
            throw new HttpRequestException("lost answer");
        };
        test.Add(Transactional(static (_, transaction) => Add(transaction)));
        await test.PutAsync(Letters.Make("a", "1", padding: 700_000), Letters.Make("b", "2"));

        Assert.Equal(new RedriveResult(Handled: 1, Failed: 1, 0, 0), await test.RedriveAsync());
        Assert.Empty(await test.LettersAsync());
        Assert.Equal(new RedriveResult(0, 0, 0, 0), await test.RedriveAsync());
        Assert.Equal("2", (await TotalAsync(test))["n"].N);
    });

    [Fact]
    public Task A_letter_whose_writes_are_refused_stays_with_the_error() => RunAsync(async test =>
    {
        await test.Fixture.CreateTableAsync("Totals", viewType: null);
        test.Add(Transactional(static (_, transaction) =>
        {
            Add(transaction);
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
        await test.PutAsync(Letters.Make("a", "1"));

        Assert.Equal(new RedriveResult(0, Failed: 1, 0, 0), await test.RedriveAsync());
        var letter = Assert.Single(await test.LettersAsync());
        Assert.Equal((4, typeof(ChangeTransactionException).FullName), (letter.Attempts, letter.ErrorType));
        Assert.Contains("action 2 (check in table 'Totals'): ConditionalCheckFailed", letter.Error, StringComparison.Ordinal);
        Assert.Empty(await TotalAsync(test));
    });

    [Fact]
    public Task A_letter_whose_writes_are_not_valid_stays_with_the_error() => RunAsync(async test =>
    {
        test.Add(Transactional(static (_, transaction) => Add(transaction))); // There is no table of totals.
        await test.PutAsync(Letters.Make("a", "1"));

        Assert.Equal(new RedriveResult(0, Failed: 1, 0, 0), await test.RedriveAsync());
        Assert.Equal(4, Assert.Single(await test.LettersAsync()).Attempts);
    });

    [Fact]
    public Task A_letter_that_is_not_as_it_was_read_any_more_is_left_to_whoever_changed_it() => RunAsync(async test =>
    {
        await test.Fixture.CreateTableAsync("Totals", viewType: null);
        var letter = Letters.Make("a", "1");
        test.Add(Transactional((_, transaction) =>
        {
            Add(transaction);
            test.PutAsync(Letters.Again(letter)).GetAwaiter().GetResult();
        }));
        await test.PutAsync(letter);

        Assert.Equal(new RedriveResult(0, 0, Skipped: 1, 0), await test.RedriveAsync());
        Assert.Equal(4, Assert.Single(await test.LettersAsync()).Attempts);
        Assert.Empty(await TotalAsync(test));
    });

    [Fact]
    public Task Letters_of_a_handler_that_belongs_to_the_run_of_a_shard_stay() => RunAsync(async test =>
    {
        test.Add(new()
        {
            Name = "Shop.Handler",
            Table = "Items",
            Entity = typeof(object),
            Kinds = ChangeKinds.All,
            Needs = ImageNeeds.None,
            WindowSize = TimeSpan.FromSeconds(60),
            InvokeBatch = static _ => throw new InvalidOperationException("called"),
        });
        await test.PutAsync(Letters.Make("a", "1"));

        Assert.Equal(new RedriveResult(0, 0, 0, WithoutHandler: 1), await test.RedriveAsync());
        var error = await Assert.ThrowsAsync<NotSupportedException>(() => test.RedriveAsync(new() { Handler = "Shop.Handler" }));

        Assert.Equal(
            "Dead letters of Shop.Handler cannot be redriven: it belongs to a run of a shard, and keeps what it gets, and a dead letter is in "
            + "none. They stay.",
            error.Message);
        Assert.Equal(Letters.Text(Letters.Make("a", "1")), Letters.Text(Assert.Single(await test.LettersAsync())));
    });

    [Fact]
    public Task Letters_of_a_handler_with_a_transaction_stay_in_a_store_that_cannot_commit_with_them() => RunAsync(async test =>
    {
        test.Services.AddSingleton<IDeadLetterStore>(new ListStore([Letters.Make("a", "1")]));
        test.Add(Transactional(static (_, _) => throw new InvalidOperationException("called")));

        Assert.Equal(new RedriveResult(0, 0, 0, WithoutHandler: 1), await test.RedriveAsync());
        Assert.Contains(
            "commits with the deletion of the letter, and that is not possible in ListStore",
            Assert.Single(test.Fixture.LoggedWith("ListStore")),
            StringComparison.Ordinal);
    });

    // Handlers of one method are numbered: "#2" may be another annotation in the next version.
    [Fact]
    public Task A_letter_that_the_handler_does_not_take_any_more_stays() => RunAsync(async test =>
    {
        test.Add(new()
        {
            Name = "Shop.Handler",
            Table = "Items",
            Entity = typeof(object),
            Kinds = ChangeKinds.Remove,
            Needs = ImageNeeds.None,
            Invoke = static (in HandlerCall _) => throw new InvalidOperationException("called"),
        });
        test.Add(new()
        {
            Name = "Shop.Filtered",
            Table = "Items",
            Entity = typeof(object),
            Kinds = ChangeKinds.All,
            Needs = ImageNeeds.None,
            Filter = static (in StreamRecord _) => false,
            Invoke = static (in HandlerCall _) => throw new InvalidOperationException("called"),
        });
        await test.PutAsync(Letters.Make("a", "1"), Letters.Make("a", "2"), Letters.Make("a", "1", "Shop.Filtered"));

        Assert.Equal(new RedriveResult(0, 0, Skipped: 1, WithoutHandler: 2), await test.RedriveAsync());

        Assert.Equal(3, (await test.LettersAsync()).Count);
    });

    [Fact]
    public Task Batch_handlers_get_batches_of_one_and_may_say_that_it_failed() => RunAsync(async test =>
    {
        var seen = new List<string>();
        test.HandleBatches("Shop.Handler", call =>
        {
            var changes = call.CreateChanges(static _ => new object());
            seen.AddRange(changes.Select(static change => $"{change.Context.Keys} {change.Context.Attempt}"));
            return changes[0].Context.SequenceNumber == "1"
                ? new(BatchResult.Failed(changes, new TimeoutException("not this one")))
                : new(BatchResult.Success);
        });
        await test.PutAsync(Letters.Make("a", "1"), Letters.Make("b", "2"));

        Assert.Equal(new RedriveResult(1, 1, 0, 0), await test.RedriveAsync());

        Assert.Equal(["""{"pk":{"S":"a"}} 4""", """{"pk":{"S":"b"}} 4"""], seen.Order(StringComparer.Ordinal));
        Assert.StartsWith("System.TimeoutException: not this one", Assert.Single(await test.LettersAsync()).Error, StringComparison.Ordinal);
    });

    [Fact]
    public Task A_letter_that_cannot_be_read_fails_with_what_is_wrong_and_where() => RunAsync(async test =>
    {
        test.HandleBatches("Shop.Batch", static call =>
        {
            Assert.Empty(call.CreateChanges<object>(static _ => throw new MappingException("no such thing")));
            return new(BatchResult.Success);
        });
        test.Handle("Shop.Single", static call => throw new MappingException("no such thing"));
        await test.PutAsync(
            Letters.Make("a", "1", "Shop.Batch"),
            Letters.Make("b", "2", "Shop.Single"),
            Letters.Make("c", "3", "Shop.Single") with { Record = "[]"u8.ToArray() });

        Assert.Equal(new RedriveResult(0, 3, 0, 0), await test.RedriveAsync());

        var errors = (await test.LettersAsync()).OrderBy(static letter => letter.SequenceNumber, StringComparer.Ordinal).ToArray();
        Assert.Contains("no such thing Table 'Items', key {\"pk\":{\"S\":\"a\"}}, shard shardId-1, sequence number 1.", errors[0].Error, StringComparison.Ordinal);
        Assert.Contains("no such thing Table 'Items', key {\"pk\":{\"S\":\"b\"}}, shard shardId-1, sequence number 2.", errors[1].Error, StringComparison.Ordinal);
        Assert.Equal("System.FormatException", errors[2].ErrorType);
    });

    [Fact]
    public Task Each_letter_has_a_service_scope_which_is_part_of_its_attempt() => RunAsync(async test =>
    {
        test.Services.AddScoped<UnitOfWork>();
        test.Handle("Shop.Handler", static call =>
        {
            call.Services.GetRequiredService<UnitOfWork>().Fails = Describe(call) == "a=1";
            return Task.CompletedTask;
        });
        await test.PutAsync(Letters.Make("a", "1"), Letters.Make("b", "2"));

        Assert.Equal(new RedriveResult(1, 1, 0, 0), await test.RedriveAsync());

        Assert.StartsWith("System.InvalidOperationException: not saved", Assert.Single(await test.LettersAsync()).Error, StringComparison.Ordinal);
    });

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public Task No_more_letters_are_handled_at_a_time_than_wanted(int parallelism) => RunAsync(async test =>
    {
        var (running, most) = (0, 0);
        test.Handle("Shop.Handler", async _ =>
        {
            most = Math.Max(most, ++running);
            await test.Fixture.WaitAsync(1);
            running--;
        });
        await test.PutAsync([.. Enumerable.Range(0, 60).Select(static n => Letters.Make($"k{n}", "1"))]);

        var result = await test.RedriveAsync(new() { Parallelism = parallelism });

        Assert.Equal((60, parallelism), (result.Handled, most));
    });

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public Task A_parallelism_out_of_range_is_refused(int parallelism) => RunAsync(async test =>
    {
        var error = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => test.RedriveAsync(new() { Parallelism = parallelism }));

        Assert.Contains($"RedriveOptions.Parallelism is {parallelism}; use 1 to 1000.", error.Message, StringComparison.Ordinal);
    });

    [Fact]
    public Task The_letters_of_one_handler_can_be_redriven_alone() => RunAsync(async test =>
    {
        test.Handle("Shop.Handler", static _ => Task.CompletedTask);
        test.Handle("Shop.Other", static _ => Task.CompletedTask);
        await test.PutAsync(Letters.Make("a", "1"), Letters.Make("a", "1", "Shop.Other"));

        Assert.Equal(new RedriveResult(1, 0, 0, 0), await test.RedriveAsync(new() { Handler = "Shop.Other" }));

        Assert.Equal("Shop.Handler", Assert.Single(await test.LettersAsync()).Handler);
    });

    [Fact]
    public Task Cancelling_a_redrive_cancels_its_handlers_and_leaves_their_letters_as_they_are() => RunAsync(async test =>
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(2.5), test.Fixture.Clock);
        var called = 0;
        test.Handle("Shop.Handler", async call =>
        {
            called++;
            await Task.Delay(TimeSpan.FromSeconds(1), test.Fixture.Clock, call.Stop);
        });
        var letters = Enumerable.Range(1, 5).Select(static n => Letters.Make("a", Text(n))).ToArray();
        await test.PutAsync(letters);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => test.RedriveUntilAsync(stop.Token));

        Assert.Equal(3, called);
        Assert.Equal(letters[2..].Select(Letters.Text), (await test.LettersAsync()).Select(Letters.Text));
    });

    // Else it would go through all letters, and call for each a handler whose success cannot be noted.
    [Fact]
    public Task A_store_that_does_not_answer_ends_the_redrive() => RunAsync(async test =>
    {
        var called = 0;
        test.Handle("Shop.Handler", _ =>
        {
            called++;
            return Task.CompletedTask;
        });
        await test.PutAsync([.. Enumerable.Range(0, 50).Select(static n => Letters.Make($"k{n}", "1"))]);
        test.Connection.Before = static call =>
            call.Operation == "DeleteItem" ? throw new HttpRequestException("unreachable") : Task.CompletedTask;

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => test.RedriveAsync(new() { Parallelism = 1 }));

        Assert.Equal(("unreachable", 1), (error.Message, called));
    });

    [Fact]
    public Task Letters_can_be_looked_at_and_thrown_away() => RunAsync(async test =>
    {
        await test.PutAsync(Letters.Make("a", "1"), Letters.Make("a", "2"));

        await test.Letters.DeleteAsync(Letters.Make("a", "1"), TestContext.Current.CancellationToken);

        Assert.Equal("2", Assert.Single(await test.LettersAsync()).SequenceNumber);
    });

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Describe(in HandlerCall call) => WorkerFixture.Describe(call);

    private static Task RunAsync(Func<RedriveFixture, Task> test) => WorkerFixture.RunAsync(fixture => test(new(fixture)));

    private sealed class UnitOfWork : IDisposable
    {
        public bool Fails { get; set; }

        public void Dispose()
        {
            if (Fails)
            {
                throw new InvalidOperationException("not saved");
            }
        }
    }

    private static HandlerDescriptor Transactional(Action<HandlerCall, ChangeTransaction> handle) => new()
    {
        Name = "Shop.Handler",
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

    private static void Add(ChangeTransaction transaction) => transaction.Add(new()
    {
        Update = new()
        {
            TableName = "Totals",
            Key = new() { ["pk"] = new("total") },
            UpdateExpression = "ADD n :one",
            ExpressionAttributeValues = new() { [":one"] = new() { N = "1" } },
        },
    });

    private static async Task<Dictionary<string, AttributeValue>> TotalAsync(RedriveFixture test) =>
        (await test.Fixture.Db.Client.GetItemAsync("Totals", new() { ["pk"] = new("total") })).Item ?? [];

    private sealed class ListStore(List<DeadLetter> letters) : IDeadLetterStore
    {
        public ValueTask PutAsync(DeadLetter letter, CancellationToken cancellationToken) => throw new NotSupportedException();

        public IAsyncEnumerable<DeadLetter> ReadAsync(string? handler, CancellationToken cancellationToken) => letters.ToAsyncEnumerable();

        public ValueTask DeleteAsync(DeadLetter letter, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
