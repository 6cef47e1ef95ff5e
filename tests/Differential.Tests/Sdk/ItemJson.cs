using System.Text.Json;
using Amazon.DynamoDBv2.Model;

namespace DynamoHandlers.Differential.Tests.Sdk;

/// <summary>Turns the SDK's items into item images, as the stream has them, and back.</summary>
internal static class ItemJson
{
    public static byte[] Write(Dictionary<string, AttributeValue> item) => JsonSerializer.SerializeToUtf8Bytes(Map(item));

    public static Dictionary<string, AttributeValue> Read(ReadOnlyMemory<byte> image)
    {
        using var document = JsonDocument.Parse(image, new JsonDocumentOptions { MaxDepth = 128 });
        return ReadMap(document.RootElement);
    }

    private static Dictionary<string, object> Map(Dictionary<string, AttributeValue> item) =>
        item.ToDictionary(static m => m.Key, static m => Wrapped(m.Value));

    private static object Wrapped(AttributeValue value) => value switch
    {
        { NULL: true } => new { NULL = true },
        { BOOL: { } flag } => new { BOOL = flag },
        { S: { } text } => new { S = text },
        { N: { } number } => new { N = number },
        { B: { } bytes } => new { B = bytes.ToArray() },
        { M: { } map } => new { M = Map(map) },
        { L: { } list } => new { L = list.Select(Wrapped) },
        { SS: { } texts } => new { SS = texts },
        { NS: { } numbers } => new { NS = numbers },
        { BS: { } blobs } => new { BS = blobs.Select(static b => b.ToArray()) },
        _ => throw new InvalidOperationException("The SDK made a value without type."),
    };

    private static Dictionary<string, AttributeValue> ReadMap(JsonElement map) =>
        map.EnumerateObject().ToDictionary(static m => m.Name, static m => ReadValue(m.Value.EnumerateObject().Single()));

    private static AttributeValue ReadValue(JsonProperty value)
    {
        var content = value.Value;
        return value.Name switch
        {
            "NULL" => new() { NULL = content.GetBoolean() },
            "BOOL" => new() { BOOL = content.GetBoolean() },
            "S" => new() { S = content.GetString() },
            "N" => new() { N = content.GetString() },
            "B" => new() { B = new MemoryStream(content.GetBytesFromBase64()) },
            "M" => new() { M = ReadMap(content) },
            "L" => new() { L = [.. content.EnumerateArray().Select(static e => ReadValue(e.EnumerateObject().Single()))] },
            "SS" => new() { SS = [.. content.EnumerateArray().Select(static e => e.GetString()!)] },
            "NS" => new() { NS = [.. content.EnumerateArray().Select(static e => e.GetString()!)] },
            "BS" => new() { BS = [.. content.EnumerateArray().Select(static e => new MemoryStream(e.GetBytesFromBase64()))] },
            var type => throw new InvalidOperationException($"{type} is no type."),
        };
    }
}
