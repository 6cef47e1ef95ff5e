using System.Text;
using System.Text.Json;
using DynamoHandlers.Images;
using DynamoHandlers.Mapping.Tests.Entities;

namespace DynamoHandlers.Mapping.Tests;

/// <summary>What is written is read back as the same, for every type of value.</summary>
public sealed class RoundTripTests
{
    private const string List = """{"L":[{"N":"3"},{"N":"1"},{"N":"2"}]}""";
    private const string Map = """{"M":{"b":{"N":"3"},"a":{"N":"1"}}}""";

    private delegate byte[] Writer<in T>(T entity);

    [Fact]
    public void Lists_come_back() => Comes(All<ManyLists>(List), ManyListsImage.Read, ManyListsImage.Write);

    [Fact]
    public void Sets_come_back() => Comes(All<ManySets>(List), ManySetsImage.Read, ManySetsImage.Write);

    [Fact]
    public void Maps_come_back() => Comes(All<ManyMaps>(Map), ManyMapsImage.Read, ManyMapsImage.Write);

    [Fact]
    public void Tuples_come_back() => Comes(
        """
        {"Pair":{"M":{"Item1":{"N":"2"},"Item2":{"S":"a"}}}, "Maybe":{"M":{"Item1":{"N":"3"},"Item2":{"S":"b"}}},
         "Old":{"M":{"Item1":{"S":"c"},"Item2":{"M":{"X":{"N":"4"},"Y":{"N":"5"}}}}},
         "Entry":{"M":{"Key":{"S":"d"},"Value":{"N":"6"}}},
         "Nine":{"M":{"Item1":{"N":"1"},"Item7":{"N":"7"},"Rest":{"M":{"Item1":{"S":"e"},"Item2":{"N":"7"}}}}},
         "Shapes":{"L":[{"M":{"Item1":{"S":"f"},"Item2":{"L":[{"M":{"Item1":{"N":"8"},"Item2":{"N":"9"}}}]}}}]}}
        """,
        TuplesImage.Read,
        TuplesImage.Write);

    [Fact]
    public void Keys_are_written_by_the_names_that_they_are_read_from()
    {
        const string Json =
            """
            {"I8":{"M":{"-8":{"S":"v"}}},"U64":{"M":{"18446744073709551615":{"S":"v"}}},
             "I128":{"M":{"-170141183460469231731687303715884105728":{"S":"v"}}},"Flag":{"M":{"true":{"S":"v"}}},
             "Letter":{"M":{"\"":{"S":"v"}}},"Guid":{"M":{"6f9619ff-8b86-d011-b42d-00c04fc964ff":{"S":"v"}}},
             "Date":{"M":{"2024-02-29":{"S":"v"}}},"Color":{"M":{"Green":{"S":"v"},"99":{"S":"v"}}}}
            """;
        using var expected = JsonDocument.Parse(Json);
        using var written = JsonDocument.Parse(ManyKeysImage.Write(Image.Read(Json, ManyKeysImage.Read)));

        Assert.All(expected.RootElement.EnumerateObject(), p => Assert.Equal(
            p.Value.GetProperty("M").EnumerateObject().Select(static e => e.Name),
            written.RootElement.GetProperty(p.Name).GetProperty("M").EnumerateObject().Select(static e => e.Name)));
    }

    [Fact]
    public void Scalars_come_back() => Comes(
        """
        {
          "Letter": {"S": "ü"}, "MaybeLetter": {"S": "y"}, "I128": {"N": "-5"}, "MaybeI128": {"N": "7"},
          "U128": {"N": "18446744073709551617"}, "Big": {"N": "1E40"}, "Half": {"N": "1.5"},
          "Clock": {"S": "12:34:56.789"}, "Link": {"S": "https://example.com/a?b"}, "Version": {"S": "1.2.3"},
          "Seconds": {"N": "1.5"}, "Millis": {"N": "0.0001"}
        }
        """,
        MoreScalarsImage.Read,
        MoreScalarsImage.Write,
        "Stream", "Memory", "ReadOnly", "MaybeReadOnly", "Raw", "RawMap");

    [Fact]
    public void Bytes_and_raw_values_come_back()
    {
        var once = Image.Read(
            """
            {"Stream":{"B":"AQI="},"Memory":{"B":"Aw=="},"ReadOnly":{"B":"BA=="},"MaybeReadOnly":{"B":"BQ=="},
             "Raw":{"NULL":true},"RawMap":{"M":{"a":{"L":[{"N":"1.0"}]}}}}
            """,
            MoreScalarsImage.Read);

        var twice = MoreScalarsImage.Read(MoreScalarsImage.Write(once));

        Assert.Equal([1, 2], twice.Stream!.ToArray());
        Assert.Equal([3], twice.Memory.ToArray());
        Assert.Equal([4], twice.ReadOnly.ToArray());
        Assert.Equal([5], twice.MaybeReadOnly!.Value.ToArray());
        Assert.Equal(true, twice.Raw!.NULL);
        Assert.Equal("1.0", Assert.Single(twice.RawMap["a"].L).N);
    }

    private static void Comes<T>(string json, ImageMapper<T> read, Writer<T> write, params string[] except)
    {
        var once = Image.Read(json, read);
        var twice = read(write(once));

        var names = typeof(T).GetProperties().Where(p => !except.Contains(p.Name)).ToList();
        Assert.NotEmpty(names);
        Assert.All(names, p => Assert.Equal(p.GetValue(once), p.GetValue(twice)));
        Assert.Equal(Encoding.UTF8.GetString(write(once)), Encoding.UTF8.GetString(write(twice)));
    }

    private static string All<T>(string value) =>
        $"{{{string.Join(',', typeof(T).GetProperties().Select(p => $"\"{p.Name}\":{value}"))}}}";
}
