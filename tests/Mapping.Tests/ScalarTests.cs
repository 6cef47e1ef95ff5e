using DynamoHandlers.Images;
using DynamoHandlers.Mapping.Tests.Entities;

namespace DynamoHandlers.Mapping.Tests;

public sealed class ScalarTests
{
    private const string Everything = """
        {
          "Text": {"S": "grün"}, "Flag": {"BOOL": true}, "I8": {"N": "-8"}, "U8": {"N": "8"}, "I16": {"N": "-16"},
          "U16": {"N": "16"}, "I32": {"N": "-32"}, "U32": {"N": "32"}, "I64": {"N": "-64"}, "U64": {"N": "64"},
          "Decimal": {"N": "1.25"}, "Double": {"N": "2.5"}, "Single": {"N": "0.5"}, "Color": {"N": "7"},
          "Guid": {"S": "6f9619ff-8b86-d011-b42d-00c04fc964ff"}, "Time": {"S": "2026-02-03T04:05:06.789Z"},
          "Moment": {"S": "2026-02-03T04:05:06+02:00"}, "Date": {"S": "2026-02-03"}, "Span": {"S": "1.02:03:04"},
          "Bytes": {"B": "AQI="}, "Epoch": {"N": "1700000000"}, "ttl": {"N": "1700000001"},
          "MaybeText": {"S": "there"}, "MaybeInt": {"N": "5"}, "MaybeColor": {"S": "Red"}, "Unknown": {"L": [{"M": {}}]}
        }
        """;

    [Fact]
    public void Every_type_is_read_from_its_attribute()
    {
        var read = Image.Read(Everything, ScalarsImage.Read);

        Assert.Equal(("grün", true), (read.Text, read.Flag));
        Assert.Equal((-8, 8, -16, 16), (read.I8, read.U8, read.I16, read.U16));
        Assert.Equal((-32, 32u, -64L, 64ul), (read.I32, read.U32, read.I64, read.U64));
        Assert.Equal((1.25m, 2.5, 0.5f, Color.Green), (read.Decimal, read.Double, read.Single, read.Color));
        Assert.Equal(Guid.Parse("6f9619ff-8b86-d011-b42d-00c04fc964ff"), read.Guid);
        Assert.Equal(new DateTime(2026, 2, 3, 4, 5, 6, 789, DateTimeKind.Utc), read.Time);
        Assert.Equal(DateTimeKind.Utc, read.Time.Kind);
        Assert.Equal(new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.FromHours(2)), read.Moment);
        Assert.Equal((new DateOnly(2026, 2, 3), new TimeSpan(1, 2, 3, 4)), (read.Date, read.Span));
        Assert.Equal([1, 2], read.Bytes);
        Assert.Equal(DateTime.UnixEpoch.AddSeconds(1700000000), read.Epoch);
        Assert.Equal(DateTime.UnixEpoch.AddSeconds(1700000001), read.Expires);
        Assert.Equal(("there", 5, Color.Red), (read.MaybeText, read.MaybeInt, read.MaybeColor));
    }

    [Fact]
    public void An_absent_attribute_leaves_the_initial_value()
    {
        var read = Image.Read("{}", ScalarsImage.Read);

        Assert.Equal(("initial", 42), (read.Text, read.I32));
        Assert.Equal(("initial", 42, Color.Green), (read.MaybeText, read.MaybeInt, read.MaybeColor));
    }

    [Fact]
    public void NULL_is_null_or_the_default()
    {
        var read = Image.Read(
            """
            {"Text":{"NULL":true},"I32":{"NULL":true},"MaybeText":{"NULL":true},"MaybeInt":{"NULL":true},
             "MaybeColor":{"NULL":true}}
            """,
            ScalarsImage.Read);

        Assert.Equal((null, 0), (read.Text, read.I32));
        Assert.Null(read.MaybeText);
        Assert.Null(read.MaybeInt);
        Assert.Null(read.MaybeColor);
    }

    [Fact]
    public void Names_of_attributes_are_case_sensitive() =>
        Assert.Equal(42, Image.Read("""{"i32":{"N":"1"}}""", ScalarsImage.Read).I32);

    [Fact]
    public void A_name_written_with_escapes_is_the_same_name() =>
        Assert.Equal(1, Image.Read("""{"\u0049\u00332":{"N":"1"}}""", ScalarsImage.Read).I32);

    [Fact]
    public void What_does_not_fit_is_an_error_that_names_the_attribute_and_both_types()
    {
        var error = Image.Refuses("""{"U8":{"N":"256"}}""", ScalarsImage.Read);

        Assert.Equal(("U8", WireType.Number, typeof(byte)), (error.Attribute, error.WireType, error.TargetType));
    }
}
