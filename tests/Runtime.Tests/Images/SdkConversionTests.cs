using Amazon.DynamoDBv2.DataModel;
using Amazon.DynamoDBv2.DocumentModel;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Images;

namespace DynamoHandlers.Runtime.Tests.Images;

public sealed class SdkConversionTests
{
    [Fact]
    public void A_value_goes_to_the_converter_as_an_entry_and_back()
    {
        var reader = At("""{"S":"5 pieces"}""");

        Assert.Equal(5, SdkConversion.Read<int>(ref reader, new Pieces()));
        Assert.False(reader.NextAttribute());
        Assert.Equal("5 pieces", Convert(new Pieces(), 5)!.S);
    }

    [Fact]
    public void Null_is_no_attribute_and_what_converts_to_null_is_the_default()
    {
        var reader = At("""{"S":"x"}""");

        Assert.Equal(0, SdkConversion.Read<int>(ref reader, new Nothing()));
        Assert.Null(Convert(new Nothing(), 5));
        Assert.Null(Convert<int?>(new Pieces(), null));
    }

    [Fact]
    public void Flags_are_written_as_the_conversion_has_them()
    {
        Assert.True(Convert(new Flags(), 1)!.BOOL);
        Assert.Equal("1", Convert(new Flags(), 1, ConversionSchema.V1)!.N);
    }

    [Fact]
    public void A_converter_that_throws_is_a_mapping_error_at_the_value()
    {
        MappingException? error = null;
        try
        {
            var reader = At("""{"S":"many"}""");
            SdkConversion.Read<int>(ref reader, new Pieces());
        }
        catch (MappingException e)
        {
            error = e;
        }

        Assert.Equal(("a", WireType.String, typeof(int)), (error!.Attribute, error.WireType, error.TargetType));
        Assert.IsType<FormatException>(error.InnerException);
    }

    [Fact]
    public void A_converter_that_throws_in_writing_is_a_mapping_error_at_the_attribute()
    {
        using var writer = new ImageWriter();
        writer.BeginMap();
        writer.WriteName("lines"u8);
        writer.BeginList();
        writer.WriteNull();
        writer.BeginMap();

        var error = Assert.Throws<MappingException>(() => SdkConversion.ToAttributeValue(new Failing(), 5, writer, "count"));

        Assert.Equal(("lines[1].count", typeof(int)), (error.Attribute, error.TargetType));
        Assert.IsType<FormatException>(error.InnerException);
    }

    [Fact]
    public void A_converter_that_throws_at_an_element_is_a_mapping_error_at_the_element()
    {
        using var writer = new ImageWriter();
        writer.BeginMap();
        writer.WriteName("counts"u8);
        writer.BeginList();
        writer.WriteInt32(1);

        var error = Assert.Throws<MappingException>(() => SdkConversion.ToAttributeValue(new Failing(), 5, writer));

        Assert.Equal("counts[1]", error.Attribute);
    }

    private static AttributeValue? Convert<T>(
        IPropertyConverter converter, T value, ConversionSchema conversion = ConversionSchema.V2)
    {
        using var writer = new ImageWriter(conversion);
        return SdkConversion.ToAttributeValue(converter, value, writer);
    }

    private static ImageReader At(string value)
    {
        var reader = new ImageReader(System.Text.Encoding.UTF8.GetBytes($$"""{"a":{{value}}}"""));
        reader.BeginMap(typeof(object));
        reader.NextAttribute();
        return reader;
    }

    private sealed class Pieces : IPropertyConverter
    {
        public DynamoDBEntry ToEntry(object value) => $"{value} pieces";

        public object FromEntry(DynamoDBEntry entry) => int.Parse(entry.AsString().Split(' ')[0]);
    }

    private sealed class Failing : IPropertyConverter
    {
        public DynamoDBEntry ToEntry(object value) => throw new FormatException("no");

        public object FromEntry(DynamoDBEntry entry) => 0;
    }

    private sealed class Nothing : IPropertyConverter
    {
        public DynamoDBEntry? ToEntry(object value) => null;

        public object? FromEntry(DynamoDBEntry entry) => null;
    }

    private sealed class Flags : IPropertyConverter
    {
        public DynamoDBEntry ToEntry(object value) => (DynamoDBEntry)((int)value != 0);

        public object FromEntry(DynamoDBEntry entry) => entry.AsBoolean() ? 1 : 0;
    }
}
