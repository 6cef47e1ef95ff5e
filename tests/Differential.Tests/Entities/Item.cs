using Amazon.DynamoDBv2.DataModel;

namespace DynamoHandlers.Differential.Tests.Entities;

/// <summary>What most entities here have in common: a key.</summary>
public abstract class Item
{
    [DynamoDBHashKey]
    public string Id { get; set; } = "id";
}
