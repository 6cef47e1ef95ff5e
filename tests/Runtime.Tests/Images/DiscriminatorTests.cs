using System.Text;
using DynamoHandlers.Images;

namespace DynamoHandlers.Runtime.Tests.Images;

public sealed class DiscriminatorTests
{
    [Theory]
    [InlineData("""{"t":{"S":"a"}}""")]
    [InlineData("""{"x":{"L":[{"M":{"t":{"S":"b"}}}]},"t":{"S":"a"}}""")]
    [InlineData("""{"t":{"NULL":true},"\u0074":{"S":"\u0061"}}""")]
    [InlineData("""{"t":{"N":"a"}}""")]
    public void An_attribute_is_found_wherever_it_stands(string json)
    {
        var reader = Reader(json);

        Assert.True(reader.SeekAttribute("t"u8, typeof(string)));
        Assert.True(reader.IsText("a"u8));
        Assert.False(reader.IsText("b"u8));
        Assert.Equal("a", reader.ReadString());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"T":{"S":"a"},"x":{"M":{"t":{"S":"a"}}}}""")]
    [InlineData("""{"t":{"NULL":true}}""")]
    public void An_attribute_that_is_absent_or_NULL_is_not_found(string json)
    {
        var reader = Reader(json);

        Assert.False(reader.SeekAttribute("t"u8, typeof(string)));
        Assert.Equal("t", Missing(reader).Attribute);
    }

    [Theory]
    [InlineData("""{"t":{"BOOL":true}}""")]
    [InlineData("""{"t":{"SS":["a"]}}""")]
    public void What_is_no_text_equals_none(string json)
    {
        var reader = Reader(json);

        Assert.True(reader.SeekAttribute("t"u8, typeof(string)));
        Assert.False(reader.IsText("a"u8));
        Assert.False(reader.IsText("true"u8));
    }

    [Fact]
    public void A_copy_that_sought_leaves_the_reader_where_it_was()
    {
        var reader = Reader("""{"m":{"M":{"x":{"N":"1"},"t":{"S":"a"}}},"y":{"N":"2"}}""");
        reader.BeginMap(typeof(object));
        reader.NextAttribute();
        var copy = reader;

        Assert.True(copy.SeekAttribute("t"u8, typeof(object)));
        reader.BeginMap(typeof(object));
        Assert.True(reader.NextAttribute());
        Assert.Equal(1, reader.ReadInt32());
        Assert.True(reader.NextAttribute());
        Assert.Equal("a", reader.ReadString());
        Assert.False(reader.NextAttribute());
        Assert.True(reader.NextAttribute());
        Assert.Equal(2, reader.ReadInt32());
    }

    [Fact]
    public void An_unknown_type_is_an_error_that_says_what_is_known()
    {
        var reader = Reader("""{"t":{"S":"cow"}}""");
        reader.SeekAttribute("t"u8, typeof(string));
        var error = Assert.IsType<MappingException>(reader.UnknownType(typeof(string), "'dog', 'cat'"));

        Assert.Equal(("t", WireType.String, typeof(string)), (error.Attribute, error.WireType, error.TargetType));
        Assert.Contains("(\"cow\")", error.Message, StringComparison.Ordinal);
        Assert.Contains("known are 'dog', 'cat'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"x":{"S":"a"}""")]
    [InlineData("""{"x":{"S":"a"},"t":{"S":1}}""")]
    [InlineData("[]")]
    public void What_is_malformed_before_it_is_an_error(string json)
    {
        MappingException? error = null;
        try
        {
            var reader = Reader(json);
            reader.SeekAttribute("t"u8, typeof(string));
        }
        catch (MappingException e)
        {
            error = e;
        }

        Assert.Contains("malformed at byte", error!.Message, StringComparison.Ordinal);
    }

    private static ImageReader Reader(string json) => new(Encoding.UTF8.GetBytes(json));

    private static MappingException Missing(ImageReader reader)
    {
        try
        {
            reader.ThrowMissing("t", typeof(string));
        }
        catch (MappingException e)
        {
            return e;
        }

        return null!;
    }
}
