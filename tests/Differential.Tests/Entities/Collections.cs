using Amazon.DynamoDBv2.DataModel;

namespace DynamoHandlers.Differential.Tests.Entities;

/// <summary>Sets in V1, lists in V2.</summary>
[DynamoDBTable("PrimitiveLists")]
public sealed class PrimitiveLists : Item
{
    public List<string> Texts { get; set; } = ["initial"];
    public List<int> Ints { get; set; } = [];
    public List<long>? Longs { get; set; }
    public List<double> Doubles { get; set; } = [];
    public List<decimal> Decimals { get; set; } = [];
    public List<Guid> Guids { get; set; } = [];
    public List<DateTime> Times { get; set; } = [];
    public List<bool> Flags { get; set; } = [];
    public List<byte[]> Blobs { get; set; } = [];
}

[DynamoDBTable("PrimitiveArrays")]
public sealed class PrimitiveArrays : Item
{
    public string[] Texts { get; set; } = ["initial"];
    public int[] Ints { get; set; } = [];
    public short[]? Shorts { get; set; }
    public float[] Floats { get; set; } = [];
    public Guid[] Guids { get; set; } = [];
    public bool[] Flags { get; set; } = [];
    public byte[][] Blobs { get; set; } = [];
}

[DynamoDBTable("PrimitiveSets")]
public sealed class PrimitiveSets : Item
{
    public HashSet<string> Texts { get; set; } = ["initial"];
    public HashSet<int> Ints { get; set; } = [];
    public HashSet<decimal>? Decimals { get; set; }
    public HashSet<Guid> Guids { get; set; } = [];
    public HashSet<DateTime> Times { get; set; } = [];
}

[DynamoDBTable("EnumCollections")]
public sealed class EnumCollections : Item
{
    public List<Color> List { get; set; } = [];
    public Rights[] Array { get; set; } = [];
    public HashSet<OfByte> Set { get; set; } = [];
    public Dictionary<string, Color> Map { get; set; } = [];
}

[DynamoDBTable("NullableElements")]
public sealed class NullableElements : Item
{
    public List<int?> Ints { get; set; } = [];
    public List<string?> Texts { get; set; } = [];
    public DateTime?[] Times { get; set; } = [];
    public List<Line?> Lines { get; set; } = [];
    public Dictionary<string, int?> Counts { get; set; } = [];
}

public sealed class Line
{
    public string Sku { get; set; } = "";
    public int Quantity { get; set; } = 1;
    public decimal? Price { get; set; }
    public bool IsGift { get; set; }
    public List<string> Tags { get; set; } = ["initial"];
}

[DynamoDBTable("ObjectCollections")]
public sealed class ObjectCollections : Item
{
    public List<Line> List { get; set; } = [];
    public Line[] Array { get; set; } = [];
    public Dictionary<string, Line> Map { get; set; } = [];
}

[DynamoDBTable("NestedCollections")]
public sealed class NestedCollections : Item
{
    public List<List<int>> Lists { get; set; } = [];
    public List<string[]> Arrays { get; set; } = [];
    public List<Dictionary<string, int>> Maps { get; set; } = [];
    public Dictionary<string, List<Line>> LinesByName { get; set; } = [];
    public Dictionary<string, Dictionary<string, bool>> Flags { get; set; } = [];
}

[DynamoDBTable("Dictionaries")]
public sealed class Dictionaries : Item
{
    public Dictionary<string, string> Texts { get; set; } = new() { ["initial"] = "value" };
    public Dictionary<string, int> Ints { get; set; } = [];
    public Dictionary<string, double>? Doubles { get; set; }
    public Dictionary<string, bool> Flags { get; set; } = [];
    public Dictionary<string, Guid> Guids { get; set; } = [];
    public Dictionary<string, DateTime> Times { get; set; } = [];
    public Dictionary<string, byte[]> Blobs { get; set; } = [];
}
