using System.Text;
using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Images;
using DynamoHandlers.Wire;
using StreamStatus = DynamoHandlers.Wire.StreamStatus;
using StreamViewType = DynamoHandlers.Wire.StreamViewType;

namespace DynamoHandlers.DynamoDbLocal.Tests.Wire;

public sealed class AwsStreamClientTests(DynamoDbLocalServer server)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stream_is_described()
    {
        await using var table = await StreamedTable.CreateAsync(server);

        var description = await table.Streams.DescribeStreamAsync(table.StreamArn, null, null, Stop);

        Assert.Equal(table.StreamArn, description.StreamArn);
        Assert.Equal(table.Name, description.TableName);
        Assert.EndsWith(description.StreamLabel, table.StreamArn, StringComparison.Ordinal);
        Assert.Equal(StreamStatus.Enabled, description.Status);
        Assert.Equal(StreamViewType.NewAndOldImages, description.ViewType);
        Assert.Null(description.LastEvaluatedShardId);
        Assert.InRange(description.ServiceTime - DateTimeOffset.UtcNow, TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(1));
        var shard = Assert.Single(description.Shards);
        Assert.False(shard.IsClosed);
        Assert.Null(shard.ParentShardId);
    }

    [Fact]
    public async Task An_items_life_is_three_records()
    {
        await using var table = await StreamedTable.CreateAsync(server);
        await table.PutAsync("1", ("status", new AttributeValue { S = "New" }));
        await table.PutAsync("1", ("status", new AttributeValue { S = "Paid" }));
        await table.DeleteAsync("1");
        var records = new List<(ChangeKind Kind, string Keys, string Old, string New, string EventId, SequenceNumber Number)>();

        await table.ReadAsync(3, 1000, page =>
        {
            for (var i = 0; i < page.Count; i++)
            {
                var record = page[i];
                records.Add((record.Kind, Text(record.Keys), StatusOf(record.OldImage), StatusOf(record.NewImage), record.EventId, record.SequenceNumber));
                Assert.InRange(record.CreatedAt - DateTimeOffset.UtcNow, TimeSpan.FromMinutes(-2), TimeSpan.FromMinutes(1));
                Assert.InRange(record.SizeBytes, 1, 100);
                Assert.Null(record.UserIdentity);
                Assert.False(record.IsTimeToLive);
            }
        });

        Assert.Equal(
            [(ChangeKind.Insert, "", "New"), (ChangeKind.Modify, "New", "Paid"), (ChangeKind.Remove, "Paid", "")],
            records.Select(static r => (r.Kind, r.Old, r.New)));
        Assert.All(records, static record => Assert.Equal("""{"pk":{"S":"1"}}""", record.Keys));
        Assert.Equal(3, records.Select(static r => r.EventId).Distinct().Count());
        Assert.Equal(records.Select(static r => r.Number).Order(), records.Select(static r => r.Number));
        Assert.Equal(3, records.Select(static r => r.Number).Distinct().Count());
    }

    [Fact]
    public async Task Pages_hold_at_most_the_limit_and_together_everything_in_order()
    {
        await using var table = await StreamedTable.CreateAsync(server);
        for (var i = 0; i < 25; i++)
        {
            await table.PutAsync($"{i}");
        }

        var keys = new List<string>();
        var sizes = new List<int>();

        await table.ReadAsync(25, 10, page =>
        {
            sizes.Add(page.Count);
            for (var i = 0; i < page.Count; i++)
            {
                keys.Add(Text(page[i].Keys));
            }
        });

        Assert.All(sizes, static size => Assert.InRange(size, 0, 10));
        Assert.Equal(Enumerable.Range(0, 25).Select(static i => $$$"""{"pk":{"S":"{{{i}}}"}}"""), keys);
    }

    [Fact]
    public async Task Reading_goes_on_after_a_sequence_number_and_begins_at_the_end_with_Latest()
    {
        await using var table = await StreamedTable.CreateAsync(server);
        await table.PutAsync("1");
        await table.PutAsync("2");
        var latest = await table.IteratorAsync(ShardPosition.Latest);
        await table.PutAsync("3");
        var first = default(SequenceNumber);
        await table.ReadAsync(3, 1000, page => first = first.IsNone && page.Count > 0 ? page[0].SequenceNumber : first);

        using var afterFirst = await table.Streams.GetRecordsAsync(await table.IteratorAsync(ShardPosition.After(first)), 1000, Stop);
        using var atEnd = await table.Streams.GetRecordsAsync(latest, 1000, Stop);

        Assert.Equal(["2", "3"], Enumerable.Range(0, afterFirst.Count).Select(i => KeyOf(afterFirst[i])));
        Assert.Equal(["3"], Enumerable.Range(0, atEnd.Count).Select(i => KeyOf(atEnd[i])));
    }

    [Fact]
    public async Task Every_type_of_attribute_arrives_as_the_SDK_wrote_it()
    {
        await using var table = await StreamedTable.CreateAsync(server);
        await table.PutAsync(
            "all",
            ("s", new AttributeValue { S = "quote \" backslash \\ slash / é 名 😀 \u0001 \u2028" }),
            ("n", new AttributeValue { N = "-12345678901234567890.123456789012345678" }),
            ("b", new AttributeValue { B = new MemoryStream([0, 255, 254]) }),
            ("yes", new AttributeValue { BOOL = true }),
            ("no", new AttributeValue { BOOL = false }),
            ("null", new AttributeValue { NULL = true }),
            ("m", new AttributeValue { M = new() { ["in \"quotes\""] = new AttributeValue { N = "1.5" } } }),
            ("l", new AttributeValue { L = [new AttributeValue { S = "x" }, new AttributeValue { L = [], IsLSet = true }] }),
            ("ss", new AttributeValue { SS = ["b", "a"] }),
            ("ns", new AttributeValue { NS = ["3", "1.5"] }),
            ("bs", new AttributeValue { BS = [new MemoryStream([1])] }),
            ("empty", new AttributeValue { M = [], IsMSet = true }));
        var values = new Dictionary<string, string>();

        await table.ReadAsync(1, 10, page =>
        {
            if (page.Count > 0)
            {
                values = ReadItem(page[0].NewImage);
            }
        });

        string[] expected =
        [
            "b = B 00FFFE",
            "bs = BS [B 01]",
            "empty = M ",
            "l = L [S x, L []]",
            "m = M in \"quotes\"=N 1.5",
            "n = N -12345678901234567890.123456789012345678",
            "no = BOOL False",
            "ns = NS [N 1.5, N 3]",
            "null = NULL",
            "pk = S all",
            "s = S quote \" backslash \\ slash / é 名 😀 \u0001 \u2028",
            "ss = SS [S a, S b]",
            "yes = BOOL True",
        ];
        Assert.Equal(expected, values.Select(static v => $"{v.Key} = {v.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_stream_or_shard_that_is_not_there_is_NotFound()
    {
        await using var table = await StreamedTable.CreateAsync(server);
        var absent = $"{table.StreamArn.Split("/stream/")[0]}/stream/2001-01-01T00:00:00.000";

        var stream = await Assert.ThrowsAsync<StreamException>(
            async () => await table.Streams.DescribeStreamAsync(absent, null, null, Stop));
        var shard = await Assert.ThrowsAsync<StreamException>(
            async () => await table.Streams.GetShardIteratorAsync(
                table.StreamArn, "shardId-00000000000000000000-00000000", ShardPosition.TrimHorizon, Stop));

        Assert.Equal(StreamError.NotFound, stream.Error);
        Assert.Equal(StreamError.NotFound, shard.Error);
    }

    [Fact]
    public async Task An_iterator_that_is_none_is_refused_by_the_service()
    {
        await using var table = await StreamedTable.CreateAsync(server);

        var error = await Assert.ThrowsAsync<AmazonDynamoDBException>(
            async () => await table.Streams.GetRecordsAsync("no iterator", 10, Stop));

        Assert.Equal("ValidationException", error.ErrorCode);
    }

    [Fact]
    public async Task A_page_of_a_megabyte_arrives_whole()
    {
        await using var table = await StreamedTable.CreateAsync(server);
        for (var i = 0; i < 8; i++)
        {
            await table.PutAsync($"{i}", ("text", new AttributeValue { S = new string((char)('a' + i), 300_000) }));
        }

        var lengths = new List<int>();

        await table.ReadAsync(8, 1000, page =>
        {
            for (var i = 0; i < page.Count; i++)
            {
                lengths.Add(page[i].NewImage.Length);
            }
        });

        Assert.Equal(8, lengths.Count);
        Assert.All(lengths, static length => Assert.InRange(length, 300_000, 300_100));
    }

    private static string Text(ReadOnlySpan<byte> json)
    {
        using var document = JsonDocument.Parse(Encoding.UTF8.GetString(json));
        return JsonSerializer.Serialize(document.RootElement);
    }

    private static string KeyOf(StreamRecord record) => ReadItem(record.Keys)["pk"]["S ".Length..];

    private static string StatusOf(ReadOnlySpan<byte> image) =>
        image.IsEmpty ? "" : ReadItem(image)["status"]["S ".Length..];

    private static Dictionary<string, string> ReadItem(ReadOnlySpan<byte> image)
    {
        var values = new Dictionary<string, string>();
        var reader = new ImageReader(image);
        reader.BeginMap(typeof(object));
        while (reader.NextAttribute())
        {
            var name = reader.GetName();
            values[name] = Describe(ref reader);
        }

        return values;
    }

    private static string Describe(ref ImageReader reader)
    {
        switch (reader.WireType)
        {
            case WireType.String:
                return $"S {reader.ReadString()}";
            case WireType.Number:
                return $"N {reader.ReadString()}";
            case WireType.Binary:
                return $"B {Convert.ToHexString(reader.ReadBytes())}";
            case WireType.Boolean:
                return $"BOOL {reader.ReadBoolean()}";
            case WireType.Null:
                return reader.TryReadNull() ? "NULL" : "";
            case WireType.Map:
                return $"M {DescribeMap(ref reader)}";
            case WireType.List:
                return $"L [{string.Join(", ", Elements(ref reader))}]";
            default:
                var type = reader.WireType switch { WireType.StringSet => "SS", WireType.NumberSet => "NS", _ => "BS" };
                return $"{type} [{string.Join(", ", Elements(ref reader).Order(StringComparer.Ordinal))}]";
        }
    }

    private static string DescribeMap(ref ImageReader reader)
    {
        var members = new List<string>();
        reader.BeginMap(typeof(object));
        while (reader.NextAttribute())
        {
            var name = reader.GetName();
            members.Add($"{name}={Describe(ref reader)}");
        }

        return string.Join(", ", members);
    }

    private static List<string> Elements(ref ImageReader reader)
    {
        var elements = new List<string>();
        reader.BeginList(typeof(object));
        while (reader.NextElement())
        {
            elements.Add(Describe(ref reader));
        }

        return elements;
    }
}
