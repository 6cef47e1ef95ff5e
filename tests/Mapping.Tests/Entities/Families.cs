using Amazon.DynamoDBv2.DataModel;

namespace DynamoHandlers.Mapping.Tests.Entities;

[DynamoDBTable("Animals")]
[DynamoDBPolymorphicType("dog", typeof(Dog))]
[DynamoDBPolymorphicType("cat", typeof(Cat))]
public class Animal
{
    [DynamoDBHashKey("pk")]
    public required string Id { get; init; }

    public string? Name { get; set; } = "nameless";
}

[DynamoDBPolymorphicType("puppy", typeof(Puppy))]
public class Dog : Animal
{
    public int Barks { get; set; }
}

public sealed class Puppy : Dog
{
    public int Weeks { get; set; }
}

public sealed class Cat : Animal
{
    public IToy? Toy { get; set; }
}

[StreamDerivedType("ball", typeof(Ball))]
[StreamDerivedType("mouse", typeof(Mouse))]
public interface IToy;

public sealed record Ball(int Size) : IToy;

public readonly record struct Mouse(string Color) : IToy;

[StreamEntity]
[StreamDerivedType("card", typeof(Card))]
[StreamMapping(DerivedTypeAttributeName = "kind")]
public abstract class Payment
{
    public decimal Amount { get; set; }
}

public sealed class Card : Payment
{
    public string Number { get; set; } = "";
}

[StreamEntity]
[StreamDerivedType("new", typeof(Created))]
public interface IEvent;

public sealed record Created(string By) : IEvent;

[StreamEntity]
public sealed class Drawing
{
    [DynamoDBPolymorphicType("square", typeof(Square))]
    [DynamoDBPolymorphicType("circle", typeof(Circle))]
    public IShape? First { get; set; }

    [DynamoDBPolymorphicType("square", typeof(Square))]
    [DynamoDBPolymorphicType("circle", typeof(Circle))]
    public Dictionary<string, List<IShape>> Layers { get; set; } = [];

    [DynamoDBPolymorphicType("hound", typeof(Dog))]
    public Animal? Pet { get; set; }

    public Square? Plain { get; set; }
}

public interface IShape;

public sealed class Square : IShape
{
    public int Side { get; set; }
}

public sealed class Circle : IShape
{
    public int Radius { get; set; }
}
