using DynamoHandlers.Images;
using DynamoHandlers.Mapping.Tests.Entities;

namespace DynamoHandlers.Mapping.Tests;

public sealed class MoreScalarTests
{
    [Fact]
    public void Every_type_is_read_from_its_attribute()
    {
        var read = Image.Read(
            """
            {
              "Letter": {"S": "ü"}, "MaybeLetter": {"S": "y"}, "I128": {"N": "-5"}, "MaybeI128": {"N": "7"},
              "U128": {"M": {"Upper": {"N": "1"}, "Lower": {"N": "2"}}}, "Big": {"N": "1E40"}, "Half": {"N": "1.5"},
              "Clock": {"S": "12:34:56.789"}, "Link": {"S": "https://example.com/a?b"}, "Version": {"S": "1.2.3"},
              "Stream": {"B": "AQI="}, "Memory": {"B": "Aw=="}, "ReadOnly": {"B": "BA=="},
              "MaybeReadOnly": {"B": "BQ=="}, "Raw": {"L": [{"N": "1.0"}]},
              "RawMap": {"M": {"a": {"NULL": true}, "b": {"SS": ["x"]}}}, "Seconds": {"N": "1.5"},
              "Millis": {"S": "00:00:02"}
            }
            """,
            MoreScalarsImage.Read);

        Assert.Equal(('ü', 'y'), (read.Letter, read.MaybeLetter));
        Assert.Equal((-5, 7, new UInt128(1, 2)), (read.I128, read.MaybeI128, read.U128));
        Assert.Equal("1" + new string('0', 40), read.Big.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(((Half)1.5, new TimeOnly(12, 34, 56, 789)), (read.Half, read.Clock));
        Assert.Equal((new Uri("https://example.com/a?b"), new Version(1, 2, 3)), (read.Link, read.Version));
        Assert.Equal([1, 2], read.Stream!.ToArray());
        Assert.Equal([3], read.Memory.ToArray());
        Assert.Equal([4], read.ReadOnly.ToArray());
        Assert.Equal([5], read.MaybeReadOnly!.Value.ToArray());
        Assert.Equal("1.0", Assert.Single(read.Raw!.L).N);
        Assert.Equal(true, read.RawMap["a"].NULL);
        Assert.Equal(["x"], read.RawMap["b"].SS);
        Assert.Equal((TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(2)), (read.Seconds, read.Millis));
    }

    [Fact]
    public void NULL_is_null_or_the_default_but_a_raw_value_of_its_own()
    {
        var read = Image.Read(
            """
            {"Letter":{"NULL":true},"MaybeLetter":{"NULL":true},"MaybeI128":{"NULL":true},"Link":{"NULL":true},
             "Memory":{"NULL":true},"MaybeReadOnly":{"NULL":true},"Raw":{"NULL":true},"Millis":{"NULL":true},
             "Version":{"NULL":true},"Stream":{"NULL":true},"MaybeCode":{"NULL":true},"Codes":{"L":[{"NULL":true}]}}
            """,
            MoreScalarsImage.Read);

        Assert.Equal(('\0', null, null), (read.Letter, read.MaybeLetter, read.MaybeI128));
        Assert.Null(read.Link);
        Assert.Null(read.Version);
        Assert.Null(read.Stream);
        Assert.True(read.Memory.IsEmpty);
        Assert.Null(read.MaybeReadOnly);
        Assert.Null(read.MaybeCode);
        Assert.Null(Assert.Single(read.Codes));
        Assert.Null(read.Millis);
        Assert.Equal(true, read.Raw!.NULL);
    }

    [Fact]
    public void Absent_is_the_initial_value()
    {
        var read = Image.Read("{}", MoreScalarsImage.Read);

        Assert.Equal(('x', (Int128)1, TimeSpan.Zero), (read.MaybeLetter, read.MaybeI128, read.Millis));
        Assert.Null(read.Raw);
    }

    [Fact]
    public void A_number_without_a_unit_is_no_duration()
    {
        var error = Image.Refuses("""{"Span":{"N":"90"}}""", ScalarsImage.Read);

        Assert.Equal(("Span", WireType.Number, typeof(TimeSpan)), (error.Attribute, error.WireType, error.TargetType));
    }
}
