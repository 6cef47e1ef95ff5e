using DynamoHandlers.Images;
using DynamoHandlers.Mapping.Tests.Entities;

namespace DynamoHandlers.Mapping.Tests;

public sealed class ConverterTests
{
    [Fact]
    public void A_converter_of_a_member_reads_it()
    {
        var read = Image.Read("""{"Total":{"N":"1250"},"Tip":{"N":"99"}}""", ConvertedImage.Read);

        Assert.Equal((12.5m, 0.99m), (read.Total, read.Tip));
    }

    [Fact]
    public void NULL_goes_to_a_converter_only_if_its_type_takes_null()
    {
        var read = Image.Read(
            """{"Total":{"NULL":true},"Tip":{"NULL":true},"Other":{"NULL":true}}""", ConvertedImage.Read);

        Assert.Equal((0m, null, null), (read.Total, read.Tip, read.Other));
    }

    [Fact]
    public void What_is_absent_goes_to_no_converter()
    {
        var read = Image.Read("{}", ConvertedImage.Read);

        Assert.Equal((1m, 1m, "initial"), (read.Total, read.Tip, read.Id));
        Assert.Equal(new Sku("initial"), read.Other);
    }

    [Fact]
    public void A_converter_of_a_type_reads_it_wherever_it_is()
    {
        var read = Image.Read(
            """
            {"Sku":{"S":"a"},"Other":{"S":"b"},"Skus":{"L":[{"S":"c"},{"NULL":true}]},"ByName":{"M":{"k":{"S":"d"}}}}
            """,
            ConvertedImage.Read);

        Assert.Equal((new Sku("<a>"), new Sku("<b>")), (read.Sku, read.Other));
        Assert.Equal([new Sku("<c>"), null], read.Skus);
        Assert.Equal(new Sku("<d>"), read.ByName["k"]);
    }

    [Fact]
    public void A_converter_of_an_assembly_reads_a_type_wherever_it_is()
    {
        var read = Image.Read(
            """{"Time":{"N":"5"},"Maybe":{"NULL":true},"Times":{"L":[{"N":"6"}]}}""", ConvertedImage.Read);

        Assert.Equal(5, read.Time.Ticks);
        Assert.Null(read.Maybe);
        Assert.Equal(6, Assert.Single(read.Times).Ticks);
    }

    [Fact]
    public void An_SDK_converter_of_an_assembly_reads_members_and_not_elements_as_the_SDK_does()
    {
        var read = Image.Read(
            """{"Warmth":{"S":"21°"},"Warmths":{"L":[{"M":{"Degrees":{"N":"4"}}}]}}""", ConvertedImage.Read);

        Assert.Equal(new Temperature(21), read.Warmth);
        Assert.Equal(new Temperature(4), Assert.Single(read.Warmths));
    }

    [Theory]
    [InlineData("""{"S":"x"}""", "String x")]
    [InlineData("""{"N":"1.5"}""", "Numeric 1.5")]
    [InlineData("""{"NULL":true}""", "was NULL")]
    [InlineData("""{"BOOL":true}""", "flag True")]
    [InlineData("""{"M":{"a":{"S":"x"},"b":{"N":"1"}}}""", "map of a,b")]
    [InlineData("""{"L":[{"S":"x"},{"N":"1"}]}""", "list of 2")]
    [InlineData("""{"SS":["x","y"]}""", "set of 2")]
    public void An_SDK_converter_gets_the_SDKs_entry(string value, string expected) =>
        Assert.Equal(expected, Image.Read($$"""{"Id":{{value}}}""", ConvertedImage.Read).Id);

    [Fact]
    public void An_SDK_converter_of_a_collection_reads_the_whole() => Assert.Equal(
        ["a", "b"], Image.Read("""{"tags":{"S":"a,b"}}""", ConvertedImage.Read).Tags!);

    [Fact]
    public void A_failing_SDK_converter_is_a_mapping_error()
    {
        var error = Image.Refuses("""{"Id":{"S":"x"},"tags":{"BOOL":true}}""", ConvertedImage.Read);

        Assert.Equal(("tags", WireType.Boolean, typeof(List<string>)), (error.Attribute, error.WireType, error.TargetType));
        Assert.Contains("SdkListConverter", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.InnerException);
    }

    [Fact]
    public void An_SDK_converter_that_gives_another_type_is_a_mapping_error()
    {
        var error = Image.Refuses("""{"Wrong":{"S":"x"}}""", ConvertedImage.Read);

        Assert.Equal(("Wrong", typeof(int)), (error.Attribute, error.TargetType));
        Assert.Contains("gave a System.String", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_converter_that_meets_a_wrong_wire_type_says_where() =>
        Assert.Equal("Skus[1]", Image.Refuses("""{"Skus":{"L":[{"S":"c"},{"BOOL":true}]}}""", ConvertedImage.Read).Attribute);
}
