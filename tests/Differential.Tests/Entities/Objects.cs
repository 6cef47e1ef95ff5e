using Amazon.DynamoDBv2.DataModel;

namespace DynamoHandlers.Differential.Tests.Entities;

public sealed record Address
{
    public string Street { get; init; } = "";
    public string? City { get; init; } = "initial";
    public Place? Place { get; init; }
}

public struct Place
{
    public double Latitude { get; set; }
    public double Longitude { get; set; }
}

[DynamoDBTable("NestedObjects")]
public sealed class NestedObjects : Item
{
    public Address Home { get; set; } = new() { Street = "initial" };
    public Address? Work { get; set; }
    public Place Place { get; set; }
    public Line? Line { get; set; }
}

public sealed class Node
{
    public string Name { get; set; } = "";
    public Node? Left { get; set; }
    public List<Node> Children { get; set; } = [];
    public Dictionary<string, Node> Named { get; set; } = [];
}

[DynamoDBTable("Trees")]
public sealed class Trees : Item
{
    public Node? Root { get; set; }
}

[DynamoDBTable("InitOnly")]
public sealed record InitOnly
{
    [DynamoDBHashKey]
    public string Id { get; init; } = "";
    public int Count { get; init; } = 3;
    public required string Name { get; init; }
    public List<string> Tags { get; init; } = ["initial"];
    public Address? Address { get; init; }
}

[DynamoDBTable("Positional")]
public sealed record Positional(
    [property: DynamoDBHashKey] string Id, int Count, string? Note = "default", decimal Price = 1.5m, Color Color = Color.Green)
{
    public string Extra { get; set; } = "initial";
}

[DynamoDBTable("PrivateSetters")]
public sealed class PrivateSetters
{
    public PrivateSetters()
    {
    }

    public PrivateSetters(string id, int count) => (Id, Count) = (id, count);

    [DynamoDBHashKey]
    public string Id { get; private set; } = "";
    public int Count { get; private set; }
    public List<int> Numbers { get; private set; } = [];
}

[DynamoDBTable("PublicFields")]
public sealed class PublicFields : Item
{
    public int Count = 3;
    public string? Note = "initial";
    public List<string> Tags = [];
}

public abstract class Animal : Item
{
    public string Name { get; set; } = "";
    public virtual int Legs { get; set; } = 4;
}

public class Bird : Animal
{
    public override int Legs { get; set; } = 2;
    public bool Flies { get; set; }
}

[DynamoDBTable("Inherited")]
public sealed class Inherited : Bird
{
    public string? Color { get; set; }
}

[DynamoDBTable("Bound")]
public sealed class Bound
{
    [DynamoDBConstructor]
    public Bound(string id, int count, List<string>? tags) => (Id, Count, Tags) = (id, count, tags);

    public Bound(string id) => Id = id;

    [DynamoDBHashKey]
    public string Id { get; }
    public int Count { get; }
    public List<string>? Tags { get; }
    public string Note { get; set; } = "initial";
}

[DynamoDBTable("Renamed")]
public sealed class Renamed
{
    [DynamoDBHashKey("pk")]
    public string Id { get; set; } = "";

    [DynamoDBRangeKey("sk")]
    public int Sort { get; set; }

    [DynamoDBProperty("the name")]
    public string Name { get; set; } = "";

    [DynamoDBProperty(AttributeName = "n\"ü\\")]
    public int? Strange { get; set; }

    [DynamoDBGlobalSecondaryIndexHashKey("gsi-pk", AttributeName = "gpk")]
    public string? GlobalHash { get; set; }

    [DynamoDBGlobalSecondaryIndexRangeKey("gsi-pk", AttributeName = "gsk")]
    public long GlobalRange { get; set; }

    [DynamoDBLocalSecondaryIndexRangeKey("lsi", AttributeName = "lsk")]
    public string? Local { get; set; }

    [DynamoDBVersion("v")]
    public int? Version { get; set; }

    [DynamoDBIgnore]
    public string Ignored { get; set; } = "ignored";

    public string Computed => Id + Sort;
}

[DynamoDBTable("CamelCased", LowerCamelCaseProperties = true)]
public sealed class CamelCased
{
    [DynamoDBHashKey]
    public string Id { get; set; } = "";
    public int Count { get; set; }
    public string? URLValue { get; set; }
    public Line? FirstLine { get; set; }

    [DynamoDBProperty("Given")]
    public string? Name { get; set; }
}
