using System.Globalization;
using DynamoHandlers.Images;
using FsCheck;
using FsCheck.Fluent;

namespace DynamoHandlers.Runtime.Tests.Images;

public sealed class ImageReaderTimeTests
{
    [Theory]
    [InlineData("12:34", "12:34:00.0000000")]
    [InlineData("12:34:56", "12:34:56.0000000")]
    [InlineData("12:34:56.789", "12:34:56.7890000")]
    [InlineData("23:59:59.9999999", "23:59:59.9999999")]
    public void A_time_of_day_is_read(string text, string expected) => Assert.Equal(
        expected,
        Reading.Value($$"""{"S":"{{text}}"}""", static (ref ImageReader r) => r.ReadTimeOnly())
            .ToString("HH:mm:ss.fffffff", CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("""{"S":""}""")]
    [InlineData("""{"S":"24:00"}""")]
    [InlineData("""{"S":"12:60"}""")]
    [InlineData("""{"S":"12:34:60"}""")]
    [InlineData("""{"S":"12:34:56."}""")]
    [InlineData("""{"S":"12:34:56.12345678"}""")]
    [InlineData("""{"S":"12:34Z"}""")]
    [InlineData("""{"S":"1:30 PM"}""")]
    [InlineData("""{"N":"12"}""")]
    public void Nothing_else_is_a_time_of_day(string value) =>
        Reading.Failure(value, static (ref ImageReader r) => r.ReadTimeOnly());

    [Fact]
    public void Times_of_day_written_by_NET_are_read_back() => Prop.ForAll<uint, uint>(static (high, low) =>
    {
        var time = new TimeOnly((long)((((ulong)high << 32) | low) % (ulong)TimeSpan.TicksPerDay));
        return time == Reading.Value($$"""{"S":"{{time:O}}"}""", static (ref ImageReader r) => r.ReadTimeOnly());
    }).Check(Properties.Runs);

    [Fact]
    public void A_duration_is_counted_in_its_unit()
    {
        Assert.Equal(new TimeSpan(15), Reading.Value("""{"N":"15"}""", static (ref ImageReader r) => r.ReadTimeSpanTicks()));
        Assert.Equal(TimeSpan.FromMilliseconds(1.5), Reading.Value("""{"N":"1.5"}""", static (ref ImageReader r) => r.ReadTimeSpanMilliseconds()));
        Assert.Equal(TimeSpan.FromSeconds(-90), Reading.Value("""{"N":"-9E1"}""", static (ref ImageReader r) => r.ReadTimeSpanSeconds()));
        Assert.Equal(new TimeSpan(12_345_678), Reading.Value("""{"N":"1.23456784999"}""", static (ref ImageReader r) => r.ReadTimeSpanSeconds()));
        Assert.Equal(TimeSpan.FromSeconds(30), Reading.Value("""{"N":"0.5"}""", static (ref ImageReader r) => r.ReadTimeSpanMinutes()));
        Assert.Equal(TimeSpan.FromMinutes(90), Reading.Value("""{"N":"1.5"}""", static (ref ImageReader r) => r.ReadTimeSpanHours()));
        Assert.Equal(TimeSpan.FromHours(36), Reading.Value("""{"N":"1.5"}""", static (ref ImageReader r) => r.ReadTimeSpanDays()));
        Assert.Equal(TimeSpan.FromHours(2), Reading.Value("""{"S":"PT2H"}""", static (ref ImageReader r) => r.ReadTimeSpanDays()));
        Assert.Equal(TimeSpan.MinValue, Reading.Value("""{"N":"-9223372036854775808"}""", static (ref ImageReader r) => r.ReadTimeSpanTicks()));
        Assert.Equal(TimeSpan.MaxValue, Reading.Value("""{"N":"922337203685.4775807"}""", static (ref ImageReader r) => r.ReadTimeSpanSeconds()));
    }

    [Theory]
    [InlineData("""{"N":"922337203685.4775808"}""", "it is out of range")]
    [InlineData("""{"N":"-922337203686"}""", "it is out of range")]
    [InlineData("""{"N":"1.00000000000000000000000000001"}""", "more digits")]
    [InlineData("""{"N":"1E30"}""", "more digits")]
    [InlineData("""{"N":"x"}""", "it is not a number")]
    [InlineData("""{"S":"90"}""", "neither")]
    [InlineData("""{"BOOL":true}""", "wire type BOOL")]
    public void What_is_no_count_of_seconds_is_an_error_that_says_why(string value, string reason) => Assert.Contains(
        reason,
        Reading.Failure(value, static (ref ImageReader r) => r.ReadTimeSpanSeconds()).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Local_times_are_those_of_this_machine()
    {
        var utc = new DateTime(2024, 7, 1, 12, 0, 0, DateTimeKind.Utc);
        var fromText = Reading.Value("""{"S":"2024-07-01T14:00:00+02:00"}""", static (ref ImageReader r) => r.ReadLocalDateTime());
        var fromSeconds = Reading.Value("""{"N":"1719835200"}""", static (ref ImageReader r) => r.ReadLocalEpochDateTime());

        Assert.Equal(TimeZoneInfo.ConvertTimeFromUtc(utc, TimeZoneInfo.Local), fromText);
        Assert.Equal(fromText, fromSeconds);
        Assert.Equal((DateTimeKind.Local, DateTimeKind.Local), (fromText.Kind, fromSeconds.Kind));
    }
}
