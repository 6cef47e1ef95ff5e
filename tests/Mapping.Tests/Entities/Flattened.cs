using Amazon.DynamoDBv2.DataModel;

namespace DynamoHandlers.Mapping.Tests.Entities;

[StreamEntity]
public sealed class Site
{
    public string Id { get; set; } = "";

    [DynamoDBFlatten]
    public Area? Area { get; set; }

    [DynamoDBFlatten]
    public Extent Extent { get; private set; }
}

public sealed class Area
{
    public string Zip { get; set; } = "none";

    [DynamoDBFlatten]
    public Spot? Spot { get; set; }
}

public sealed class Spot
{
    public string City { get; set; } = "nowhere";
    public List<int> Numbers { get; set; } = [];
}

public struct Extent
{
    public required int Width { get; set; }
}

[StreamEntity]
public sealed record Parcel2(string Id, [property: DynamoDBFlatten] Recipient Recipient, Area? Nested = null);

public sealed record Recipient(string Name, int Age = 18);
