using DynamoHandlers.Images;
using DynamoHandlers.Mapping.Tests.Entities;

namespace DynamoHandlers.Mapping.Tests;

public sealed class PolymorphismTests
{
    [Theory]
    [InlineData("""{"pk":{"S":"1"},"$type":{"S":"dog"},"Barks":{"N":"3"}}""")]
    [InlineData("""{"$type":{"S":"dog"},"pk":{"S":"1"},"Barks":{"N":"3"}}""")]
    [InlineData("""{"Barks":{"N":"3"},"x":{"M":{"$type":{"S":"cat"}}},"pk":{"S":"1"},"\u0024type":{"S":"d\u006fg"}}""")]
    public void The_discriminator_chooses_the_type_wherever_it_stands(string json)
    {
        var read = Assert.IsType<Dog>(Image.Read(json, AnimalImage.Read));

        Assert.Equal(("1", 3, "nameless"), (read.Id, read.Barks, read.Name));
    }

    [Theory]
    [InlineData("""{"pk":{"S":"1"}}""")]
    [InlineData("""{"pk":{"S":"1"},"$type":{"NULL":true}}""")]
    public void Without_a_discriminator_it_is_the_base_type(string json) =>
        Assert.IsType<Animal>(Image.Read(json, AnimalImage.Read));

    [Theory]
    [InlineData("""{"pk":{"S":"1"},"$type":{"S":"cow"}}""", WireType.String)]
    [InlineData("""{"pk":{"S":"1"},"$type":{"N":"7"}}""", WireType.Number)]
    [InlineData("""{"pk":{"S":"1"},"$type":{"M":{}}}""", WireType.Map)]
    public void An_unknown_discriminator_is_an_error_that_names_the_known_ones(string json, WireType type)
    {
        var error = Image.Refuses(json, AnimalImage.Read);

        Assert.Equal(("$type", type, typeof(Animal)), (error.Attribute, error.WireType, error.TargetType));
        Assert.Contains("'dog', 'cat', 'puppy'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Derived_types_of_derived_types_are_read_too()
    {
        var read = Image.Read("""{"pk":{"S":"1"},"$type":{"S":"puppy"},"Weeks":{"N":"5"},"Barks":{"N":"1"}}""", AnimalImage.Read);

        Assert.Equal((1, 5), (((Puppy)read).Barks, ((Puppy)read).Weeks));
    }

    [Fact]
    public void A_derived_type_knows_itself_and_its_own_derived_types_and_no_other()
    {
        Assert.IsType<Dog>(Image.Read("""{"pk":{"S":"1"},"$type":{"S":"dog"}}""", DogImage.Read));
        Assert.IsType<Puppy>(Image.Read("""{"pk":{"S":"1"},"$type":{"S":"puppy"}}""", DogImage.Read));
        Assert.Equal("$type", Image.Refuses("""{"pk":{"S":"1"},"$type":{"S":"cat"}}""", DogImage.Read).Attribute);
    }

    [Fact]
    public void A_member_of_an_interface_is_read_as_what_it_is()
    {
        Cat Read(string toy) => (Cat)Image.Read(
            $$"""{"pk":{"S":"1"},"$type":{"S":"cat"},"Toy":{{toy}}}""", AnimalImage.Read);

        Assert.Equal(new Ball(3), Read("""{"M":{"$type":{"S":"ball"},"Size":{"N":"3"}}}""").Toy);
        Assert.Equal(new Mouse("grey"), Read("""{"M":{"Color":{"S":"grey"},"$type":{"S":"mouse"}}}""").Toy);
        Assert.Null(Read("""{"NULL":true}""").Toy);
        Assert.Equal("Toy.$type", Assert.Throws<MappingException>(() => Read("""{"M":{}}""")).Attribute);
        Assert.Equal("Toy.$type", Assert.Throws<MappingException>(() => Read("""{"M":{"$type":{"S":"x"}}}""")).Attribute);
        Assert.Equal("Toy", Assert.Throws<MappingException>(() => Read("""{"S":"x"}""")).Attribute);
    }

    [Fact]
    public void Abstract_classes_and_interfaces_can_be_entities()
    {
        var card = (Card)Image.Read("""{"Number":{"S":"42"},"kind":{"S":"card"},"Amount":{"N":"5"}}""", PaymentImage.Read);
        Assert.Equal(("42", 5m), (card.Number, card.Amount));
        Assert.Equal("kind", Image.Refuses("""{"Amount":{"N":"5"},"$type":{"S":"card"}}""", PaymentImage.Read).Attribute);

        Assert.Equal(new Created("me"), Image.Read("""{"$type":{"S":"new"},"By":{"S":"me"}}""", IEventImage.Read));
    }

    [Fact]
    public void A_member_may_name_derived_types_of_its_own()
    {
        var read = Image.Read(
            """
            {"First":{"M":{"$type":{"S":"circle"},"Radius":{"N":"1"}}},
             "Layers":{"M":{"a":{"L":[{"M":{"$type":{"S":"square"},"Side":{"N":"2"}}},{"M":{"$type":{"S":"circle"}}}]}}},
             "Plain":{"M":{"Side":{"N":"3"}}}}
            """,
            DrawingImage.Read);

        Assert.Equal(1, Assert.IsType<Circle>(read.First).Radius);
        Assert.Equal(2, Assert.IsType<Square>(read.Layers["a"][0]).Side);
        Assert.IsType<Circle>(read.Layers["a"][1]);
        Assert.Equal(3, read.Plain!.Side);
    }

    [Theory]
    [InlineData("hound", typeof(Dog))]
    [InlineData("dog", typeof(Dog))]
    [InlineData("cat", typeof(Cat))]
    [InlineData("puppy", typeof(Puppy))]
    public void Derived_types_of_a_member_add_to_those_of_its_type(string discriminator, Type type)
    {
        var read = Image.Read(
            """{"Pet":{"M":{"pk":{"S":"1"},"$type":{"S":"X"}}}}""".Replace("X", discriminator, StringComparison.Ordinal),
            DrawingImage.Read);

        Assert.IsType(type, read.Pet);
        Assert.Equal("1", read.Pet.Id);
    }

    [Fact]
    public void Errors_within_a_derived_type_say_where()
    {
        Assert.Equal("Barks", Image.Refuses(
            """{"pk":{"S":"1"},"Barks":{"S":"x"},"$type":{"S":"dog"}}""", AnimalImage.Read).Attribute);
        Assert.Equal("pk", Image.Refuses("""{"$type":{"S":"dog"}}""", AnimalImage.Read).Attribute);
        Assert.Equal("Layers.a[0].Side", Image.Refuses(
            """{"Layers":{"M":{"a":{"L":[{"M":{"$type":{"S":"square"},"Side":{"S":"x"}}}]}}}}""", DrawingImage.Read).Attribute);
    }
}
