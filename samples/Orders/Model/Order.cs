using Amazon.DynamoDBv2.DataModel;

namespace Orders.Model;

/// <summary>An order, with the attributes of the AWS SDK that a DynamoDBContext would use too.</summary>
[DynamoDBTable("Orders")]
public sealed record Order
{
    [DynamoDBHashKey("pk")]
    public required string Id { get; init; }

    [DynamoDBProperty("customer")]
    public required string Customer { get; init; }

    [DynamoDBProperty("status")]
    public OrderStatus Status { get; init; }

    [DynamoDBProperty("lines")]
    public List<OrderLine> Lines { get; init; } = [];

    [DynamoDBProperty("placed")]
    public DateTimeOffset Placed { get; init; }

    /// <summary>When DynamoDB may delete the order by itself: carts that nobody came back to.</summary>
    [DynamoDBProperty("expires", StoreAsEpochLong = true)]
    public DateTime? Expires { get; init; }

    [DynamoDBIgnore]
    public decimal Total => Lines.Sum(static line => line.Quantity * line.Price);
}

public sealed record OrderLine([property: DynamoDBProperty("sku")] string Sku, [property: DynamoDBProperty("qty")] int Quantity, [property: DynamoDBProperty("price")] decimal Price);

public enum OrderStatus
{
    Cart,
    New,
    Paid,
    Shipped,
    Delivered,
}
