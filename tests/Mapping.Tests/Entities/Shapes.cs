using System.Diagnostics.CodeAnalysis;
using Amazon.DynamoDBv2.DataModel;

namespace DynamoHandlers.Mapping.Tests.Entities;

/// <summary>Required, init and private setters, a private constructor, inheritance.</summary>
public abstract class Keyed
{
    [DynamoDBHashKey("pk")]
    public required string Id { get; init; }

    [DynamoDBVersion]
    public int? Version { get; private set; }

    public virtual string Kind { get; protected set; } = "keyed";
}

[DynamoDBTable("Parcels", LowerCamelCaseProperties = true)]
public sealed class Parcel : Keyed
{
    private Parcel()
    {
    }

    public required int Weight { get; set; }
    public required string? Note { get; set; }
    public string Street = "unknown";
    public override string Kind { get; protected set; } = "parcel";
    public List<string> Labels { get; init; } = ["initial"];

    [DynamoDBIgnore]
    public string Cache { get; set; } = "untouched";

    public bool IsHeavy => Weight > 20;
}

/// <summary>A positional record with members beside its parameters.</summary>
[StreamEntity]
public sealed record Money(decimal Amount, string Currency = "EUR", Color Color = Color.Green, int? Scale = 2, double Factor = 1.5)
{
    public string? Note { get; init; } = "initial";
    public required string Source { get; set; }
}

/// <summary>A constructor that is not public and chosen by annotation.</summary>
[StreamEntity]
public sealed class Ledger
{
    public Ledger(string id, string other)
        : this(id + other)
    {
    }

    [DynamoDBConstructor]
    private Ledger(string id) => Id = id;

    public string Id { get; }
    public int Count { get; set; } = 3;
}

[StreamEntity]
public sealed class Relaxed
{
    [SetsRequiredMembers]
    public Relaxed() => Key = "from the constructor";

    public required string Key { get; set; }
}

[StreamEntity]
public readonly record struct Point(int X, int Y);

[StreamEntity]
public struct Box
{
    public Box()
    {
    }

    public required int Width { get; set; }
    public int Height { get; init; } = 9;
    public int Depth;
}

[StreamEntity]
public struct Flat
{
    public required int Width { get; init; }
    public int Height { get; private set; }
}

[StreamEntity]
public readonly struct Frozen
{
    public int Width { get; init; }
    public required int Height { get; init; }
}

public class Generic<T>
{
    public T? Value { get; set; }
}

[StreamEntity]
public sealed class Closed : Generic<int>
{
    public string @class { get; internal set; } = "";

    [StreamAttribute("w\"eird \u00fc")]
    public string Weird { get; set; } = "";
}
