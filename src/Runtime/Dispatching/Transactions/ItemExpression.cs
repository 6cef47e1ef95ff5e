using System.Globalization;
using Amazon.DynamoDBv2.Model;

namespace DynamoHandlers.Dispatching.Transactions;

/// <summary>
/// The update and condition expressions of one action. Names and values stand in them as placeholders, since a name may be a
/// reserved word or hold anything.
/// </summary>
internal sealed class ItemExpression
{
    private readonly Dictionary<string, string> _placeholders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AttributeValue> _values = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, List<string>> _clauses = new(StringComparer.Ordinal);
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);
    private readonly List<string> _conditions = [];

    /// <summary>The names by placeholder; null if there are none, as the service refuses an empty list.</summary>
    public Dictionary<string, string>? Names =>
        _placeholders.Count == 0 ? null : _placeholders.ToDictionary(static p => p.Value, static p => p.Key, StringComparer.Ordinal);

    /// <summary>The values by placeholder; null if there are none.</summary>
    public Dictionary<string, AttributeValue>? Values => _values.Count == 0 ? null : new(_values, StringComparer.Ordinal);

    /// <summary>What must hold; null for nothing.</summary>
    public string? Condition => _conditions.Count == 0 ? null : string.Join(" AND ", _conditions);

    /// <summary>What is changed; null for nothing.</summary>
    public string? Update => _clauses.Count == 0
        ? null
        : string.Join(' ', _clauses.Select(static clause => $"{clause.Key} {string.Join(", ", clause.Value)}"));

    /// <summary>Changes an attribute.</summary>
    /// <exception cref="InvalidOperationException">It is changed already.</exception>
    public void Change(string clause, string attribute, Func<string, string> change)
    {
        if (!_changed.Add(attribute))
        {
            throw new InvalidOperationException(
                $"The update changes the attribute '{attribute}' already, and DynamoDB allows that once. Combine the changes.");
        }

        if (!_clauses.TryGetValue(clause, out var changes))
        {
            _clauses.Add(clause, changes = []);
        }

        changes.Add(change(PlaceholderOf(attribute)));
    }

    /// <summary>Adds a condition to those that must hold.</summary>
    public void Require(string attribute, Func<string, string> condition) =>
        _conditions.Add(condition(PlaceholderOf(attribute)));

    /// <returns>The value's placeholder.</returns>
    public string Add(AttributeValue value)
    {
        var placeholder = string.Create(CultureInfo.InvariantCulture, $":{_values.Count}");
        _values.Add(placeholder, value);
        return placeholder;
    }

    private string PlaceholderOf(string attribute)
    {
        if (!_placeholders.TryGetValue(attribute, out var placeholder))
        {
            placeholder = string.Create(CultureInfo.InvariantCulture, $"#{_placeholders.Count}");
            _placeholders.Add(attribute, placeholder);
        }

        return placeholder;
    }
}
