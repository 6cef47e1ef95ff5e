using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;

namespace DynamoHandlers.DynamoDbLocal.Tests.InMemory;

/// <summary>
/// Items as plain JSON, short enough to write in tables of tests: <c>{"pk":"a","n":1}</c>. What JSON lacks is an object
/// with a type in dollars: <c>{"$SS":["a"]}</c>, <c>{"$NS":[1]}</c>, <c>{"$BS":["AQ=="]}</c>, <c>{"$B":"AQ=="}</c>, <c>{"$N":"1e3"}</c>.
/// </summary>
internal static class Items
{
    public static Dictionary<string, AttributeValue> Read(string json) =>
        JsonNode.Parse(json)!.AsObject().ToDictionary(static pair => pair.Key, static pair => Value(pair.Value));

    /// <summary>The same text for the same item, whichever order its attributes and sets have.</summary>
    public static string Describe(Dictionary<string, AttributeValue>? item) => item is null
        ? "-"
        : $"{{{string.Join(",", item.OrderBy(static p => p.Key, StringComparer.Ordinal).Select(static p => $"{p.Key}={Describe(p.Value)}"))}}}";

    private static string Describe(AttributeValue value) => value switch
    {
        { S: { } s } => $"'{s}'",
        { N: { } n } => Number(n),
        { B: { } b } => $"B:{Convert.ToBase64String(b.ToArray())}",
        { BOOL: { } flag } => flag ? "true" : "false",
        { NULL: true } => "null",
        { SS: { Count: > 0 } set } => $"SS<{string.Join(",", set.Order(StringComparer.Ordinal))}>",
        { NS: { Count: > 0 } set } => $"NS<{string.Join(",", set.Select(Number).Order(StringComparer.Ordinal))}>",
        { BS: { Count: > 0 } set } => $"BS<{string.Join(",", set.Select(b => Convert.ToBase64String(b.ToArray())).Order(StringComparer.Ordinal))}>",
        { IsMSet: true } => Describe(value.M),
        { IsLSet: true } => $"[{string.Join(",", value.L.Select(Describe))}]",
        _ => "?",
    };

    /// <summary>A number without the zeroes that it ends on: the service drops them, DynamoDB Local not those of sums.</summary>
    public static string Number(string number) => number.Contains('.') ? number.TrimEnd('0').TrimEnd('.') : number;

    private static AttributeValue Value(JsonNode? node) => node switch
    {
        null => new AttributeValue { NULL = true },
        JsonArray list => new AttributeValue { L = list.Select(Value).ToList(), IsLSet = true },
        JsonObject map when map.Count == 1 && map.First() is { Key: ['$', ..] type } typed => Typed(type[1..], typed.Value!),
        JsonObject map => new AttributeValue { M = map.ToDictionary(static p => p.Key, static p => Value(p.Value)), IsMSet = true },
        _ => node.GetValueKind() switch
        {
            JsonValueKind.String => new AttributeValue { S = node.GetValue<string>() },
            JsonValueKind.Number => new AttributeValue { N = node.ToJsonString() },
            _ => new AttributeValue { BOOL = node.GetValue<bool>() },
        },
    };

    private static AttributeValue Typed(string type, JsonNode value) => type switch
    {
        "N" => new AttributeValue { N = value.GetValue<string>() },
        "B" => new AttributeValue { B = Bytes(value) },
        "SS" => new AttributeValue { SS = value.AsArray().Select(static s => s!.GetValue<string>()).ToList() },
        "NS" => new AttributeValue { NS = value.AsArray().Select(static n => n!.ToJsonString().Trim('"')).ToList() },
        "BS" => new AttributeValue { BS = value.AsArray().Select(static b => Bytes(b!)).ToList() },
        "NULL" => new AttributeValue { NULL = value.GetValue<bool>() },
        "NONE" => new AttributeValue(),
        _ => throw new ArgumentException($"Unknown type {type}."),
    };

    private static MemoryStream Bytes(JsonNode base64) => new(Convert.FromBase64String(base64.GetValue<string>()));
}
