using Amazon.DynamoDBv2.DataModel;

namespace WorkerProcess;

/// <summary>What a customer has bought.</summary>
[DynamoDBTable("Totals")]
public sealed class CustomerTotal
{
    [DynamoDBHashKey("pk")]
    public required string Customer { get; init; }

    [DynamoDBProperty("total")]
    public long Total { get; set; }

    [DynamoDBProperty("sales")]
    public int Sales { get; set; }
}
