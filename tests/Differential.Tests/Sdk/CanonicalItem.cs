using System.Globalization;
using System.Numerics;
using Amazon.DynamoDBv2.Model;

namespace DynamoHandlers.Differential.Tests.Sdk;

/// <summary>A text that items have in common if they mean the same to DynamoDB, and only then.</summary>
internal static class CanonicalItem
{
    public static SortedDictionary<string, string> Of(Dictionary<string, AttributeValue> item) =>
        new(item.ToDictionary(static m => m.Key, static m => Of(m.Value)), StringComparer.Ordinal);

    /// <summary>The first attribute in which two items differ; null if they do not.</summary>
    public static string? Difference(Dictionary<string, AttributeValue> expected, Dictionary<string, AttributeValue> actual)
    {
        var (left, right) = (Of(expected), Of(actual));
        return left.Keys.Union(right.Keys)
            .Where(name => left.GetValueOrDefault(name) != right.GetValueOrDefault(name))
            .Select(name => $"{name}: expected {left.GetValueOrDefault(name) ?? "nothing"}, but it is {right.GetValueOrDefault(name) ?? "nothing"}")
            .FirstOrDefault();
    }

    private static string Of(AttributeValue value) => value switch
    {
        { NULL: true } => "NULL",
        { BOOL: { } flag } => flag ? "true" : "false",
        { S: { } text } => $"\"{text}\"",
        { N: { } number } => Number(number),
        { B: { } bytes } => Convert.ToHexString(bytes.ToArray()),
        { M: { } map } => $"{{{string.Join(", ", Of(map).Select(static m => $"{m.Key}: {m.Value}"))}}}",
        { L: { } list } => $"[{string.Join(", ", list.Select(Of))}]",
        { SS: { } texts } => Set("SS", texts.Select(static t => $"\"{t}\"")),
        { NS: { } numbers } => Set("NS", numbers.Select(Number)),
        { BS: { } blobs } => Set("BS", blobs.Select(static b => Convert.ToHexString(b.ToArray()))),
        _ => throw new InvalidOperationException("This value has no type."),
    };

    private static string Set(string type, IEnumerable<string> elements) =>
        $"{type}({string.Join(", ", elements.Distinct().Order(StringComparer.Ordinal))})";

    private static string Number(string text)
    {
        var parts = text.Split('E', 'e');
        var exponent = parts.Length > 1 ? int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        var fraction = parts[0].Contains('.', StringComparison.Ordinal) ? parts[0].Length - parts[0].IndexOf('.', StringComparison.Ordinal) - 1 : 0;
        var digits = BigInteger.Parse(parts[0].Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        for (exponent -= fraction; !digits.IsZero && digits % 10 == 0; exponent++)
        {
            digits /= 10;
        }

        return digits.IsZero ? "0" : $"{digits}E{exponent}";
    }
}
