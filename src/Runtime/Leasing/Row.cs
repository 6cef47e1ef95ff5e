using System.Globalization;
using Amazon.DynamoDBv2.Model;

namespace DynamoHandlers.Leasing;

/// <summary>Reads and makes attributes of rows of the lease table.</summary>
internal static class Row
{
    public const string PartitionKey = "pk";
    public const string SortKey = "sk";

    public static Dictionary<string, AttributeValue> Key(string partition, string sort) => new(StringComparer.Ordinal)
    {
        [PartitionKey] = Text(partition),
        [SortKey] = Text(sort),
    };

    public static AttributeValue Text(string value) => new() { S = value };

    public static AttributeValue Number(long value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };

    public static AttributeValue Time(DateTimeOffset value) => Text(value.ToString("O", CultureInfo.InvariantCulture));

    public static string? GetText(this IReadOnlyDictionary<string, AttributeValue> row, string name) =>
        row.TryGetValue(name, out var value) ? value.S : null;

    /// <summary>A time; null if there is none.</summary>
    public static DateTimeOffset? GetTime(this IReadOnlyDictionary<string, AttributeValue> row, string name) =>
        DateTimeOffset.TryParseExact(
            row.GetText(name), "O", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;

    /// <summary>A whole number; 0 if there is none.</summary>
    public static long GetNumber(this IReadOnlyDictionary<string, AttributeValue> row, string name) =>
        row.TryGetNumber(name) ?? 0;

    /// <summary>A whole number; null if there is none.</summary>
    public static long? TryGetNumber(this IReadOnlyDictionary<string, AttributeValue> row, string name) =>
        row.TryGetValue(name, out var value)
        && long.TryParse(value.N, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
