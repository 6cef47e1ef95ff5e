using System.Collections.Immutable;
using System.Text;
using DynamoHandlers.Mapping.Tests.Entities;

namespace DynamoHandlers.Mapping.Tests;

/// <summary>Members that stand in the way of ordinary code, or of each other.</summary>
public sealed class ObstacleTests
{
    [Fact]
    public void Members_whose_names_a_derived_type_uses_for_something_else_are_read_and_written()
    {
        const string Json =
            """{"Number":{"N":"4"},"Kind":{"S":"k"},"Label":{"S":"l"},"Inner":{"S":"i"}}""";

        var read = Image.Read(Json, CoveredImage.Read);

        CoveredBase members = read;
        Assert.Equal(("k", "l", 4, "i"), (members.Kind, members.Label, members.Number, members.Inner));
        Assert.Equal(7, read.Label);
        Assert.Equal(
            Image.Read(Json, ImmutableSortedDictionaryOf), Image.Read(Text(CoveredImage.Write(read)), ImmutableSortedDictionaryOf));
    }

    [Fact]
    public void Private_fields_and_what_is_obsolete_as_an_error_are_reached_all_the_same()
    {
        const string Json = """{"secret":{"S":"s"},"Old":{"N":"3"},"Struct":{"M":{"x":{"N":"5"}}}}""";

        var read = Image.Read(Json, GuardedImage.Read);

        Assert.Equal(("s", 5), (read.Reveal(), read.Struct.Reveal()));
        Assert.Equal(Json, Text(GuardedImage.Write(read)));
        Assert.Equal("initial", Image.Read("{}", GuardedImage.Read).Reveal());
    }

    [Fact]
    public void A_member_that_shows_the_discriminator_does_not_write_it_a_second_time()
    {
        var tray = new Tray { First = new Letter { Type = "other", Inside = { new Letter(), new Mail { Type = "letter" } } } };

        var text = Text(TrayImage.Write(tray));

        Assert.Equal(
            """{"First":{"M":{"$type":{"S":"letter"},"Inside":{"L":[{"M":{"$type":{"S":"letter"},"Inside":{"L":[]}}},{"M":{"$type":{"S":"letter"},"Inside":{"L":[]}}}]}}},"_et":{"S":"tray"},"Rows":{"L":[]}}""",
            text);
        var first = Assert.IsType<Letter>(Image.Read(text, TrayImage.Read).First);
        Assert.Equal("letter", first.Type);
        Assert.Equal("""{"$type":{"S":"mine"},"Inside":{"L":[]}}""", Text(LetterImage.Write(new Letter { Type = "mine" })));
    }

    [Fact]
    public void The_default_of_an_immutable_array_comes_back_as_an_element()
    {
        var read = Image.Read(
            Text(TrayImage.Write(new Tray { Rows = { default, ImmutableArray.Create(1) } })), TrayImage.Read);

        Assert.True(read.Rows[0].IsDefault);
        Assert.Equal([1], read.Rows[1]);
    }

    [Theory]
    [InlineData(null, "", "g", """{"Id":{"S":"i"},"Given":{"S":"g"}}""")]
    [InlineData("", "", "", """{"Id":{"S":"i"},"Given":{"S":""}}""")]
    [InlineData("n", "e", "x", """{"Id":{"S":"i"},"None":{"S":"n"},"Empty":{"S":"e"},"Given":{"S":"x"}}""")]
    public void What_a_parameters_default_says_is_left_out(string? none, string empty, string given, string json) =>
        Assert.Equal(json, Text(OptionalsImage.Write(new("i", none, empty, given))));

    [Fact]
    public void Types_that_differ_in_annotations_only_are_read_each_by_its_own()
    {
        const string Partial = """{"Partial":{"M":{"First":{"N":"1"}}}}""";
        const string Full = """{"Full":{"M":{"First":{"N":"1"},"Second":{"NULL":true}}}}""";

        Assert.Equal(new Pair<int, string?>(1, null), Image.Read(Partial, AnnotationsImage.Read).Partial);
        Assert.Equal(new Pair<int, string?>(1, null), Image.Read(Partial, Annotations2Image.Read).Partial);
        Assert.Equal("Full.Second", Image.Refuses(Full, AnnotationsImage.Read).Attribute);
        Assert.Equal("Full.Second", Image.Refuses(Full, Annotations2Image.Read).Attribute);
    }

    private static ImmutableSortedDictionary<string, string> ImmutableSortedDictionaryOf(ReadOnlySpan<byte> image) =>
        DynamoHandlers.Images.ImageItem.FromImage(image).ToImmutableSortedDictionary(p => p.Key, p => p.Value.S ?? p.Value.N);

    private static string Text(byte[] image) => Encoding.UTF8.GetString(image);
}
