using Amazon.DynamoDBv2.DataModel;

namespace DynamoHandlers.Mapping.Tests.Diffs;

public enum CartStatus
{
    New,
    Paid,
}

/// <summary>An entity with a member of every kind that diffs know.</summary>
[StreamEntity]
public sealed record Cart
{
    public string Id { get; init; } = "";
    public CartStatus Status { get; init; } = CartStatus.Paid;
    public int Count { get; init; } = 7;
    public bool Flag { get; init; }
    public string? Note { get; init; } = "initial";
    public byte[] Hash { get; init; } = [];
    public Place? Address { get; init; }
    public Coordinates Where { get; init; }
    public Coordinates? Before { get; init; }
    public List<CartLine> Lines { get; init; } = [];

    [DiffKey(nameof(CartLine.Sku))]
    public CartLine[] ByKey { get; init; } = [];

    public List<string> Tags { get; init; } = ["initial"];
    public HashSet<string> Labels { get; init; } = [];
    public Dictionary<string, int> Counts { get; init; } = [];
    public Dictionary<string, CartLine> Named { get; init; } = [];
    public Dictionary<CartStatus, CartLine> ByStatus { get; init; } = [];
    public List<List<CartLine>> Deep { get; init; } = [];
    public Cart? Parent { get; init; }
    public Animal? Pet { get; init; }

    [DynamoDBFlatten]
    public Stamp Stamp { get; init; } = new();

    [StreamConverter(typeof(RangeConverter))]
    public Interval? Range { get; init; }

    public (int Item, string Other) Pair { get; init; }
}

public sealed record CartLine
{
    public string Sku { get; init; } = "";
    public int Quantity { get; init; } = 1;
}

public sealed class Place
{
    public string City { get; set; } = "nowhere";
    public string? Street { get; set; }
    public Place? Next { get; set; }
}

public struct Coordinates
{
    public int X { get; set; }
    public int Y { get; set; }
}

public sealed class Stamp
{
    public string? By { get; set; }
    public int At { get; set; }
}

[StreamDerivedType("dog", typeof(Dog))]
[StreamDerivedType("cat", typeof(Cat))]
public abstract class Animal
{
    public string Name { get; set; } = "";
}

public sealed class Dog : Animal
{
    public int Tricks { get; set; }
}

public sealed class Cat : Animal
{
    public int Lives { get; set; } = 9;
}

/// <summary>A type that compares itself by reference.</summary>
public sealed class Interval(string text)
{
    public string Text { get; } = text;
}

public sealed class RangeConverter : IStreamConverter<Interval>
{
    public Interval Read(ref Images.ImageReader reader) => new(reader.ReadString());

    public void Write(Images.ImageWriter writer, Interval value) => throw new NotSupportedException();
}

/// <summary>An entity that is a struct.</summary>
[StreamEntity]
public struct Gauge
{
    public int Value { get; set; }
}

/// <summary>Members named like parts of their diff.</summary>
[StreamEntity]
public sealed class Clash
{
    public int Changed { get; set; }
    public int Old { get; set; }
    public int None { get; set; }
}
