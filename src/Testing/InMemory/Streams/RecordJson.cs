using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using DynamoHandlers.Testing.InMemory.Values;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Testing.InMemory.Streams;

/// <summary>Writes records and pages of records as the streams service sends them.</summary>
internal static class RecordJson
{
    // Like the service: text is UTF-8, escaped only where JSON demands it.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One record, as it stands in a GetRecords answer.</summary>
    public static byte[] WriteRecord(
        ItemChange change, StreamViewType viewType, string eventId, long sequence, DateTimeOffset createdAt) => Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("awsRegion", StreamNames.Region);
        writer.WritePropertyName("dynamodb");
        WriteImages(writer, change, viewType, sequence, createdAt);
        writer.WriteString("eventID", eventId);
        writer.WriteString("eventName", EventName(change.Kind));
        writer.WriteString("eventSource", "aws:dynamodb");
        writer.WriteString("eventVersion", "1.1");
        if (change.Identity is { } identity)
        {
            writer.WriteStartObject("userIdentity");
            writer.WriteString("PrincipalId", identity.PrincipalId);
            writer.WriteString("Type", identity.Type);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    });

    /// <summary>A GetRecords answer.</summary>
    public static byte[] WritePage(IEnumerable<StoredRecord> records, string? nextShardIterator) => Write(writer =>
    {
        writer.WriteStartObject();
        if (nextShardIterator is not null)
        {
            writer.WriteString("NextShardIterator", nextShardIterator);
        }

        writer.WriteStartArray("Records");
        foreach (var record in records)
        {
            writer.WriteRawValue(record.Json.Span, skipInputValidation: true);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    public static string FormatSequence(long sequence) => sequence.ToString("D21", CultureInfo.InvariantCulture);

    private static void WriteImages(
        Utf8JsonWriter writer, ItemChange change, StreamViewType viewType, long sequence, DateTimeOffset createdAt)
    {
        var newImage = viewType is StreamViewType.NewImage or StreamViewType.NewAndOldImages ? change.New : null;
        var oldImage = viewType is StreamViewType.OldImage or StreamViewType.NewAndOldImages ? change.Old : null;
        writer.WriteStartObject();
        writer.WriteNumber("ApproximateCreationDateTime", createdAt.ToUnixTimeSeconds());
        WriteImage(writer, "Keys", change.Keys);
        WriteImage(writer, "NewImage", newImage);
        WriteImage(writer, "OldImage", oldImage);
        writer.WriteString("SequenceNumber", FormatSequence(sequence));
        writer.WriteNumber("SizeBytes", change.Keys.ItemSize + (newImage?.ItemSize ?? 0) + (oldImage?.ItemSize ?? 0));
        writer.WriteString("StreamViewType", StreamNames.Of(viewType));
        writer.WriteEndObject();
    }

    private static void WriteImage(Utf8JsonWriter writer, string name, MapValue? image)
    {
        if (image is null)
        {
            return;
        }

        writer.WritePropertyName(name);
        ImageJson.Write(writer, image);
    }

    private static string EventName(ChangeKind kind) => kind switch
    {
        ChangeKind.Insert => "INSERT",
        ChangeKind.Modify => "MODIFY",
        _ => "REMOVE",
    };

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            write(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
