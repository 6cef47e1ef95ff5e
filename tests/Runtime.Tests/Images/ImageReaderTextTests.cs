using DynamoHandlers.Images;

namespace DynamoHandlers.Runtime.Tests.Images;

public sealed class ImageReaderTextTests
{
    private enum Status
    {
        New,
        Paid = 7,
    }

    [Theory]
    [InlineData("""{"S":"c"}""", 'c')]
    [InlineData("""{"S":"\u00e9"}""", 'é')]
    [InlineData("""{"S":" "}""", ' ')]
    [InlineData("""{"N":"5"}""", '5')]
    public void A_character_is_read(string value, char expected) =>
        Assert.Equal(expected, Reading.Value(value, static (ref ImageReader r) => r.ReadChar()));

    [Theory]
    [InlineData("""{"S":""}""")]
    [InlineData("""{"S":"ab"}""")]
    [InlineData("""{"S":"😀"}""")]
    [InlineData("""{"S":"\ud83d"}""")]
    [InlineData("""{"N":"12"}""")]
    [InlineData("""{"BOOL":true}""")]
    public void Nothing_else_is_a_character(string value) =>
        Reading.Failure(value, static (ref ImageReader r) => r.ReadChar());

    [Theory]
    [InlineData("https://example.com/a?b=%20c#d", true)]
    [InlineData("a/b", false)]
    [InlineData("", false)]
    public void A_URI_is_read_as_it_was_written(string text, bool isAbsolute)
    {
        var uri = Reading.Value($$"""{"S":"{{text}}"}""", static (ref ImageReader r) => r.ReadUri());

        Assert.Equal((text, isAbsolute), (uri.OriginalString, uri.IsAbsoluteUri));
    }

    [Theory]
    [InlineData("""{"S":"http://[x"}""")]
    [InlineData("""{"N":"1"}""")]
    public void Nothing_else_is_a_URI(string value) =>
        Reading.Failure(value, static (ref ImageReader r) => r.ReadUri());

    [Theory]
    [InlineData("1.2")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.4")]
    public void A_version_is_read(string text) => Assert.Equal(
        text, Reading.Value($$"""{"S":"{{text}}"}""", static (ref ImageReader r) => r.ReadVersion()).ToString());

    [Theory]
    [InlineData("""{"S":""}""")]
    [InlineData("""{"S":"1"}""")]
    [InlineData("""{"S":" 1.2"}""")]
    [InlineData("""{"S":"+1.2"}""")]
    [InlineData("""{"S":"1.2-beta"}""")]
    [InlineData("""{"S":"1.99999999999"}""")]
    [InlineData("""{"N":"1.2"}""")]
    public void Nothing_else_is_a_version(string value) =>
        Reading.Failure(value, static (ref ImageReader r) => r.ReadVersion());

    [Theory]
    [InlineData("""{"S":"paid"}""", Status.Paid)]
    [InlineData("""{"S":"NEW"}""", Status.New)]
    [InlineData("""{"N":"7"}""", Status.Paid)]
    [InlineData("""{"M":{"value__":{"N":"7"}}}""", Status.Paid)]
    public void Members_of_an_enum_are_read_in_any_case_where_that_is_asked_for(string value, object expected) =>
        Assert.Equal(expected, Reading.Value(value, static (ref ImageReader r) => r.ReadEnumIgnoreCase<Status>()));

    [Fact]
    public void Only_its_members_are_read_in_any_case() =>
        Reading.Failure("""{"S":"payd"}""", static (ref ImageReader r) => r.ReadEnumIgnoreCase<Status>());

    [Fact]
    public void Bytes_are_read_as_streams_and_memory()
    {
        var stream = Reading.Value("""{"B":"AQID"}""", static (ref ImageReader r) => r.ReadMemoryStream());

        Assert.Equal((0, 3), (stream.Position, stream.Length));
        Assert.True(stream.TryGetBuffer(out var buffer));
        Assert.Equal([1, 2, 3], buffer.ToArray());
        Assert.Equal([1, 2, 3], Reading.Value("""{"B":"AQID"}""", static (ref ImageReader r) => r.ReadMemory()).ToArray());
        Reading.Failure("""{"S":"AQID"}""", static (ref ImageReader r) => r.ReadMemoryStream());
        Reading.Failure("""{"S":"AQID"}""", static (ref ImageReader r) => r.ReadMemory());
    }
}
