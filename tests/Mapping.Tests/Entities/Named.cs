using Amazon.DynamoDBv2.DataModel;

namespace DynamoHandlers.Mapping.Tests.Entities;

[DynamoDBTable("Cased", AttributeCasing = CaseMode.CamelCase)]
public sealed class Cased
{
    [DynamoDBHashKey("PK")]
    public string Id { get; set; } = "";

    [StreamAttribute("SK")]
    public string Sort { get; set; } = "";

    public int URLCount { get; set; }
    public Inner? Nested { get; set; }
    public List<Inner> Many { get; set; } = [];
    public Fixed? Fixed { get; set; }

    [DynamoDBFlatten]
    public Flattish Flattish { get; set; } = new();
}

[DynamoDBTable("Legacy", LowerCamelCaseProperties = true)]
public sealed class Legacy
{
    [DynamoDBHashKey("PK")]
    public string Id { get; set; } = "";

    public Inner? Nested { get; set; }
}

public sealed class Inner
{
    public int InnerSize { get; set; }
    public Inner? Deeper { get; set; }
}

[DynamoDBTable("Fixed", CaseMode.PascalCase)]
public sealed class Fixed
{
    public int FixedSize { get; set; }
}

public sealed class Flattish
{
    public int FlatSize { get; set; }
}

[StreamEntity]
[StreamMapping(NamingPolicy = NamingPolicy.SnakeCase, IgnoreRequired = true, LocalDateTimes = true, EnumsIgnoreCase = true)]
public sealed class Relaxations
{
    public required string OrderId { get; init; }
    public required int? ItemCount { get; set; }
    public required int Rank { get; set; }
    public DateTime When { get; set; }

    [DynamoDBProperty(StoreAsEpoch = true)]
    public DateTime Expires { get; set; }

    public List<DateTime> Times { get; set; } = [];
    public Color MainColor { get; set; }
    public Dictionary<Color, Color?> Colors { get; set; } = [];
}

[StreamEntity]
[StreamMapping(IgnoreRequired = true)]
public sealed record RelaxedRecord(string Id, int Size, string Kind = "default");
