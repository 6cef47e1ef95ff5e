using Amazon.DynamoDBv2.DataModel;

namespace DynamoHandlers.Mapping.Tests.Transactions;

[DynamoDBTable("Accounts")]
[StreamEntity(Discriminator = "kind")]
public sealed class Account
{
    [DynamoDBHashKey("pk")] public string Id { get; set; } = "";

    [DynamoDBRangeKey("sk")] public int Year { get; set; }

    [DynamoDBProperty("balance")] public decimal Balance { get; set; }

    public int? Version { get; set; }

    public string? Owner { get; set; }

    public bool Closed { get; set; }

    public HashSet<string> Tags { get; set; } = [];

    public List<Entry> Entries { get; set; } = [];

    [DynamoDBProperty(StoreAsEpoch = true)] public DateTime Until { get; set; }
}

public sealed record Entry(int Amount);

public static class Bookings
{
    [OnInsert<Account>]
    public static void Opened(Account account, ChangeTransaction transaction) => transaction.PutNew(account);

    [OnModify<Account>]
    public static BatchResult Booked(IReadOnlyList<Change<Account>> changes, ChangeTransaction transaction)
    {
        ArgumentNullException.ThrowIfNull(changes);
        transaction.UpdateAccount("a", 2024).AddBalance(changes.Sum(static c => c.New.Balance));
        return BatchResult.Success;
    }
}
