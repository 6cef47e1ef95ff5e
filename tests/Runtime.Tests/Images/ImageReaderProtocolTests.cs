using System.Text;
using System.Text.Json;
using DynamoHandlers.Images;

namespace DynamoHandlers.Runtime.Tests.Images;

public sealed class ImageReaderProtocolTests
{
    [Fact]
    public void Attributes_come_in_the_images_order_with_their_names_and_types()
    {
        var reader = new ImageReader(
            """ { "id" : { "S" : "1" } , "n" : { "N" : "2" }, "b":{"BOOL":true}, "x":{"NULL":true} } """u8);
        var seen = new List<string>();

        reader.BeginMap(typeof(object));
        while (reader.NextAttribute())
        {
            seen.Add($"{reader.GetName()} {reader.WireType}");
            reader.Skip();
        }

        Assert.Equal(["id String", "n Number", "b Boolean", "x Null"], seen);
    }

    [Fact]
    public void A_nested_map_and_a_list_are_entered_and_left()
    {
        var reader = new ImageReader(
            """{"o":{"M":{"lines":{"L":[{"N":"1"},{"M":{"q":{"N":"2"}}},{"L":[]}]},"e":{"M":{}}}},"last":{"S":"x"}}"""u8);

        reader.BeginMap(typeof(object));
        Assert.True(reader.NextAttribute());
        reader.BeginMap(typeof(object));
        Assert.True(reader.NextAttribute());
        reader.BeginList(typeof(object));
        Assert.True(reader.NextElement());
        Assert.Equal(1, reader.ReadInt32());
        Assert.True(reader.NextElement());
        reader.BeginMap(typeof(object));
        Assert.True(reader.NextAttribute());
        Assert.True(reader.IsNamed("q"u8));
        Assert.Equal(2, reader.ReadInt32());
        Assert.False(reader.NextAttribute());
        Assert.True(reader.NextElement());
        reader.BeginList(typeof(object));
        Assert.False(reader.NextElement());
        Assert.False(reader.NextElement());
        Assert.True(reader.NextAttribute());
        reader.BeginMap(typeof(object));
        Assert.False(reader.NextAttribute());
        Assert.False(reader.NextAttribute());
        Assert.True(reader.NextAttribute());
        Assert.True(reader.IsNamed("last"u8));
        Assert.Equal("x", reader.ReadString());
        Assert.False(reader.NextAttribute());
    }

    [Theory]
    [InlineData("""{"SS":["1","2"]}""", WireType.String)]
    [InlineData("""{"NS":["1","2"]}""", WireType.Number)]
    public void A_set_is_read_like_a_list_of_its_elements_type(string value, WireType elementType)
    {
        var sum = Reading.Value(value, (ref ImageReader reader) =>
        {
            var sum = 0;
            reader.BeginList(typeof(int[]));
            while (reader.NextElement())
            {
                Assert.Equal(elementType, reader.WireType);
                sum += reader.ReadInt32();
            }

            return sum;
        });

        Assert.Equal(3, sum);
    }

    [Fact]
    public void A_set_of_binaries_gives_bytes() => Assert.Equal([1, 2], Reading.Value("""{"BS":["AQI="]}""", (ref ImageReader reader) =>
    {
        reader.BeginList(typeof(byte[][]));
        Assert.True(reader.NextElement());
        var bytes = reader.ReadBytes();
        Assert.False(reader.NextElement());
        return bytes;
    }));

    [Fact]
    public void Names_and_types_may_be_written_with_escapes()
    {
        var reader = new ImageReader("""{"\u0061b\"\u00e9":{"\u0053":"x"}}"""u8);
        reader.BeginMap(typeof(object));
        reader.NextAttribute();

        Assert.True(reader.IsNamed("ab\"é"u8));
        Assert.False(reader.IsNamed("ab"u8));
        Assert.Equal("ab\"é", reader.GetName());
        Assert.Equal("x", reader.ReadString());
    }

    [Fact]
    public void TryReadNull_takes_only_NULL()
    {
        Assert.True(Reading.Value("""{"NULL":true}""", (ref ImageReader reader) => reader.TryReadNull()));
        Assert.Equal("x", Reading.Value(
            """{"S":"x"}""", (ref ImageReader reader) => reader.TryReadNull() ? "null" : reader.ReadString()));
    }

    [Fact]
    public void Skip_passes_over_values_of_every_type_and_the_image_itself()
    {
        foreach (var value in AllTypes)
        {
            Reading.Value(value, (ref ImageReader reader) => { reader.Skip(); return 0; });
        }

        var image = new ImageReader("""{"a":{"S":"1"}}"""u8);
        image.Skip();
        Assert.Equal(WireType.None, image.WireType);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("[]", "")]
    [InlineData("{", "")]
    [InlineData("""{"a":{"S":"x"}""", "")]
    [InlineData("""{"a":{"S":"x"}} {}""", "")]
    [InlineData("""{"a":{"S":"x"},}""", "")]
    [InlineData("""{"a":{}}""", "a")]
    [InlineData("""{"a":"x"}""", "a")]
    [InlineData("""{"a":{"s":"x"}}""", "a")]
    [InlineData("""{"a":{"S":"x","N":"1"}}""", "a")]
    [InlineData("""{"a":{"S":1}}""", "a")]
    [InlineData("""{"a":{"N":1}}""", "a")]
    [InlineData("""{"a":{"BOOL":"true"}}""", "a")]
    [InlineData("""{"a":{"NULL":false}}""", "a")]
    [InlineData("""{"a":{"NULL":null}}""", "a")]
    [InlineData("""{"a":{"M":[]}}""", "a")]
    [InlineData("""{"a":{"L":{}}}""", "a")]
    [InlineData("""{"a":{"L":["x"]}}""", "a[0]")]
    [InlineData("""{"a":{"L":[{"S":"x"},{"Q":"x"}]}}""", "a[1]")]
    [InlineData("""{"a":{"SS":["x",{"S":"x"}]}}""", "a[1]")]
    [InlineData("""{"a":{"M":{"b":{"L":[{"M":{"c":{"B":null}}}]}}}}""", "a.b[0].c")]
    public void What_is_not_DynamoDBs_JSON_is_an_error_with_its_place(string image, string path)
    {
        var error = Assert.Throws<MappingException>(() => ReadAll(image));

        Assert.Contains("malformed at byte ", error.Message, StringComparison.Ordinal);
        Assert.StartsWith(path, error.Attribute ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"a":{"S":"x","N":"1"}}""", "the attribute value has more than one type")]
    [InlineData("""{"a":{}}""", "the attribute value has no type")]
    [InlineData("""{"a":{"T":"x"}}""", "the attribute value's type is unknown")]
    [InlineData("""{"a":{"N":1}}""", "this is no JSON value for the type N")]
    [InlineData("""{"a":{"NS":[1]}}""", "an element of the type NS must be a JSON string")]
    [InlineData("""{"a":{"S":"\ud800"}}""", "this text is not valid Unicode")]
    [InlineData("""{} {}""", "something follows the item's end")]
    [InlineData("""[]""", "an item image must be a JSON object")]
    public void The_error_says_what_is_wrong(string image, string expected)
    {
        var error = Assert.Throws<MappingException>(() => ReadAll(image));

        Assert.EndsWith($": {expected}.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Invalid_JSON_keeps_the_parsers_error_and_names_the_byte()
    {
        var error = Assert.Throws<MappingException>(() => ReadAll("""{"a":{"S":"x"},"b"}"""));

        Assert.IsType<JsonException>(error.InnerException, exactMatch: false);
        Assert.Contains("at byte 18", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_nested_as_deep_as_DynamoDB_allows_are_read_and_endless_nesting_is_an_error()
    {
        ReadAll(Nested(32));
        Assert.Throws<MappingException>(() => ReadAll(Nested(500)));

        static string Nested(int levels) =>
            "{\"a\":" + string.Concat(Enumerable.Repeat("{\"M\":{\"a\":", levels)) + "{\"S\":\"x\"}"
            + string.Concat(Enumerable.Repeat("}}", levels)) + "}";
    }

    [Fact]
    public void Calls_out_of_turn_are_reported()
    {
        Assert.Throws<InvalidOperationException>(() => { new ImageReader("{}"u8).NextAttribute(); });
        Assert.Throws<InvalidOperationException>(() => { new ImageReader("{}"u8).NextElement(); });
        Assert.Throws<InvalidOperationException>(() =>
        {
            var reader = new ImageReader("""{"a":{"S":"1"}}"""u8);
            reader.BeginMap(typeof(object));
            reader.ReadString();
        });
        Assert.Throws<InvalidOperationException>(() =>
        {
            var reader = new ImageReader("""{"a":{"S":"1"}}"""u8);
            reader.BeginMap(typeof(object));
            reader.NextAttribute();
            reader.NextAttribute();
        });
        Assert.Throws<InvalidOperationException>(() =>
        {
            var reader = new ImageReader("""{"a":{"L":[]}}"""u8);
            reader.BeginMap(typeof(object));
            reader.NextAttribute();
            reader.BeginList(typeof(object));
            reader.NextAttribute();
        });
        Assert.Throws<InvalidOperationException>(() =>
        {
            var reader = new ImageReader("{}"u8);
            reader.BeginMap(typeof(object));
            reader.NextAttribute();
            reader.Skip();
        });
    }

    public static readonly string[] AllTypes =
    [
        """{"S":"x"}""", """{"N":"1"}""", """{"B":"AQ=="}""", """{"BOOL":false}""", """{"NULL":true}""",
        """{"M":{"x":{"S":"y"}}}""", """{"L":[{"S":"y"},{"L":[]}]}""", """{"SS":["x"]}""", """{"NS":["1"]}""", """{"BS":["AQ=="]}""",
    ];

    private static void ReadAll(string image)
    {
        var reader = new ImageReader(Encoding.UTF8.GetBytes(image));
        ReadAll(ref reader);
    }

    private static void ReadAll(ref ImageReader reader)
    {
        switch (reader.WireType)
        {
            case WireType.Map:
                reader.BeginMap(typeof(object));
                while (reader.NextAttribute())
                {
                    ReadAll(ref reader);
                }

                break;
            case WireType.List or WireType.StringSet or WireType.NumberSet or WireType.BinarySet:
                reader.BeginList(typeof(object));
                while (reader.NextElement())
                {
                    ReadAll(ref reader);
                }

                break;
            case WireType.String:
                reader.ReadString();
                break;
            default:
                reader.Skip();
                break;
        }
    }
}
