using System.Globalization;
using Amazon.DynamoDBv2.Model;

namespace DynamoHandlers.Testing.Tests.Shop;

/// <summary>What the handlers saw, in order.</summary>
public sealed class Journal
{
    public List<string> Lines { get; } = [];
}

/// <summary>Handlers of every entity of one table.</summary>
public sealed class ShopHandlers(Journal journal)
{
    [OnChange<Customer>]
    public void Customer(Change<Customer> change) =>
        journal.Lines.Add($"{change.Kind} {(change.HasNew ? change.New : change.Old).Name}");

    [OnRemove<Customer>(Cause = RemoveCause.TimeToLive)]
    public void Expired(Customer customer) => journal.Lines.Add($"expired {customer.Id}");

    [OnInsert<Order>]
    [OnRemove<Order>]
    public void Order(Order order, ChangeContext context) => journal.Lines.Add($"{context.Kind} {order.Id}");

    [OnChange<Audit>]
    public void Audit(ChangeContext context) => journal.Lines.Add($"audit {context.Kind}");

    [OnChange<Login>]
    public void Login(ChangeContext context) => journal.Lines.Add($"login {context.Kind}");

    [OnInsert<Coupon>]
    public void Coupon(Coupon coupon) => journal.Lines.Add($"{coupon.Percent} %");

    [OnUnmatched("Shop")]
    public void Unmatched(Change<Dictionary<string, AttributeValue>> change, ChangeContext context) => journal.Lines.Add(
        $"unmatched {context.Kind} {(change.HasNew ? change.New : change.Old)["pk"].S}");
}

/// <summary>Filters of all kinds; the harness says which of the methods were called.</summary>
public static class Filters
{
    [OnModify<Order>(nameof(@Order.Address.City))]
    public static void City()
    {
    }

    [OnModify<Order>("Counts.a b", nameof(Order.Note))]
    public static void CountOrNote()
    {
    }

    [OnModify<Order>(nameof(Order.Status), To = OrderStatus.Paid)]
    public static void Paid()
    {
    }

    [OnModify<Order>(nameof(Order.Status), From = OrderStatus.Paid)]
    public static void NoMorePaid()
    {
    }

    [OnModify<Order>(nameof(Order.Status), From = OrderStatus.New, To = OrderStatus.Sent)]
    public static void Skipped()
    {
    }

    [OnModify<Order>(nameof(Order.Total), From = 0.1, To = 5)]
    public static void FromTenCentsToFive()
    {
    }

    [OnModify<Order>(nameof(Order.Note), From = null)]
    public static void Noted()
    {
    }

    [OnModify<Order>(nameof(Order.Note), To = null)]
    public static void Cleared()
    {
    }

    [OnModify<Order>("Address.City", To = "Köln")]
    public static void ToCologne()
    {
    }

    [OnModify<Order>(nameof(Order.IsGift), From = null, To = true)]
    public static void Gift()
    {
    }
}

/// <summary>An entity of another table, handled by the same application.</summary>
[StreamEntity(Table = "Prices")]
public sealed record Price
{
    /// <summary>How often an item of the table was made into an object.</summary>
    public static int Made { get; set; }

    public Price() => Made++;

    public required string Id { get; init; }

    public int Amount { get; init; }

    public required string Currency { get; init; }
}

public static class PriceHandlers
{
    [OnModify<Price>(nameof(Price.Amount), When = nameof(IsHigh))]
    public static void Raised(Price before, Price after) => Log(before, after);

    [OnModify<Price>(nameof(Price.Amount), To = 100)]
    public static void Round(Price before, Price after) => Log(before, after);

    [OnRemove<Price>(Cause = RemoveCause.TimeToLive)]
    public static void Expired(Price last) => Log(last, last);

    internal static bool IsHigh(Price price) => price.Amount > 1000;

    private static void Log(Price before, Price after) =>
        string.Create(CultureInfo.InvariantCulture, $"{before.Amount} {after.Amount}");
}
