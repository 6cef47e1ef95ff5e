using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using DynamoHandlers.DeadLetters;

namespace DynamoHandlers.S3;

/// <summary>Dead letters as JSON, for people and for tools that look into objects: the record is part of it as it is.</summary>
internal static class DeadLetterJson
{
    // An image may have 128 levels, which a record and a letter are around.
    private const int MaxDepth = 256;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = MaxDepth };

    public static byte[] Write(DeadLetter letter)
    {
        var json = new ArrayBufferWriter<byte>(letter.Record.Length + letter.Error.Length + 1024);
        using (var writer = new Utf8JsonWriter(json, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("handler"u8, letter.Handler);
            writer.WriteString("table"u8, letter.TableName);
            writer.WriteString("stream"u8, letter.StreamArn);
            writer.WriteString("shard"u8, letter.ShardId);
            writer.WriteString("sequenceNumber"u8, letter.SequenceNumber);
            writer.WriteString("kind"u8, letter.Kind.ToString());
            WriteRaw(writer, "keys"u8, Encoding.UTF8.GetBytes(letter.Keys));
            writer.WriteString("createdAt"u8, letter.CreatedAt.UtcDateTime);
            writer.WriteString("errorType"u8, ErrorText.Fit(letter.ErrorType, ErrorText.MaxTypeLength));
            writer.WriteString("error"u8, ErrorText.Fit(letter.Error));
            writer.WriteNumber("attempts"u8, letter.Attempts);
            writer.WriteString("deadAt"u8, letter.DeadAt.UtcDateTime);
            writer.WriteString("worker"u8, letter.WorkerId);
            WriteRaw(writer, "record"u8, letter.Record.Span);
            writer.WriteEndObject();
        }

        return json.WrittenSpan.ToArray();
    }

    /// <summary>Reads a letter; null if it is none.</summary>
    public static DeadLetter? Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new() { MaxDepth = MaxDepth });
            return Read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static DeadLetter? Read(JsonElement json) => !Enum.TryParse<ChangeKind>(Text(json, "kind"), out var kind) ? null : new()
    {
        Handler = Text(json, "handler"),
        TableName = Text(json, "table"),
        StreamArn = Text(json, "stream"),
        ShardId = Text(json, "shard"),
        SequenceNumber = Text(json, "sequenceNumber"),
        Kind = kind,
        Keys = json.GetProperty("keys").GetRawText(),
        CreatedAt = json.GetProperty("createdAt").GetDateTimeOffset(),
        Record = Encoding.UTF8.GetBytes(json.GetProperty("record").GetRawText()),
        ErrorType = Text(json, "errorType"),
        Error = Text(json, "error"),
        Attempts = json.GetProperty("attempts").GetInt32(),
        DeadAt = json.GetProperty("deadAt").GetDateTimeOffset(),
        WorkerId = Text(json, "worker"),
    };

    // Not looked at again, which would find nothing new and stop at 64 levels.
    private static void WriteRaw(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ReadOnlySpan<byte> json)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(json, skipInputValidation: true);
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString() ?? "";
}
