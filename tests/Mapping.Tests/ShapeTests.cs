using DynamoHandlers.Images;
using DynamoHandlers.Mapping.Tests.Entities;

namespace DynamoHandlers.Mapping.Tests;

public sealed class ShapeTests
{
    private const string Required = """ "pk":{"S":"p-1"},"weight":{"N":"30"},"note":{"NULL":true} """;

    [Fact]
    public void Members_with_private_setters_and_of_base_types_are_read()
    {
        var read = Image.Read(
            $$$"""{{{{Required}}},"version":{"N":"4"},"kind":{"S":"heavy"},"street":{"S":"Main"},"labels":{"SS":["a"]}}""",
            ParcelImage.Read);

        Assert.Equal(("p-1", 4, 30, "heavy"), (read.Id, read.Version, read.Weight, read.Kind));
        Assert.Equal(("Main", "a"), (read.Street, Assert.Single(read.Labels)));
        Assert.Null(read.Note);
        Assert.True(read.IsHeavy);
    }

    [Fact]
    public void Ignored_members_are_left_alone()
    {
        var read = Image.Read($$$"""{{{{Required}}},"cache":{"S":"x"},"Cache":{"S":"x"}}""", ParcelImage.Read);

        Assert.Equal(("untouched", "unknown", "parcel"), (read.Cache, read.Street, read.Kind));
        Assert.Equal("initial", Assert.Single(read.Labels));
    }

    [Theory]
    [InlineData("""{"pk":{"S":"p-1"},"weight":{"N":"30"}}""", "note", WireType.None)]
    [InlineData("""{"pk":{"S":"p-1"},"note":{"S":""}}""", "weight", WireType.None)]
    [InlineData("{}", "pk", WireType.None)]
    [InlineData("""{"pk":{"NULL":true},"weight":{"N":"30"},"note":{"S":""}}""", "pk", WireType.Null)]
    [InlineData("""{"pk":{"S":"p-1"},"weight":{"NULL":true},"note":{"S":""}}""", "weight", WireType.Null)]
    public void A_required_member_must_be_there(string json, string attribute, WireType type)
    {
        var error = Image.Refuses(json, ParcelImage.Read);

        Assert.Equal((attribute, type), (error.Attribute, error.WireType));
    }

    [Fact]
    public void More_required_members_than_a_word_has_bits_are_all_checked()
    {
        var attributes = Enumerable.Range(0, 70).Select(static i => $$"""{"N":"{{i}}"}""").ToArray();
        string Item(int without) => "{" + string.Join(
            ",", attributes.Select(static (a, i) => $"\"P{i:00}\":{a}").Where((_, i) => i != without)) + "}";

        var read = Image.Read(Item(without: -1), WideImage.Read);

        Assert.Equal((0, 64, 69), (read.P00, read.P64, read.P69));
        Assert.All(Enumerable.Range(0, 70), i => Assert.Equal($"P{i:00}", Image.Refuses(Item(i), WideImage.Read).Attribute));
    }

    [Fact]
    public void A_positional_record_has_its_defaults_and_initial_values()
    {
        var read = Image.Read("""{"Source":{"S":"bank"},"Amount":{"N":"5"}}""", MoneyImage.Read);

        Assert.Equal(new Money(5) { Source = "bank" }, read);
    }

    [Fact]
    public void A_positional_record_reads_everything_in_any_order()
    {
        var read = Image.Read(
            """
            {"Note":{"NULL":true},"Factor":{"N":"2"},"Scale":{"NULL":true},"Color":{"S":"Red"},"Currency":{"S":"CHF"},
             "Source":{"S":"bank"},"Amount":{"N":"5"}}
            """,
            MoneyImage.Read);

        Assert.Equal(new Money(5, "CHF", Color.Red, null, 2) { Source = "bank", Note = null }, read);
    }

    [Theory]
    [InlineData("""{"Source":{"S":"bank"}}""", "Amount")]
    [InlineData("""{"Amount":{"N":"5"}}""", "Source")]
    [InlineData("""{"Amount":{"N":"5"},"Source":{"S":"bank"},"Currency":{"NULL":true}}""", "Currency")]
    public void A_constructor_gets_no_null_that_it_does_not_take(string json, string attribute) =>
        Assert.Equal(attribute, Image.Refuses(json, MoneyImage.Read).Attribute);

    [Fact]
    public void The_annotated_constructor_is_called_though_it_is_private()
    {
        var read = Image.Read("""{"Id":{"S":"l-1"}}""", LedgerImage.Read);

        Assert.Equal(("l-1", 3), (read.Id, read.Count));
    }

    [Fact]
    public void A_constructor_that_sets_required_members_lifts_the_check() =>
        Assert.Equal("from the constructor", Image.Read("{}", RelaxedImage.Read).Key);

    [Fact]
    public void Structs_of_all_kinds_are_read()
    {
        Assert.Equal(new Point(1, 2), Image.Read("""{"Y":{"N":"2"},"X":{"N":"1"}}""", PointImage.Read));

        var box = Image.Read("""{"Width":{"N":"1"},"Depth":{"N":"3"}}""", BoxImage.Read);
        Assert.Equal((1, 9, 3), (box.Width, box.Height, box.Depth));

        var flat = Image.Read("""{"Width":{"N":"1"},"Height":{"N":"2"}}""", FlatImage.Read);
        Assert.Equal((1, 2), (flat.Width, flat.Height));

        var frozen = Image.Read("""{"Width":{"N":"1"},"Height":{"N":"2"}}""", FrozenImage.Read);
        Assert.Equal((1, 2), (frozen.Width, frozen.Height));
    }

    [Fact]
    public void Required_members_of_structs_are_checked_too()
    {
        Assert.Equal("Y", Image.Refuses("""{"X":{"N":"1"}}""", PointImage.Read).Attribute);
        Assert.Equal("Width", Image.Refuses("{}", BoxImage.Read).Attribute);
        Assert.Equal("Width", Image.Refuses("{}", FlatImage.Read).Attribute);
        Assert.Equal("Height", Image.Refuses("{}", FrozenImage.Read).Attribute);
    }

    [Fact]
    public void Members_of_a_generic_base_and_strange_names_are_read()
    {
        var read = Image.Read(
            """{"Value":{"N":"3"},"class":{"S":"a"},"w\"eird ü":{"S":"b"}}""", ClosedImage.Read);

        Assert.Equal((3, "a", "b"), (read.Value, read.@class, read.Weird));
    }
}
