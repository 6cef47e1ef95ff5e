using System.Text.RegularExpressions;
using Amazon.DynamoDBv2.Model;

namespace DynamoHandlers.DynamoDbLocal.Tests.InMemory;

/// <summary>Placeholders for the expressions of tests.</summary>
internal static partial class Requests
{
    /// <summary>Those of some values that the expressions use and no others, as DynamoDB refuses unused ones; null for none.</summary>
    public static Dictionary<string, AttributeValue>? ValuesIn(string values, params ReadOnlySpan<string?> expressions)
    {
        var used = string.Join(' ', expressions);
        var names = Placeholder().Matches(used).Select(static match => match.Value).ToHashSet();
        var defined = Items.Read(values).Where(pair => names.Contains(pair.Key)).ToDictionary();
        return defined.Count > 0 ? defined : null;
    }

    /// <summary>Lines as the rows of a theory.</summary>
    public static TheoryData<string> Rows(string lines) =>
        new(lines.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    [GeneratedRegex(":[A-Za-z0-9_]+")]
    private static partial Regex Placeholder();
}
