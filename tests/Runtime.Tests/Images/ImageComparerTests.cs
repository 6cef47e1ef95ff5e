using System.Text;
using DynamoHandlers.Images;

namespace DynamoHandlers.Runtime.Tests.Images;

public sealed class ImageComparerTests
{
    [Theory]
    [InlineData("""{"N":"1"}""", """{"N":"1.0"}""")]
    [InlineData("""{"N":"1"}""", """{"N":"1E0"}""")]
    [InlineData("""{"N":"0.10"}""", """{"N":"0.1"}""")]
    [InlineData("""{"N":"-0"}""", """{"N":"0"}""")]
    [InlineData("""{"N":"0E99"}""", """{"N":"0"}""")]
    [InlineData("""{"N":"12345678901234567890123456789012345678"}""", """{"N":"1.2345678901234567890123456789012345678E37"}""")]
    [InlineData("""{"S":"a"}""", """{ "S" : "\u0061" }""")]
    [InlineData("""{"SS":["a","b"]}""", """{"SS":["b","\u0061"]}""")]
    [InlineData("""{"NS":["1","2"]}""", """{"NS":["2.0","1"]}""")]
    [InlineData("""{"BS":["AQ==","Ag=="]}""", """{"BS":["Ag==","AQ=\u003d"]}""")]
    [InlineData("""{"M":{"a":{"N":"1"},"b":{"L":[{"N":"2"}]}}}""", """{"M":{"b":{"L":[{"N":"2.0"}]},"a":{"N":"1.0"}}}""")]
    [InlineData("""{"NULL":true}""", """{"NULL": true}""")]
    [InlineData("""{"BOOL":true}""", """{"BOOL": true}""")]
    public void What_means_the_same_has_not_changed(string one, string other) => Assert.False(Changed(one, other));

    [Theory]
    [InlineData("""{"N":"1"}""", """{"N":"1.1"}""")]
    [InlineData("""{"N":"1"}""", """{"N":"-1"}""")]
    [InlineData("""{"N":"1"}""", """{"N":"10"}""")]
    [InlineData("""{"N":"12345678901234567890123456789012345678"}""", """{"N":"12345678901234567890123456789012345679"}""")]
    [InlineData("""{"N":"1"}""", """{"S":"1"}""")]
    [InlineData("""{"N":"1"}""", """{"BOOL":true}""")]
    [InlineData("""{"S":"a"}""", """{"S":"A"}""")]
    [InlineData("""{"S":""}""", """{"NULL":true}""")]
    [InlineData("""{"BOOL":true}""", """{"BOOL":false}""")]
    [InlineData("""{"SS":["a","b"]}""", """{"SS":["a"]}""")]
    [InlineData("""{"SS":["1"]}""", """{"NS":["1"]}""")]
    [InlineData("""{"SS":["a"]}""", """{"L":[{"S":"a"}]}""")]
    [InlineData("""{"L":[{"S":"a"},{"S":"b"}]}""", """{"L":[{"S":"b"},{"S":"a"}]}""")]
    [InlineData("""{"L":[{"S":"a"}]}""", """{"L":[{"S":"a"},{"S":"a"}]}""")]
    [InlineData("""{"M":{"a":{"S":"x"}}}""", """{"M":{"b":{"S":"x"}}}""")]
    [InlineData("""{"M":{"a":{"S":"x"}}}""", """{"M":{"a":{"S":"x"},"b":{"NULL":true}}}""")]
    public void What_means_something_else_has_changed(string one, string other)
    {
        Assert.True(Changed(one, other));
        Assert.True(Changed(other, one));
    }

    [Fact]
    public void Absent_and_NULL_are_different_and_an_empty_image_has_no_attributes()
    {
        Assert.True(ImageComparer.Changed("{}"u8, """{"a":{"NULL":true}}"""u8, "a"u8));
        Assert.True(ImageComparer.Changed(""u8, """{"a":{"NULL":true}}"""u8, "a"u8));
        Assert.False(ImageComparer.Changed(""u8, "{}"u8, "a"u8));
        Assert.False(ImageComparer.Changed(""u8, ""u8, "a"u8));
    }

    [Fact]
    public void Other_attributes_and_nested_ones_of_the_same_name_do_not_count() =>
        Assert.False(ImageComparer.Changed(
            """{"x":{"M":{"a":{"S":"1"}}},"a":{"S":"same"}}"""u8,
            """{"a":{"S":"same"},"x":{"M":{"a":{"S":"2"}}},"y":{"S":"new"}}"""u8,
            "a"u8));

    [Fact]
    public void Nothing_is_allocated_where_bytes_decide()
    {
        var old = """{"x":{"S":"1"},"a":{"M":{"b":{"N":"1"}}},"z":{"N":"1"}}"""u8.ToArray();
        var @new = """{"x":{"S":"2"},"a":{"M":{"b":{"N":"1"}}}}"""u8.ToArray();
        ImageComparer.Changed(old, @new, "a"u8);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var changed = ImageComparer.Changed(old, @new, "a"u8) || !ImageComparer.Changed(old, @new, "z"u8);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.False(changed);
    }

    [Fact]
    public void A_malformed_value_is_named_by_its_path_in_the_image()
    {
        var error = Assert.Throws<MappingException>(() => ImageComparer.Changed(
            """{"a":{"M":{"b":{"L":[{"S":"1"}]}}}}"""u8, """{"x":{"S":"1"},"a":{"M":{"b":{"L":[{"Q":"1"}]}}}}"""u8, "a"u8));

        Assert.Equal("a.b[0]", error.Attribute);
    }

    [Theory]
    [InlineData("""{"a":{"M":{"c":{"S":"x"}}}}""", """{"a":{"M":{"d":{"N":"1"},"c":{"S":"x"}}}}""", false)]
    [InlineData("""{"a":{"M":{"c":{"N":"1"}}}}""", """{"a":{"M":{"\u0063":{"N":"1.0"}}}}""", false)]
    [InlineData("""{"a":{"M":{"c":{"S":"x"}}}}""", """{"a":{"M":{"c":{"S":"y"}}}}""", true)]
    [InlineData("""{"a":{"M":{"c":{"S":"x"}}}}""", """{"a":{"M":{}}}""", true)]
    [InlineData("""{"a":{"M":{"c":{"S":"x"}}}}""", """{}""", true)]
    [InlineData("""{"a":{"M":{"c":{"NULL":true}}}}""", """{"a":{"M":{}}}""", true)]
    [InlineData("""{"a":{"NULL":true}}""", """{"a":{"M":{}}}""", false)]
    [InlineData("""{"a":{"S":"c"}}""", """{"c":{"S":"x"}}""", false)]
    [InlineData("", """{"a":{"M":{"c":{"S":"x"}}}}""", true)]
    public void A_path_reaches_into_maps_and_what_is_in_no_map_is_absent(string old, string @new, bool changed)
    {
        var path = new AttributePath("a", "c");

        Assert.Equal(changed, ImageComparer.Changed(Encoding.UTF8.GetBytes(old), Encoding.UTF8.GetBytes(@new), path));
        Assert.Equal(changed, ImageComparer.Changed(Encoding.UTF8.GetBytes(@new), Encoding.UTF8.GetBytes(old), path));
    }

    [Fact]
    public void A_value_that_was_found_is_read_by_its_own_method()
    {
        var image = """{"x":{"M":{"b":{"L":[]}}},"a":{"M":{"b":{"N":"1"},"c":{"N":"7"}}},"z":{"S":""}}"""u8;

        Assert.True(ImageLookup.TryFind(image, new AttributePath("a", "c"), out var found));
        Assert.Equal(7, found.ReadInt32());
        Assert.False(ImageLookup.TryFind(image, new AttributePath("a", "c", "d"), out _));
        Assert.False(ImageLookup.TryFind(image, "c"u8, out _));
        Assert.Equal("a.c", new AttributePath("a", "c").ToString());
        Assert.Throws<ArgumentException>(static () => new AttributePath());
    }

    private static bool Changed(string old, string @new) => ImageComparer.Changed(
        Encoding.UTF8.GetBytes($$"""{"x":{"S":"y"},"a":{{old}} }"""),
        Encoding.UTF8.GetBytes($$"""{"a":{{@new}},"x":{"S":"z"} }"""),
        "a"u8);
}
