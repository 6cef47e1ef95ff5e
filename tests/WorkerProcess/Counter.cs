using Amazon.DynamoDBv2.DataModel;

namespace WorkerProcess;

/// <summary>An item that counts its own changes.</summary>
[DynamoDBTable("Counters")]
public sealed class Counter
{
    [DynamoDBHashKey("pk")]
    public required string Id { get; init; }

    [DynamoDBProperty("version")]
    public int Version { get; set; }

    [DynamoDBProperty("tags")]
    public HashSet<string> Tags { get; set; } = [];
}
