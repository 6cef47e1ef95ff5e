using System.Text;
using System.Text.Json;
using DynamoHandlers.Images.Text;

namespace DynamoHandlers.Runtime.Tests.Images.Text;

/// <summary>The cursor finds what the reader of .NET finds, in valid JSON and in any other.</summary>
public sealed class JsonCursorTests
{
    private const int MaxDepth = 128;

    [Fact]
    public void Tokens_are_those_of_the_reader() => Properties.ForAllSeeds(20_000, static seed =>
    {
        var json = Make(seed);
        Assert.Equal(OfReader(json, seed, skips: false), OfCursor(json, seed, skips: false));
    });

    [Fact]
    public void What_is_passed_over_ends_where_it_does_for_the_reader() => Properties.ForAllSeeds(20_000, static seed =>
    {
        var json = Make(seed);
        Assert.Equal(OfReader(json, seed, skips: true), OfCursor(json, seed, skips: true));
    });

    [Fact]
    public void Damaged_JSON_is_refused_where_the_reader_refuses_it() => Properties.ForAllSeeds(40_000, static seed =>
    {
        var json = Damage.Do(Make(seed), new Random(seed));
        Assert.Equal(OfReader(json, seed, skips: seed % 2 == 0), OfCursor(json, seed, skips: seed % 2 == 0));
    });

    [Fact]
    public void Random_bytes_are_refused_where_the_reader_refuses_them() => Properties.ForAllSeeds(5000, static seed =>
    {
        var json = new byte[seed & 31];
        new Random(seed).NextBytes(json);
        Assert.Equal(OfReader(json, seed, skips: false), OfCursor(json, seed, skips: false));
    });

    // Up to where both go, where what is open is kept in other bits, and beyond.
    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(129)]
    public void Containers_may_be_as_deep_as_for_the_reader(int depth)
    {
        foreach (var space in new[] { "", " " })
        {
            // Objects and arrays by turns, with something after each that shows which is open.
            var json = new StringBuilder();
            for (var i = 0; i < depth; i++)
            {
                json.Append(i % 3 == 0 ? "{\"a\":" : "[").Append(space);
            }

            json.Append("\"x\"");
            for (var i = depth - 1; i >= 0; i--)
            {
                json.Append(i % 3 == 0 ? ",\"b\":1}" : ",2]").Append(space);
            }

            var bytes = Encoding.UTF8.GetBytes(json.ToString());
            Assert.Equal(OfReader(bytes, 0, skips: false), OfCursor(bytes, 0, skips: false));
            Assert.Equal(OfReader(bytes, 1, skips: true), OfCursor(bytes, 1, skips: true));
        }
    }

    // As the service writes it in half of the cases: without white space.
    private static byte[] Make(int seed)
    {
        var random = new Random(seed);
        var json = new StringBuilder();
        var write = new RandomJson(random);
        write.Space(json);
        write.Anything(json);
        write.Space(json);
        var bytes = Encoding.UTF8.GetBytes(json.ToString());
        return random.Next(2) == 0 ? bytes : Encoding.UTF8.GetBytes(JsonSerializer.Serialize(JsonDocument.Parse(bytes).RootElement));
    }

    private static List<string> OfReader(byte[] json, int seed, bool skips)
    {
        var (found, random) = (new List<string>(), new Random(seed));
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            while (reader.Read())
            {
                found.Add(Describe(reader.TokenType, reader.TokenStartIndex, reader.BytesConsumed, reader.ValueIsEscaped, reader.ValueSpan));
                if (skips && random.Next(4) == 0)
                {
                    reader.Skip();
                    found.Add($"skipped to {reader.BytesConsumed}");
                }
            }
        }
        catch (JsonException e)
        {
            found.Add($"{e.Message} at {reader.BytesConsumed}");
        }

        return found;
    }

    private static List<string> OfCursor(byte[] json, int seed, bool skips)
    {
        var (found, random) = (new List<string>(), new Random(seed));
        var cursor = new JsonCursor(json, MaxDepth);
        try
        {
            while (cursor.Read())
            {
                found.Add(Describe(cursor.TokenType, cursor.TokenStartIndex, cursor.BytesConsumed, cursor.ValueIsEscaped, cursor.ValueSpan));
                if (skips && random.Next(4) == 0)
                {
                    cursor.Skip();
                    found.Add($"skipped to {cursor.BytesConsumed}");
                }
            }
        }
        catch (JsonException e)
        {
            found.Add($"{e.Message} at {cursor.BytesConsumed}");
        }

        return found;
    }

    private static string Describe(JsonTokenType type, long start, long end, bool isEscaped, ReadOnlySpan<byte> value) =>
        $"{type} {start} to {end}{(isEscaped ? " escaped" : "")}: {Convert.ToHexString(value)}";
}
