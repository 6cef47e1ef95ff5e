using System.Text;
using System.Text.Json;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Runtime.Tests.Wire;

/// <summary>
/// What a page says, as plain values: made by chance, read in the most obvious way, or read by the parser under test.
/// Images are kept as their JSON, byte by byte.
/// </summary>
internal sealed record PageContent(string? Next, IReadOnlyList<RecordContent> Records)
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 192 };

    /// <summary>All of it, for comparisons and messages.</summary>
    public override string ToString() => $"next {Next ?? "none"}\n{string.Join('\n', Records)}";

    /// <summary>Reads a page through JSON's document model; null if it is none.</summary>
    public static PageContent? TryReadNaively(ReadOnlyMemory<byte> response)
    {
        try
        {
            using var document = JsonDocument.Parse(response, Deep);
            return Read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return null; // No JSON, or JSON of another shape, or texts that are no Unicode.
        }
    }

    /// <summary>Reads a page by the parser under test.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static PageContent Parse(ReadOnlyMemory<byte> response)
    {
        using var page = RecordPage.Parse(response);
        var records = new List<RecordContent>();
        for (var i = 0; i < page.Count; i++)
        {
            var record = page[i];
            records.Add(new()
            {
                Kind = record.Kind,
                EventId = record.EventId,
                SequenceNumber = record.SequenceNumber.ToString(),
                CreatedTicks = record.CreatedAt.UtcTicks,
                SizeBytes = record.SizeBytes,
                Identity = record.UserIdentity,
                Keys = Json(record.Keys),
                OldImage = Json(record.OldImage),
                NewImage = Json(record.NewImage),
            });
            Assert.Equal(
                record is { Kind: ChangeKind.Remove, UserIdentity: { Type: "Service", PrincipalId: "dynamodb.amazonaws.com" } },
                record.IsTimeToLive);
        }

        return new(page.NextShardIterator, records);
    }

    private static PageContent Read(JsonElement page)
    {
        string? next = null;
        List<RecordContent>? records = null;
        foreach (var member in page.EnumerateObject())
        {
            switch (member.Name)
            {
                case "NextShardIterator":
                    next = member.Value.GetString();
                    Check(next != "");
                    break;
                case "Records":
                    Check(records is null);
                    records = [.. member.Value.EnumerateArray().Select(RecordContent.Read)];
                    break;
                default:
                    break;
            }
        }

        Check(records is not null);
        return new(next, records!);
    }

    internal static void Check(bool holds)
    {
        if (!holds)
        {
            throw new FormatException();
        }
    }

    private static string? Json(ReadOnlySpan<byte> image) => image.IsEmpty ? null : Encoding.Latin1.GetString(image);
}
