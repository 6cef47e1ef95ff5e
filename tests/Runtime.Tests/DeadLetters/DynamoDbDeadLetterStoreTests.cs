using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.DeadLetters;
using DynamoHandlers.Runtime.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoHandlers.Runtime.Tests.DeadLetters;

/// <summary>What is particular to dead letters in a table: their table, their rows, and crashes between writes.</summary>
public sealed class DynamoDbDeadLetterStoreTests
{
    private const string Table = "app-dead-letters";

    [Fact]
    public Task The_table_is_created_for_the_first_letter() => WorkerFixture.RunAsync(async fixture =>
    {
        var store = StoreOf(fixture);
        Assert.Empty(await store.ReadAllAsync());
        await store.DeleteAsync(Letters.Make("a", "1"), default);
        Assert.Empty((await fixture.Db.Client.ListTablesAsync()).TableNames ?? []);

        await store.PutAsync(Letters.Make("a", "1"));

        var table = (await fixture.Db.Client.DescribeTableAsync(Table)).Table;
        Assert.Equal(BillingMode.PAY_PER_REQUEST, table.BillingModeSummary.BillingMode);
        var expiry = (await fixture.Db.Client.DescribeTimeToLiveAsync(Table)).TimeToLiveDescription;
        Assert.Equal(("expires", TimeToLiveStatus.ENABLED), (expiry.AttributeName, expiry.TimeToLiveStatus));
    });

    [Fact]
    public Task The_table_can_be_named_and_letters_can_be_kept_for_ever() => WorkerFixture.RunAsync(async fixture =>
    {
        var store = StoreOf(fixture, configure: static o =>
        {
            o.DeadLetters.Table = "letters";
            o.DeadLetters.TimeToLive = Timeout.InfiniteTimeSpan;
        });

        await store.PutAsync(Letters.Make("a", "1", padding: 1_000_000));

        Assert.All((await fixture.Db.Client.ScanAsync(new ScanRequest("letters"))).Items, static row => Assert.False(row.ContainsKey("expires")));
        var expiry = (await fixture.Db.Client.DescribeTimeToLiveAsync("letters")).TimeToLiveDescription;
        Assert.Equal(TimeToLiveStatus.DISABLED, expiry.TimeToLiveStatus);
        await fixture.WaitAsync(TimeSpan.FromDays(40).TotalSeconds);
        Assert.Single(await store.ReadAllAsync());
    });

    [Fact]
    public Task Several_workers_may_create_the_table_at_once() => WorkerFixture.RunAsync(async fixture =>
    {
        var letters = Enumerable.Range(0, 5).Select(static n => Letters.Make($"k{n}", "1")).ToArray();

        await Task.WhenAll(letters.Select(async letter =>
        {
            var connection = fixture.Connect();
            connection.Before = _ => fixture.WaitAsync(0.02);
            await StoreOf(fixture, connection).PutAsync(letter);
        }));

        Assert.Equal(5, (await StoreOf(fixture).ReadAllAsync()).Count);
        Assert.DoesNotContain(fixture.Logged, static line => line.StartsWith("Warning", StringComparison.Ordinal));
    });

    [Fact]
    public Task A_table_with_another_key_is_refused_with_what_to_do() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync(Table);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => StoreOf(fixture).PutAsync(Letters.Make("a", "1")));

        Assert.Equal(
            $"The table '{Table}', in which dead letters are to be kept, exists with the key (pk HASH S) instead of "
            + "(pk HASH S, sk RANGE S). Choose another name in DynamoHandlersOptions.DeadLetters.Table, or delete the table if "
            + "nobody needs it.",
            error.Message);
    });

    [Fact]
    public Task A_letter_is_kept_where_expiry_must_not_be_enabled() => WorkerFixture.RunAsync(async fixture =>
    {
        var connection = fixture.Connect();
        connection.Before = static call => call.Operation.EndsWith("TimeToLive", StringComparison.Ordinal)
            ? throw new AmazonDynamoDBException("not allowed")
            : Task.CompletedTask;

        var store = StoreOf(fixture, connection);
        await store.PutAsync(Letters.Make("a", "1"));
        await store.PutAsync(Letters.Make("a", "2"));

        Assert.Equal(2, (await store.ReadAllAsync()).Count);
        var warning = Assert.Single(fixture.LoggedWith("Expiry of rows could not be enabled"));
        Assert.Contains("--time-to-live-specification Enabled=true,AttributeName=expires", warning, StringComparison.Ordinal);
    });

    // The service deletes expired rows within days, and not all of a letter at the same time.
    [Fact]
    public Task Expired_letters_are_not_read_even_where_the_service_still_has_them() => WorkerFixture.RunAsync(async fixture =>
    {
        var store = StoreOf(fixture, configure: static o => o.DeadLetters.TimeToLive = TimeSpan.FromHours(2));
        var early = Letters.Make("a", "1", padding: 1_000_000);
        await store.PutAsync(early);
        await store.PutAsync(Letters.Make("b", "1"));
        await fixture.WaitAsync(TimeSpan.FromHours(1.5).TotalSeconds);
        await store.PutAsync(Letters.Again(early));

        await fixture.WaitAsync(TimeSpan.FromHours(1).TotalSeconds);
        Assert.Equal("""{"pk":{"S":"a"}}""", Assert.Single(await store.ReadAllAsync()).Keys);

        await fixture.WaitAsync(TimeSpan.FromHours(1).TotalSeconds);
        Assert.Empty(await store.ReadAllAsync());
        await fixture.WaitAsync(1);
        fixture.Db.ExpireItems();
        Assert.Equal(0, await CountRowsAsync(fixture));
    });

    // What dies between two writes is a worker that gives the record up again, or a redrive.
    [Theory]
    [InlineData(null, 1_000_000)]
    [InlineData(10, 1_000_000)]
    [InlineData(1_000_000, 10)]
    [InlineData(1_300_000, 700_000)]
    public Task A_crash_between_two_writes_leaves_a_whole_letter_and_nothing_that_stays(int? before, int after) => WorkerFixture.RunAsync(async fixture =>
    {
        var old = before is { } size ? Letters.Make("a", "1", padding: size) : null;
        var @new = Letters.Again(Letters.Make("a", "1", padding: after));
        await StoreOf(fixture).PutAsync(Letters.Make("other", "1"));

        for (var survived = 0; ; survived++)
        {
            if (old is not null)
            {
                await StoreOf(fixture).PutAsync(old);
            }

            if (await PutAndDieAsync(fixture, @new, survived))
            {
                Assert.True(survived > 1, "Nothing was interrupted.");
                break;
            }

            var left = (await StoreOf(fixture).ReadAllAsync()).Where(static letter => letter.Keys.Contains("\"a\"", StringComparison.Ordinal)).ToArray();
            if (old is null && left.Length == 0)
            {
                continue;
            }

            Assert.Contains(Letters.Text(Assert.Single(left)), new[] { old is null ? "" : Letters.Text(old), Letters.Text(@new) });
            await StoreOf(fixture).DeleteAsync(@new, default);
            Assert.Equal(1, await CountRowsAsync(fixture));
        }

        Assert.Contains(Letters.Text(@new), (await StoreOf(fixture).ReadAllAsync()).Select(Letters.Text));
        Assert.Empty(fixture.LoggedWith("damaged"));
    });

    [Fact]
    public Task A_letter_that_is_replaced_while_it_is_read_is_read_as_it_is_then() => WorkerFixture.RunAsync(async fixture =>
    {
        var old = Letters.Make("a", "1", padding: 1_000_000);
        var @new = Letters.Again(old);
        await StoreOf(fixture).PutAsync(old);
        var connection = fixture.Connect();
        var replaced = 0;
        connection.Before = async call =>
        {
            if (call.Request is QueryRequest query && query.ExpressionAttributeValues[":pk"].S.StartsWith("chunks/", StringComparison.Ordinal) && replaced++ == 0)
            {
                await StoreOf(fixture).PutAsync(@new);
            }
        };

        var read = await StoreOf(fixture, connection).ReadAllAsync();

        Assert.Equal(2, replaced);
        Assert.Equal(Letters.Text(@new), Letters.Text(Assert.Single(read)));
        Assert.Empty(fixture.LoggedWith("damaged"));
    });

    [Fact]
    public Task A_letter_that_somebody_has_damaged_is_reported_and_does_not_hide_others() => WorkerFixture.RunAsync(async fixture =>
    {
        var store = StoreOf(fixture);
        await store.PutAsync(Letters.Make("a", "1", padding: 1_000_000));
        await store.PutAsync(Letters.Make("a", "2"));
        var chunk = (await fixture.Db.Client.ScanAsync(new ScanRequest(Table))).Items.First(static row => !row.ContainsKey("handler"));
        await fixture.Db.Client.DeleteItemAsync(Table, new() { ["pk"] = chunk["pk"], ["sk"] = chunk["sk"] });

        Assert.Equal("2", Assert.Single(await store.ReadAllAsync()).SequenceNumber);
        Assert.StartsWith("Error", Assert.Single(fixture.LoggedWith("is damaged")), StringComparison.Ordinal);
    });

    [Fact]
    public Task A_table_that_was_deleted_is_made_anew_at_the_next_try() => WorkerFixture.RunAsync(async fixture =>
    {
        var store = StoreOf(fixture);
        await store.PutAsync(Letters.Make("a", "1"));
        await fixture.Db.Client.DeleteTableAsync(Table);

        await Assert.ThrowsAsync<ResourceNotFoundException>(() => store.PutAsync(Letters.Make("a", "2")));
        await store.PutAsync(Letters.Make("a", "2"));

        Assert.Equal("2", Assert.Single(await store.ReadAllAsync()).SequenceNumber);
    });

    [Fact]
    public Task A_letter_is_one_row_that_people_can_read_and_one_request() => WorkerFixture.RunAsync(async fixture =>
    {
        var connection = fixture.Connect();
        var requests = new List<string>();
        connection.Before = call =>
        {
            requests.Add(call.Operation);
            return Task.CompletedTask;
        };
        var store = StoreOf(fixture, connection);
        await store.PutAsync(Letters.Make("a", "1"));
        requests.Clear();

        await store.PutAsync(Letters.Make("a", "2"));

        Assert.Equal(["PutItem"], requests);
        var row = (await fixture.Db.Client.ScanAsync(new ScanRequest(Table))).Items.Single(static row => row["sequence"].S == "2");
        Assert.Equal(
            ("Shop.Handler", "Items", """{"pk":{"S":"a"}}""", "System.TimeoutException", "3"),
            (row["handler"].S, row["table"].S, row["keys"].S, row["errorType"].S, row["attempts"].N));
    });

    private static IDeadLetterStore StoreOf(
        WorkerFixture fixture, Connection? connection = null, Action<DynamoHandlersOptions>? configure = null) =>
        fixture.Worker(connection ?? fixture.Connect(), configure).Services.GetRequiredService<IDeadLetterStore>();

    /// <summary>Puts a letter; all writes after some fail.</summary>
    /// <returns>Whether it was put completely.</returns>
    private static async Task<bool> PutAndDieAsync(WorkerFixture fixture, DeadLetter letter, int survived)
    {
        var connection = fixture.Connect();
        var writes = 0;
        connection.Before = call => call.Operation is "PutItem" or "DeleteItem" && writes++ >= survived
            ? throw new HttpRequestException("dead")
            : Task.CompletedTask;
        try
        {
            await StoreOf(fixture, connection).PutAsync(letter);
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<int> CountRowsAsync(WorkerFixture fixture)
    {
        var request = new ScanRequest(Table) { ProjectionExpression = "pk" };
        var count = 0;
        do
        {
            var page = await fixture.Db.Client.ScanAsync(request);
            count += page.Items?.Count ?? 0;
            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });

        return count;
    }
}
