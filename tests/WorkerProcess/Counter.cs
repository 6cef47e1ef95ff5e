using Amazon.DynamoDBv2.DataModel;

namespace WorkerProcess;

/// <summary>An item that counts its own changes.</summary>
public abstract class CountedItem
{
    [DynamoDBHashKey("pk")]
    public required string Id { get; init; }

    [DynamoDBProperty("version")]
    public int Version { get; set; }

    [DynamoDBProperty("tags")]
    public HashSet<string> Tags { get; set; } = [];
}

[DynamoDBTable("Counters")]
public sealed class Counter : CountedItem;
