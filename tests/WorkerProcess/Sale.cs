using Amazon.DynamoDBv2.DataModel;

namespace WorkerProcess;

/// <summary>Something was sold.</summary>
public abstract class Sale
{
    [DynamoDBHashKey("pk")]
    public required string Id { get; init; }

    [DynamoDBProperty("customer")]
    public required string Customer { get; init; }

    [DynamoDBProperty("amount")]
    public long Amount { get; set; }
}

// DynamoDB Local gives each stream one shard. Workers share as many shards as there are tables.
[DynamoDBTable("Sales1")]
public sealed class Sale1 : Sale;

[DynamoDBTable("Sales2")]
public sealed class Sale2 : Sale;

[DynamoDBTable("Sales3")]
public sealed class Sale3 : Sale;
