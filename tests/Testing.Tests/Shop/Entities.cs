namespace DynamoHandlers.Testing.Tests.Shop;

public enum OrderStatus
{
    New,
    Paid,
    Sent,
}

/// <summary>One of several entities of the table "Shop", which has the keys "pk" and "sk".</summary>
[StreamEntity(Table = "Shop", KeyPrefix = "CUSTOMER#", SortKeyPrefix = "PROFILE")]
public sealed record Customer
{
    [StreamAttribute("pk")]
    public required string Id { get; init; }

    public string? Name { get; init; }
}

[StreamEntity(Table = "Shop", KeyPrefix = "CUSTOMER#", SortKeyPrefix = "ORDER#")]
public sealed record Order
{
    [StreamAttribute("sk")]
    public required string Id { get; init; }

    [StreamAttribute("status")]
    public OrderStatus Status { get; init; }

    public decimal Total { get; init; }

    public bool? IsGift { get; init; }

    public string? Note { get; init; }

    [StreamAttribute("to")]
    public Address? Address { get; init; }

    public Dictionary<string, int> Counts { get; init; } = [];
}

public sealed record Address
{
    [StreamAttribute("city")]
    public string? City { get; init; }

    public string? Street { get; init; }
}

/// <summary>Told apart by an attribute, whatever the keys.</summary>
[StreamEntity(Table = "Shop", Discriminator = "type", DiscriminatorValue = "audit*", KeyPrefix = "AUDIT#")]
public sealed record Audit;

/// <summary>Also in the partitions of audits, and the more specific where the type says so.</summary>
[StreamEntity(Table = "Shop", Discriminator = "type", DiscriminatorValue = "audit.login", KeyPrefix = "AUDIT#")]
public sealed record Login;

/// <summary>Told apart by an attribute that is no property.</summary>
[StreamEntity(Table = "Vouchers", Discriminator = "kind", DiscriminatorValue = "coupon/*")]
public sealed record Coupon
{
    public int Percent { get; init; }
}
