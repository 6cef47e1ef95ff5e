using Amazon.DynamoDBv2.DataModel;

namespace DynamoHandlers.Differential.Tests.Entities;

[DynamoDBPolymorphicType("dog", typeof(Dog))]
[DynamoDBPolymorphicType("cat", typeof(Cat))]
public class Pet
{
    public string Name { get; set; } = "initial";
    public int? Age { get; set; }
}

public class Dog : Pet
{
    public bool Barks { get; set; } = true;
    public List<string> Tricks { get; set; } = [];
}

public sealed class Cat : Pet
{
    public decimal Lives { get; set; } = 9;
}

/// <summary>Never of its own: every item is of a derived type.</summary>
[DynamoDBPolymorphicType("circle", typeof(Circle))]
[DynamoDBPolymorphicType("square", typeof(Square))]
public abstract class Figure
{
    public Color Color { get; set; }
}

public sealed class Circle : Figure
{
    public double Radius { get; set; }
}

public sealed class Square : Figure
{
    public int Side { get; set; }
    public Figure? Inside { get; set; }
}

[DynamoDBTable("Families")]
public sealed class Families : Item
{
    public Pet? First { get; set; }
    public List<Pet> Pets { get; set; } = [];
    public Dictionary<string, Pet> Named { get; set; } = [];
}

/// <summary>The SDK cannot make members of a type that is abstract.</summary>
[StreamEntity]
public sealed class Drawings : Item
{
    public Figure? First { get; set; }
    public Figure[] Figures { get; set; } = [];
}

/// <summary>Polymorphic itself.</summary>
[DynamoDBTable("Vehicles")]
[DynamoDBPolymorphicType("truck", typeof(Truck))]
[DynamoDBPolymorphicType("bike", typeof(Bike))]
public class Vehicle : Item
{
    public int Wheels { get; set; } = 4;
}

public class Truck : Vehicle
{
    public double Load { get; set; }
}

public sealed class Bike : Vehicle
{
    public Line? Bag { get; set; }
}
