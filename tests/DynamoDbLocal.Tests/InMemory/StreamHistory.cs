using System.Text;
using System.Text.Json;
using DynamoHandlers.Wire;

namespace DynamoHandlers.DynamoDbLocal.Tests.InMemory;

/// <summary>Reads a stream to its end and tells, for each item, what happened to it and in which order.</summary>
internal static class StreamHistory
{
    public static async Task<SortedDictionary<string, string>> ReadAsync(
        IStreamClient client, string streamArn, CancellationToken stop)
    {
        var histories = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var description = await client.DescribeStreamAsync(streamArn, null, null, stop);
        Assert.Null(description.LastEvaluatedShardId);
        foreach (var shard in description.Shards)
        {
            string? iterator = await client.GetShardIteratorAsync(streamArn, shard.ShardId, ShardPosition.TrimHorizon, stop);
            for (var empty = 0; iterator is not null && empty < 2;)
            {
                using var page = await client.GetRecordsAsync(iterator, 1000, stop);
                empty = page.Count == 0 ? empty + 1 : 0;
                Append(histories, page);
                iterator = page.NextShardIterator;
            }
        }

        return histories;
    }

    private static void Append(SortedDictionary<string, string> histories, RecordPage page)
    {
        for (var i = 0; i < page.Count; i++)
        {
            var record = page[i];
            var key = Canonical(record.Keys);
            histories[key] = histories.GetValueOrDefault(key, "")
                + $"{record.Kind} {Canonical(record.OldImage)} -> {Canonical(record.NewImage)}\n";
        }
    }

    private static string Canonical(ReadOnlySpan<byte> image)
    {
        if (image.IsEmpty)
        {
            return "-";
        }

        using var document = JsonDocument.Parse(Encoding.UTF8.GetString(image));
        return Canonical(document.RootElement);
    }

    private static string Canonical(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object when element.EnumerateObject().ToList() is [{ Name: "SS" or "NS" or "BS", Value.ValueKind: JsonValueKind.Array } set] =>
            $"{set.Name}<{string.Join(",", set.Value.EnumerateArray().Select(static e => Items.Number(e.GetString()!)).Order(StringComparer.Ordinal))}>",
        JsonValueKind.Object when element.EnumerateObject().ToList() is [{ Name: "N", Value.ValueKind: JsonValueKind.String } number] => Items.Number(number.Value.GetString()!),
        JsonValueKind.Object => $"{{{string.Join(",", element.EnumerateObject().OrderBy(static p => p.Name, StringComparer.Ordinal).Select(static p => $"{p.Name}:{Canonical(p.Value)}"))}}}",
        JsonValueKind.Array => $"[{string.Join(",", element.EnumerateArray().Select(Canonical))}]",
        _ => element.GetRawText(),
    };
}
