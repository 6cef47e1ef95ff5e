using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Images;

namespace DynamoHandlers.Runtime.Tests.Images;

public sealed class ImageReaderAttributeValueTests
{
    [Fact]
    public void A_raw_value_of_every_type_is_as_it_is_in_the_item()
    {
        Assert.Equal("é", Read("""{"S":"\u00e9"}""").S);
        Assert.Equal("1.50", Read("""{"N":"1.50"}""").N);
        Assert.Equal([1, 2], Read("""{"B":"AQI="}""").B.ToArray());
        Assert.Equal((false, true), (Read("""{"BOOL":false}""").BOOL, Read("""{"BOOL":true}""").BOOL));
        Assert.Equal(true, Read("""{"NULL":true}""").NULL);
        Assert.Equal(["a", "b"], Read("""{"SS":["a","b"]}""").SS);
        Assert.Equal(["1", "2.0"], Read("""{"NS":["1","2.0"]}""").NS);
        Assert.Equal([[1], [2]], Read("""{"BS":["AQ==","Ag=="]}""").BS.Select(static b => b.ToArray()));
    }

    [Fact]
    public void Empty_lists_and_maps_are_there()
    {
        Assert.True(Read("""{"L":[]}""").IsLSet);
        Assert.True(Read("""{"M":{}}""").IsMSet);
        Assert.False(Read("""{"S":""}""").IsLSet);
    }

    [Fact]
    public void Raw_values_nest()
    {
        var value = Read("""{"M":{"a":{"L":[{"M":{"b":{"N":"1"}}},{"NULL":true},{"L":[{"SS":["x"]}]}]},"c":{"S":"d"}}}""");

        Assert.Equal("1", value.M["a"].L[0].M["b"].N);
        Assert.Equal(true, value.M["a"].L[1].NULL);
        Assert.Equal(["x"], value.M["a"].L[2].L[0].SS);
        Assert.Equal("d", value.M["c"].S);
    }

    [Theory]
    [InlineData("""{"B":"*"}""")]
    [InlineData("""{"S":"\ud800"}""")]
    [InlineData("""{"SS":[1]}""")]
    [InlineData("""{"L":[{"Q":"x"}]}""")]
    [InlineData("""{"M":{"a":{}}}""")]
    public void What_is_malformed_is_an_error(string value) =>
        Reading.Failure(value, static (ref ImageReader r) => r.ReadAttributeValue());

    private static AttributeValue Read(string value) =>
        Reading.Value(value, static (ref ImageReader r) => r.ReadAttributeValue());
}
