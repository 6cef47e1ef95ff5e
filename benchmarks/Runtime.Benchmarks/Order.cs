using Amazon.DynamoDBv2.DataModel;

namespace DynamoHandlers.Runtime.Benchmarks;

/// <summary>An entity with ten attributes: a list of maps, a nested map and a set among them.</summary>
[DynamoDBTable("Orders")]
public sealed class Order
{
    [DynamoDBHashKey("pk")]
    public string Id { get; set; } = "";

    [DynamoDBProperty("customer")]
    public string Customer { get; set; } = "";

    [DynamoDBProperty("status")]
    public OrderStatus Status { get; set; }

    [DynamoDBProperty("total")]
    public decimal Total { get; set; }

    [DynamoDBProperty("placed")]
    public DateTime Placed { get; set; }

    [DynamoDBProperty("express")]
    public bool IsExpress { get; set; }

    [DynamoDBProperty("version")]
    public int Version { get; set; }

    [DynamoDBProperty("lines")]
    public List<OrderLine> Lines { get; set; } = [];

    [DynamoDBProperty("address")]
    public Address? Address { get; set; }

    [DynamoDBProperty("tags")]
    public HashSet<string> Tags { get; set; } = [];
}

public sealed class OrderLine
{
    [DynamoDBProperty("sku")]
    public string Sku { get; set; } = "";

    [DynamoDBProperty("qty")]
    public int Quantity { get; set; }

    [DynamoDBProperty("price")]
    public decimal Price { get; set; }
}

public sealed class Address
{
    [DynamoDBProperty("street")]
    public string Street { get; set; } = "";

    [DynamoDBProperty("city")]
    public string City { get; set; } = "";

    [DynamoDBProperty("zip")]
    public string Zip { get; set; } = "";
}

public enum OrderStatus
{
    New,
    Paid,
    Shipped,
}
