using Amazon.DynamoDBv2.DataModel;

namespace PageViews.Model;

/// <summary>How often the pages of a customer were looked at.</summary>
[DynamoDBTable("CustomerViews")]
public sealed record CustomerViews
{
    [DynamoDBHashKey("pk")]
    public required string Customer { get; init; }

    [DynamoDBProperty("views")]
    public long Views { get; init; }
}
