using Amazon.DynamoDBv2.DataModel;

namespace DynamoHandlers.Differential.Tests.Entities;

public sealed class Recipient
{
    public string Name { get; set; } = "";

    [DynamoDBProperty("mail")]
    public string? Email { get; set; }

    [DynamoDBFlatten]
    public Location Location { get; set; } = new();
}

public sealed class Location
{
    public string? Town { get; set; }
    public List<int> Codes { get; set; } = [];
}

[DynamoDBTable("Flattened")]
public sealed class Flattened : Item
{
    [DynamoDBFlatten]
    public Recipient Recipient { get; set; } = new();

    public int Weight { get; set; }
}
