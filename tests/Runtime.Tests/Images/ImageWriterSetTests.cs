using DynamoHandlers.Images;

namespace DynamoHandlers.Runtime.Tests.Images;

public sealed class ImageWriterSetTests
{
    [Fact]
    public void Texts_numbers_and_binaries_make_sets()
    {
        Assert.Equal("""{"SS":["b","a"]}""", Set(static w => { w.WriteString("b"); w.WriteString("a"); }));
        Assert.Equal("""{"NS":["1","2.5"]}""", Set(static w => { w.WriteInt32(1); w.WriteDouble(2.5); }));
        Assert.Equal("""{"BS":["AQ==",""]}""", Set(static w => { w.WriteBytes([1]); w.WriteBytes([]); }));
    }

    [Fact]
    public void Equal_elements_are_written_once()
    {
        Assert.Equal("""{"SS":["a","A"]}""", Set(static w => { w.WriteString("a"); w.WriteString("A"); w.WriteString("a"); }));
        Assert.Equal("""{"NS":["1.50","0"]}""", Set(static w => { w.WriteDecimal(1.50m); w.WriteDecimal(1.5m); w.WriteInt32(0); w.WriteDecimal(0.0m); }));
        Assert.Equal("""{"BS":["AQ=="]}""", Set(static w => { w.WriteBytes([1]); w.WriteBytes([1]); }));
    }

    [Fact]
    public void What_is_none_of_the_sets_is_a_list()
    {
        Assert.Equal("""{"L":[]}""", Set(static _ => { }));
        Assert.Equal("""{"L":[{"S":"a"},{"NULL":true},{"S":"a"}]}""", Set(static w => { w.WriteString("a"); w.WriteNull(); w.WriteString("a"); }));
        Assert.Equal("""{"L":[{"BOOL":true},{"BOOL":false}]}""", Set(static w => { w.WriteBoolean(true); w.WriteBoolean(false); }));
        Assert.Equal("""{"L":[{"S":"a"},{"N":"1"},{"B":"AQ=="}]}""", Set(static w => { w.WriteString("a"); w.WriteInt32(1); w.WriteBytes([1]); }));
    }

    [Fact]
    public void Scalar_lists_are_sets_in_V1_only()
    {
        static void Write(ImageWriter w)
        {
            w.BeginScalarList();
            w.WriteBoolean(true);
            w.WriteBoolean(true);
            w.EndList();
        }

        Assert.Equal("""{"L":[{"BOOL":true},{"BOOL":true}]}""", Writing.Value(Write));
        Assert.Equal("""{"NS":["1"]}""", Writing.Value(Write, ConversionSchema.V1));
    }

    [Theory]
    [InlineData(ConversionSchema.V2, """{"list":{"L":[]},"before":{"N":"1"},"after":{"N":"2"}}""")]
    [InlineData(ConversionSchema.V1, """{"before":{"N":"1"},"after":{"N":"2"}}""")]
    public void An_attribute_that_is_a_set_without_elements_can_be_left_out(ConversionSchema conversion, string expected) =>
        Assert.Equal(expected, Writing.Image(
            static w =>
            {
                w.WriteOptionalName("list"u8);
                w.BeginScalarList();
                w.EndList();
                w.WriteOptionalName("before"u8);
                w.WriteInt32(1);
                w.WriteOptionalName("set"u8);
                w.BeginSet();
                w.EndList();
                w.WriteName("after"u8);
                w.WriteInt32(2);
            },
            conversion));

    [Fact]
    public void Sets_stand_in_lists() => Assert.Equal(
        """{"L":[{"NS":["1"]},{"L":[]},{"NS":["2"]}]}""",
        Writing.Value(static w =>
        {
            w.BeginList();
            w.BeginSet();
            w.WriteInt32(1);
            w.EndList();
            w.BeginSet();
            w.EndList();
            w.BeginSet();
            w.WriteInt32(2);
            w.EndList();
            w.EndList();
        }));

    private static string Set(Action<ImageWriter> elements) => Writing.Value(w =>
    {
        w.BeginSet();
        elements(w);
        w.EndList();
    });
}
