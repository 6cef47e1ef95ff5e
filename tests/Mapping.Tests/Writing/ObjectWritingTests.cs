using System.Text;
using DynamoHandlers.Images;
using DynamoHandlers.Mapping.Tests.Entities;

namespace DynamoHandlers.Mapping.Tests.Writing;

/// <summary>Derived types, flattened members, converters, names and settings.</summary>
public sealed class ObjectWritingTests
{
    [Fact]
    public void Derived_types_are_written_with_their_discriminator()
    {
        Assert.Equal(
            """{"$type":{"S":"puppy"},"pk":{"S":"a"},"Name":{"S":"Rex"},"Barks":{"N":"2"},"Weeks":{"N":"3"}}""",
            Text(AnimalImage.Write(new Puppy { Id = "a", Name = "Rex", Barks = 2, Weeks = 3 })));
        Assert.Equal("""{"pk":{"S":"a"},"Name":{"S":"Rex"}}""", Text(AnimalImage.Write(new Animal { Id = "a", Name = "Rex" })));
        Assert.Equal(
            """{"kind":{"S":"card"},"Amount":{"N":"1.5"},"Number":{"S":"4"}}""",
            Text(PaymentImage.Write(new Card { Amount = 1.5m, Number = "4" })));
    }

    [Fact]
    public void Derived_types_come_back()
    {
        Comes(new Puppy { Id = "a", Name = "Rex", Barks = 2, Weeks = 3 }, AnimalImage.Write, AnimalImage.Read);
        Comes(new Dog { Id = "a", Barks = 2 }, AnimalImage.Write, AnimalImage.Read);
        Comes(new Cat { Id = "a", Toy = new Ball(3) }, AnimalImage.Write, AnimalImage.Read);
        Comes(new Cat { Id = "a", Toy = new Mouse("grey") }, AnimalImage.Write, AnimalImage.Read);
        Comes(new Card { Amount = 1, Number = "4" }, PaymentImage.Write, PaymentImage.Read);
        Comes(new Created("me"), IEventImage.Write, IEventImage.Read);
        Comes(
            new Drawing
            {
                First = new Circle { Radius = 1 },
                Layers = { ["back"] = [new Square { Side = 2 }, new Circle { Radius = 3 }] },
                Pet = new Dog { Id = "d", Barks = 1 },
                Plain = new Square { Side = 4 },
            },
            DrawingImage.Write,
            DrawingImage.Read);
    }

    [Fact]
    public void A_type_that_no_attribute_names_is_an_error()
    {
        var alone = Assert.Throws<MappingException>(() => PaymentImage.Write(new Coin()));
        var within = Assert.Throws<MappingException>(() => DrawingImage.Write(new Drawing { First = new Triangle() }));

        Assert.Equal((null, typeof(Coin)), (alone.Attribute, alone.TargetType));
        Assert.Equal(("First", typeof(Triangle)), (within.Attribute, within.TargetType));
    }

    [Fact]
    public void Flattened_members_lie_in_the_map_around_them()
    {
        var site = new Site { Id = "s", Area = new() { Zip = "8000", Spot = new() { City = "Z", Numbers = [1] } } };

        Assert.Equal(
            """{"Id":{"S":"s"},"Zip":{"S":"8000"},"City":{"S":"Z"},"Numbers":{"L":[{"N":"1"}]},"Width":{"N":"0"}}""",
            Text(SiteImage.Write(site)));
        Assert.Equal("""{"Id":{"S":"s"},"Width":{"N":"0"}}""", Text(SiteImage.Write(new Site { Id = "s" })));
        Comes(site, SiteImage.Write, SiteImage.Read);
        Comes(new Parcel2("p", new("n", 5), new Area { Zip = "1", Spot = new() }), Parcel2Image.Write, Parcel2Image.Read);
    }

    [Fact]
    public void Converters_write_what_they_read()
    {
        var converted = new Converted
        {
            Total = 12.5m,
            Tip = 0.5m,
            Tags = ["a", "b"],
            Id = "id",
            Sku = new("<a>"),
            Other = new("<b>"),
            Skus = [new("<c>"), null],
            ByName = { ["k"] = new("<d>") },
            Warmth = new(20),
            Warmths = [new(21)],
            Time = Instant.Of(5),
            Times = [Instant.Of(6)],
        };

        Assert.Equal(
            """
            {"Total":{"N":"1250"},"Tip":{"N":"50"},"tags":{"S":"a,b"},"Id":{"S":"id"},"Wrong":{"S":"1"},"Sku":{"S":"a"},
            "Other":{"S":"b"},"Skus":{"L":[{"S":"c"},{"NULL":true}]},"ByName":{"M":{"k":{"S":"d"}}},
            "Warmth":{"S":"20°"},"Warmths":{"L":[{"M":{"Degrees":{"N":"21"}}}]},"Time":{"N":"5"},"Times":{"L":[{"N":"6"}]}}
            """.ReplaceLineEndings(""),
            Text(ConvertedImage.Write(converted)));
    }

    [Fact]
    public void What_a_converter_of_the_SDK_throws_is_told_with_its_name()
    {
        var error = Assert.Throws<MappingException>(() => ConvertedImage.Write(new Converted { Tags = [null!] }));

        Assert.Equal(typeof(List<string>), error.TargetType);
        Assert.IsType<NullReferenceException>(error.InnerException);
        Assert.Contains(nameof(SdkListConverter), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_those_that_are_read()
    {
        var cased = new Cased
        {
            Id = "i",
            Sort = "s",
            URLCount = 1,
            Nested = new() { InnerSize = 2, Deeper = new() { InnerSize = 3 } },
            Many = [new() { InnerSize = 4 }],
            Fixed = new() { FixedSize = 5 },
            Flattish = { FlatSize = 6 },
        };

        Comes(cased, CasedImage.Write, CasedImage.Read);
        Comes(new Legacy { Id = "i", Nested = new() { InnerSize = 1 } }, LegacyImage.Write, LegacyImage.Read);
        Assert.StartsWith("""{"pK":{"S":"i"},"SK":{"S":"s"},"uRLCount":""", Text(CasedImage.Write(cased)), StringComparison.Ordinal);
    }

    [Fact]
    public void Members_that_hide_others_and_all_annotations_of_the_SDK_come_back()
    {
        var hiding = """{"secret":{"S":"s"},"Value":{"N":"4"},"renamed":{"N":"3"},"Count":{"N":"5"}}""";

        Assert.Equal(hiding, Text(HidingImage.Write(Image.Read(hiding, HidingImage.Read))));
        Comes(
            new Annotated { Id = "i", Sort = 1, Version = 2, Hits = 3, Touched = DateTime.UnixEpoch, Once = "o", Owner = "w", Rank = 4, Day = "d", Vector = [1, 0.5f] },
            AnnotatedImage.Write,
            AnnotatedImage.Read);
    }

    [Fact]
    public void Local_times_are_written_in_UTC()
    {
        var when = new DateTime(2026, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        var relaxed = new Relaxations
        {
            OrderId = "o",
            ItemCount = null,
            Rank = 1,
            When = when.ToLocalTime(),
            Expires = when.ToLocalTime(),
            Times = [when.ToLocalTime()],
            MainColor = Color.Green,
            Colors = { [Color.Red] = null },
        };

        Assert.Equal(
            """
            {"order_id":{"S":"o"},"rank":{"N":"1"},"when":{"S":"2026-02-03T04:05:06.000Z"},"expires":{"N":"1770091506"},
            "times":{"L":[{"S":"2026-02-03T04:05:06.000Z"}]},"main_color":{"N":"7"},"colors":{"M":{"Red":{"NULL":true}}}}
            """.ReplaceLineEndings(""),
            Text(RelaxationsImage.Write(relaxed)));
        Comes(relaxed, RelaxationsImage.Write, RelaxationsImage.Read);
    }

    [Fact]
    public void Empty_texts_and_nulls_are_left_out_unless_something_else_would_be_read()
    {
        Assert.Equal("""{"pk":{"S":""},"weight":{"N":"0"},"note":{"NULL":true},"kind":{"S":"parcel"}}""", Text(ParcelImage.Write(
            Image.Read("""{"pk":{"S":""},"weight":{"N":"0"},"note":{"NULL":true},"street":{"S":""},"labels":{"NULL":true}}""", ParcelImage.Read))));
        Assert.Equal(
            """{"Amount":{"N":"1"},"Currency":{"S":""},"Color":{"N":"7"},"Scale":{"NULL":true},"Factor":{"N":"1.5"},"Source":{"S":""}}""",
            Text(MoneyImage.Write(new Money(1, "", Scale: null) { Source = "", Note = "" })));
        Assert.StartsWith(
            """{"Id":{"S":""},"Maybe":{"NULL":true},"Needed":{"L":[]},"Lists":""",
            Text(EverythingImage.Write(new Everything { Id = "", Maybe = null, Needed = [], Scalars = null! })),
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_entity_says_its_schema_and_whether_it_has_empty_texts() => Assert.Equal(
        """{"Text":{"S":""},"Flag":{"N":"1"},"Texts":{"SS":["a","b"]}}""",
        Text(OldStoredImage.Write(new OldStored { Text = "", Flag = true, Texts = ["a", "b", "a"] })));

    [Fact]
    public void The_schema_is_that_of_the_item() => Assert.Contains(
        "\"Flag\":{\"N\":\"1\"}", Text(OldStoredImage.Write(new OldStored { Nested = new() { Flag = true } })), StringComparison.Ordinal);

    private static void Comes<T>(T entity, Func<T, byte[]> write, ImageMapper<T> read)
    {
        var found = read(write(entity));
        Assert.Equal(entity!.GetType(), found!.GetType());
        Assert.Equal(Structure.Of(entity), Structure.Of(found));
    }

    private static string Text(byte[] image) => Encoding.UTF8.GetString(image);

    private sealed class Coin : Payment;

    private sealed class Triangle : IShape;
}
