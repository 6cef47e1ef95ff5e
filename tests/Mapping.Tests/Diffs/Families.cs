using Amazon.DynamoDBv2.DataModel;

namespace DynamoHandlers.Mapping.Tests.Diffs;

/// <summary>Items are of derived types only.</summary>
[StreamEntity]
[StreamDerivedType("car", typeof(Car))]
[StreamDerivedType("van", typeof(Van))]
public abstract class Vehicle
{
    public string Id { get; set; } = "";
    public int Wheels { get; set; } = 4;
    public abstract string? Plate { get; init; }
    public Place? Home { get; set; }
    public string Title => Id + Plate;
}

public sealed class Car : Vehicle
{
    public override string? Plate { get; init; }
    public int Doors { get; set; }
}

public sealed class Van : Vehicle
{
    public override string? Plate { get; init; }
    public int Volume { get; set; }
}

/// <summary>Items are of the type itself or of a derived one.</summary>
[StreamEntity]
[StreamDerivedType("insured", typeof(Insured))]
public class Shipment
{
    public int Weight { get; set; }
}

public sealed class Insured : Shipment
{
    public int Value { get; set; }
}

public interface ISigned
{
    string? By { get; }
}

/// <summary>The types that implement it say which attribute a property is.</summary>
[StreamEntity(Table = "Moment")]
[StreamDerivedType("opened", typeof(Opened))]
[StreamDerivedType("closed", typeof(Closed))]
public interface IMoment : ISigned
{
    int At { get; set; }
    string Kind { get; }
    int Odd { get; }
}

public sealed record Opened([property: StreamAttribute("by")] string? By) : IMoment
{
    public int At { get; set; }
    public string Kind => "opened";
    public int Odd { get; init; }
}

public sealed record Closed([property: StreamAttribute("by")] string? By) : IMoment
{
    public int At { get; set; }
    public string Kind => "closed";

    [StreamAttribute("other")]
    public int Odd { get; init; }
}

/// <summary>The attributes of the one that is there are among its own.</summary>
[StreamEntity]
public sealed class Garage
{
    public string Id { get; set; } = "";

    [DynamoDBFlatten]
    public Occupant? Occupant { get; set; }
}

[StreamDerivedType("bike", typeof(Bike))]
[StreamDerivedType("tent", typeof(Tent))]
public abstract class Occupant
{
    public string? Owner { get; set; }
}

public sealed class Bike : Occupant
{
    public int Gears { get; set; }
}

public sealed class Tent : Occupant
{
    public int Poles { get; set; }
}
