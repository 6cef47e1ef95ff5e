using System.Globalization;
using System.Xml;
using DynamoHandlers.Images;
using FsCheck;
using FsCheck.Fluent;

namespace DynamoHandlers.Runtime.Tests.Images;

public sealed class ImageReaderDateTests
{
    [Theory]
    [InlineData("2024-02-29T12:34:56.789Z", "2024-02-29T12:34:56.7890000Z")]
    [InlineData("2024-02-29T12:34:56.1234567Z", "2024-02-29T12:34:56.1234567Z")]
    [InlineData("2024-02-29T12:34:56", "2024-02-29T12:34:56.0000000Z")]
    [InlineData("2024-02-29T12:34Z", "2024-02-29T12:34:00.0000000Z")]
    [InlineData("2024-02-29", "2024-02-29T00:00:00.0000000Z")]
    [InlineData("2024-02-29T00:30:00.5+01:00", "2024-02-28T23:30:00.5000000Z")]
    [InlineData("2024-02-29T00:30:00-14:00", "2024-02-29T14:30:00.0000000Z")]
    [InlineData("9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.9999999Z")]
    public void A_time_is_read_as_UTC(string text, string expected)
    {
        var time = Reading.Value($$"""{"S":"{{text}}"}""", static (ref ImageReader r) => r.ReadDateTime());

        Assert.Equal(expected, time.ToString("O", CultureInfo.InvariantCulture));
        Assert.Equal(DateTimeKind.Utc, time.Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2023-02-29T00:00:00Z")]
    [InlineData("2024-13-01T00:00:00Z")]
    [InlineData("2024-00-01T00:00:00Z")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("2024-01-01T24:00:00Z")]
    [InlineData("2024-01-01T23:60:00Z")]
    [InlineData("2024-01-01T23:59:60Z")]
    [InlineData("2024-01-01T23:59:59.Z")]
    [InlineData("2024-01-01T23:59:59.12345678Z")]
    [InlineData("2024-01-01 23:59:59Z")]
    [InlineData("2024-01-01T23:59:59z")]
    [InlineData("2024-01-01T23:59:59+1:00")]
    [InlineData("2024-01-01T23:59:59+14:01")]
    [InlineData("2024-01-01T23:59:59ZZ")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    [InlineData("9999-12-31T23:59:59-01:00")]
    [InlineData("01/02/2024")]
    [InlineData("20240102T000000Z")]
    [InlineData("2024-1-2T00:00:00Z")]
    [InlineData("1700000000")]
    public void What_is_ambiguous_or_no_time_is_an_error(string text)
    {
        Reading.Failure($$"""{"S":"{{text}}"}""", static (ref ImageReader r) => r.ReadDateTime());
        Reading.Failure($$"""{"S":"{{text}}"}""", static (ref ImageReader r) => r.ReadDateTimeOffset());
        Reading.Failure($$"""{"S":"{{text}}"}""", static (ref ImageReader r) => r.ReadEpochDateTime());
    }

    [Fact]
    public void A_time_in_seconds_is_read_from_a_number_or_a_text()
    {
        Assert.Equal(DateTime.UnixEpoch.AddSeconds(1700000000), Epoch("""{"N":"1700000000"}"""));
        Assert.Equal(DateTime.UnixEpoch.AddSeconds(1700000000), Epoch("""{"N":"1.7E9"}"""));
        Assert.Equal(DateTime.UnixEpoch.AddSeconds(-1), Epoch("""{"N":"-1"}"""));
        Assert.Equal(DateTime.UnixEpoch.AddSeconds(1), Epoch("""{"S":"1970-01-01T00:00:01Z"}"""));
        Assert.Equal(DateTimeKind.Utc, Epoch("""{"N":"1"}""").Kind);
        Reading.Failure("""{"N":"1.5"}""", static (ref ImageReader r) => r.ReadEpochDateTime());
        Reading.Failure("""{"N":"253402300800"}""", static (ref ImageReader r) => r.ReadEpochDateTime());
        Reading.Failure("""{"BOOL":true}""", static (ref ImageReader r) => r.ReadEpochDateTime());
        Reading.Failure("""{"N":"1700000000"}""", static (ref ImageReader r) => r.ReadDateTime());

        static DateTime Epoch(string value) => Reading.Value(value, static (ref ImageReader r) => r.ReadEpochDateTime());
    }

    [Fact]
    public void A_time_with_offset_keeps_it()
    {
        var time = Reading.Value(
            """{"S":"2024-02-29T12:00:00.5\u002B05:30"}""", static (ref ImageReader r) => r.ReadDateTimeOffset());

        Assert.Equal(new DateTimeOffset(2024, 2, 29, 12, 0, 0, 500, TimeSpan.FromHours(5.5)), time);
        Assert.Equal(TimeSpan.FromHours(5.5), time.Offset);
        Assert.Equal(TimeSpan.Zero, Reading.Value(
            """{"S":"2024-02-29T12:00:00"}""", static (ref ImageReader r) => r.ReadDateTimeOffset()).Offset);
    }

    [Fact]
    public void A_date_is_read_and_a_time_is_none()
    {
        Assert.Equal(new DateOnly(2024, 2, 29), Reading.Value("""{"S":"2024-02-29"}""", static (ref ImageReader r) => r.ReadDateOnly()));
        Reading.Failure("""{"S":"2024-02-29T00:00:00Z"}""", static (ref ImageReader r) => r.ReadDateOnly());
        Reading.Failure("""{"S":"2024-02-30"}""", static (ref ImageReader r) => r.ReadDateOnly());
    }

    [Theory]
    [InlineData("1.02:03:04.5000000", "1.02:03:04.5000000")]
    [InlineData("-00:00:01", "-00:00:01")]
    [InlineData("P1DT2H3M4.5S", "1.02:03:04.5000000")]
    [InlineData("-PT90S", "-00:01:30")]
    [InlineData("P2W", "14.00:00:00")]
    [InlineData("PT0S", "00:00:00")]
    [InlineData("PT1.0000001S", "00:00:01.0000001")]
    public void A_duration_is_read_from_both_forms(string text, string expected) =>
        Assert.Equal(
            TimeSpan.ParseExact(expected, "c", CultureInfo.InvariantCulture),
            Reading.Value($$"""{"S":"{{text}}"}""", static (ref ImageReader r) => r.ReadTimeSpan()));

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("5:30")]
    [InlineData("25:00:00")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("P1DT")]
    [InlineData("P1Y")]
    [InlineData("P1M")]
    [InlineData("PT1S2H")]
    [InlineData("PT1.5H")]
    [InlineData("PT1.12345678S")]
    [InlineData("PT.5S")]
    [InlineData("P1")]
    [InlineData("PT99999999999999999999H")]
    [InlineData("PT999999999999999999999H")]
    [InlineData("1.02:03:04x")]
    public void What_has_no_certain_length_is_an_error(string text) =>
        Reading.Failure($$"""{"S":"{{text}}"}""", static (ref ImageReader r) => r.ReadTimeSpan());

    [Fact]
    public void Times_and_durations_written_by_NET_are_read_back()
    {
        Prop.ForAll<DateTime>(t =>
            DateTime.SpecifyKind(t, DateTimeKind.Utc) == Reading.Value(
                $$"""{"S":"{{DateTime.SpecifyKind(t, DateTimeKind.Utc):O}}"}""", static (ref ImageReader r) => r.ReadDateTime())).Check(Properties.Runs);
        Prop.ForAll<DateTimeOffset>(t =>
            t.EqualsExact(Reading.Value($$"""{"S":"{{t:O}}"}""", static (ref ImageReader r) => r.ReadDateTimeOffset()))).Check(Properties.Runs);
        Prop.ForAll<long>(ticks =>
            new TimeSpan(ticks) == Reading.Value(
                $$"""{"S":"{{new TimeSpan(ticks):c}}"}""", static (ref ImageReader r) => r.ReadTimeSpan())).Check(Properties.Runs);
        Prop.ForAll<long>(ticks =>
            new TimeSpan(ticks) == Reading.Value(
                $$"""{"S":"{{XmlConvert.ToString(new TimeSpan(ticks))}}"}""", static (ref ImageReader r) => r.ReadTimeSpan())).Check(Properties.Runs);
        Assert.Equal(TimeSpan.MinValue, Reading.Value(
            $$"""{"S":"{{XmlConvert.ToString(TimeSpan.MinValue)}}"}""", static (ref ImageReader r) => r.ReadTimeSpan()));
    }
}
