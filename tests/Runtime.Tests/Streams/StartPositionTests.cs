namespace DynamoHandlers.Runtime.Tests.Streams;

public sealed class StartPositionTests
{
    [Theory]
    [InlineData("TrimHorizon")]
    [InlineData("Latest")]
    [InlineData("2026-01-31T12:00:00.0000000+00:00")]
    public void Its_text_reads_back(string text) => Assert.Equal(text, StartPosition.Parse(text).ToString());

    [Fact]
    public void A_time_without_offset_is_UTC() => Assert.Equal(
        StartPosition.At(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero)), StartPosition.Parse("2026-01-31T12:00:00"));

    [Fact]
    public void Anything_else_is_refused_with_what_to_write()
    {
        var e = Assert.Throws<FormatException>(() => StartPosition.Parse("newest"));

        Assert.Contains("'newest'", e.Message, StringComparison.Ordinal);
        Assert.Contains("TrimHorizon, Latest", e.Message, StringComparison.Ordinal);
    }
}
