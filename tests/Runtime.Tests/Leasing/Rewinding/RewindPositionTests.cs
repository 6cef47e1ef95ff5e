using DynamoHandlers.Leasing.Rewinding;

namespace DynamoHandlers.Runtime.Tests.Leasing.Rewinding;

public sealed class RewindPositionTests
{
    [Theory]
    [InlineData("TrimHorizon", "TrimHorizon")]
    [InlineData("trimhorizon", "TrimHorizon")]
    [InlineData("Latest", "Latest")]
    [InlineData("000000000000000000042", "000000000000000000042")]
    [InlineData("2026-01-31T12:00:00.9+01:00", "2026-01-31T11:00:00Z")]
    [InlineData("2026-01-31T12:00:00", "2026-01-31T12:00:00Z")]
    public void It_is_read_as_a_command_line_has_it_and_written_so_that_it_is_read_again(string text, string written)
    {
        var position = RewindPosition.Parse(text);

        Assert.Equal(written, position.ToString());
        Assert.Equal(position, RewindPosition.Parse(written));
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("-5")]
    public void What_is_no_position_is_refused(string text) =>
        Assert.Contains("is not a position", Assert.Throws<FormatException>(() => RewindPosition.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void What_is_no_sequence_number_is_refused() =>
        Assert.Throws<ArgumentException>(static () => RewindPosition.After("shardId-0001"));

    [Fact]
    public void Two_requests_for_one_position_differ_and_each_is_read_from_its_row()
    {
        var (first, second) = (RewindRequest.New(RewindPosition.TrimHorizon, static () => 0.1), RewindRequest.New(RewindPosition.TrimHorizon, static () => 0.2));

        Assert.NotEqual(first, second);
        Assert.Equal(first, RewindRequest.Parse(first.Text));
        Assert.Equal(RewindPosition.TrimHorizon, first.Position);
    }

    [Fact]
    public void A_request_that_was_damaged_goes_back_to_the_beginning_and_stays_recognizable()
    {
        var request = RewindRequest.Parse("from the start, please");

        Assert.Equal(RewindPosition.TrimHorizon, request.Position);
        Assert.Equal("from the start, please", request.ToString());
    }
}
