using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Testing;

namespace DynamoHandlers.Mapping.Tests.Transactions;

/// <summary>Commits what generated methods add, in the database in the process, and looks at what is there then.</summary>
public sealed class TransactionTests : IDisposable
{
    private readonly InMemoryDynamoDb _database = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_item_that_is_put_is_what_the_mapper_writes()
    {
        var account = new Account { Id = "a", Year = 2024, Balance = 1.5m, Tags = ["x"], Entries = [new(3)] };
        await CommitAsync(t => t.Put(account));

        var item = await FindAsync();
        Assert.Equal(AccountImage.ToItem(account).Keys.Order(), item.Keys.Order());
        Assert.Equal("Account", item["kind"].S);
        Assert.Equal("3", item["Entries"].L[0].M["Amount"].N);
    }

    [Fact]
    public async Task An_item_is_new_once()
    {
        var account = new Account { Id = "a", Year = 2024 };
        await CommitAsync(t => t.PutNew(account));
        await AssertRefusedAsync(t => t.PutNew(account));
        await CommitAsync(t => t.Put(account).IfExists());
    }

    [Fact]
    public async Task An_update_of_what_is_not_there_makes_an_item_of_the_entity()
    {
        await CommitAsync(static t => t.UpdateAccount("a", 2024).AddBalance(10));

        var item = await FindAsync();
        Assert.Equal(["balance", "kind", "pk", "sk"], item.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("Account", "10"), (item["kind"].S, item["balance"].N));
    }

    [Fact]
    public async Task An_update_changes_what_it_says()
    {
        await CommitAsync(static t => t.Put(new Account
        {
            Id = "a",
            Year = 2024,
            Balance = 10,
            Version = 1,
            Owner = "ann",
            Tags = ["x", "y"],
            Entries = [new(1)],
        }));
        await CommitAsync(static t => t.UpdateAccount("a", 2024)
            .AddBalance(-2.5m)
            .SetVersion(2)
            .SetOwner(null)
            .SetClosed(true)
            .AddToTags(["z"])
            .SetEntries([new(1), new(2)])
            .SetUntil(DateTime.UnixEpoch.AddSeconds(5))
            .IfVersion(1));

        var item = await FindAsync();
        Assert.Equal(("7.5", "2"), (item["balance"].N, item["Version"].N));
        Assert.False(item.ContainsKey("Owner"));
        Assert.Equal(["x", "y", "z"], item["Tags"].SS.Order());
        Assert.Equal(2, item["Entries"].L.Count);
        Assert.Equal("5", item["Until"].N);

        await CommitAsync(static t => t.UpdateAccount("a", 2024)
            .DeleteFromTags(["x", "y"]).RemoveEntries().SetOwnerIfAbsent("bob").SetVersionIfAbsent(9));
        item = await FindAsync();
        Assert.Equal(["z"], item["Tags"].SS);
        Assert.False(item.ContainsKey("Entries"));
        Assert.Equal(("bob", "2"), (item["Owner"].S, item["Version"].N));
    }

    [Fact]
    public async Task Empty_sets_and_texts_are_what_they_are_to_the_mapper()
    {
        await CommitAsync(static t => t.UpdateAccount("a", 2024).AddToTags([]).DeleteFromTags([]).SetOwner("").SetVersion(1));
        Assert.Equal(["Version", "kind", "pk", "sk"], (await FindAsync()).Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Conditions_decide_about_the_whole()
    {
        await CommitAsync(static t => t.Put(new Account { Id = "a", Year = 2024, Version = 5, Until = DateTime.UnixEpoch }));

        await AssertHoldsAsync(static c => c.IfExists(), static c => c.IfAbsent());
        await AssertHoldsAsync(static c => c.IfVersion(5), static c => c.IfVersion(4));
        await AssertHoldsAsync(static c => c.IfVersionNot(4), static c => c.IfVersionNot(5));
        await AssertHoldsAsync(static c => c.IfVersionNot(null), static c => c.IfVersion(null));
        await AssertHoldsAsync(static c => c.IfOwner(null), static c => c.IfOwnerNot(null));
        await AssertHoldsAsync(static c => c.IfOwnerNot("ann"), static c => c.IfOwner("ann"));
        await AssertHoldsAsync(static c => c.IfVersionBelow(6), static c => c.IfVersionBelow(5));
        await AssertHoldsAsync(static c => c.IfVersionAtMost(5), static c => c.IfVersionAtMost(4));
        await AssertHoldsAsync(static c => c.IfVersionAbove(4), static c => c.IfVersionAbove(5));
        await AssertHoldsAsync(static c => c.IfVersionAtLeast(5), static c => c.IfVersionAtLeast(6));
        await AssertHoldsAsync(
            static c => c.IfUntilBelow(DateTime.UnixEpoch.AddDays(1)), static c => c.IfUntilAbove(DateTime.UnixEpoch));
        await AssertHoldsAsync(static c => c.IfClosed(false).IfVersion(5), static c => c.IfClosed(false).IfVersion(4));
    }

    [Fact]
    public async Task An_item_is_deleted_by_its_key()
    {
        await CommitAsync(static t => t.Put(new Account { Id = "a", Year = 2024, Version = 1 }));
        await AssertRefusedAsync(static t => t.DeleteAccount("a", 2024).IfVersion(2));
        await CommitAsync(static t => t.Delete(new Account { Id = "a", Year = 2024 }).IfVersion(1));
        Assert.Empty(await FindAsync());
    }

    [Fact]
    public void An_item_has_one_action_and_a_key()
    {
        var transaction = new ChangeTransaction();
        transaction.UpdateAccount("a", 2024).AddBalance(1);
        Assert.Throws<InvalidOperationException>(() => transaction.Put(new Account { Id = "a", Year = 2024 }));
        Assert.Throws<ArgumentException>(() => transaction.UpdateAccount("", 2024));
        Assert.Throws<ArgumentNullException>(() => transaction.PutNew((Account)null!));
        Assert.Equal("Accounts", Assert.Single(transaction.Items).Update.TableName);
    }

    [Fact]
    public void A_handler_is_tested_by_what_it_adds()
    {
        var transaction = new ChangeTransaction();
        Bookings.Booked(
            [
                Change.Modify(new Account(), new Account { Balance = 2 }),
                Change.Modify(new Account(), new Account { Balance = 3 }),
            ],
            transaction);

        Assert.Equal("5", transaction.Items[0].Update.ExpressionAttributeValues[":1"].N);
    }

    public void Dispose() => _database.Dispose();

    private async Task AssertHoldsAsync(Func<AccountCondition, AccountCondition> holds, Func<AccountCondition, AccountCondition> fails)
    {
        await CommitAsync(t => holds(t.CheckAccount("a", 2024)));
        await AssertRefusedAsync(t => fails(t.CheckAccount("a", 2024)));
    }

    private async Task AssertRefusedAsync(Action<ChangeTransaction> add)
    {
        var error = await Assert.ThrowsAsync<TransactionCanceledException>(() => CommitAsync(add));
        Assert.Equal("ConditionalCheckFailed", Assert.Single(error.CancellationReasons).Code);
    }

    private async Task CommitAsync(Action<ChangeTransaction> add)
    {
        await CreateTableAsync();
        var transaction = new ChangeTransaction();
        add(transaction);
        await _database.Client.TransactWriteItemsAsync(new() { TransactItems = [.. transaction.Items] }, Stop);
    }

    private async Task CreateTableAsync()
    {
        if ((await _database.Client.ListTablesAsync(Stop)).TableNames.Count == 0)
        {
            await _database.Client.CreateTableAsync(
                new CreateTableRequest
                {
                    TableName = "Accounts",
                    BillingMode = BillingMode.PAY_PER_REQUEST,
                    KeySchema = [new("pk", KeyType.HASH), new("sk", KeyType.RANGE)],
                    AttributeDefinitions = [new("pk", ScalarAttributeType.S), new("sk", ScalarAttributeType.N)],
                },
                Stop);
        }
    }

    private async Task<Dictionary<string, AttributeValue>> FindAsync()
    {
        var key = new Dictionary<string, AttributeValue> { ["pk"] = new() { S = "a" }, ["sk"] = new() { N = "2024" } };
        return (await _database.Client.GetItemAsync("Accounts", key, Stop)).Item ?? [];
    }
}
