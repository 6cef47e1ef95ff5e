using System.Text;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Images.Text;

namespace DynamoHandlers.Dispatching.Transactions;

/// <summary>
/// The items that a transaction has an action for: DynamoDB allows no two for one item. Which attributes of an item that is
/// put are its key shows in the other actions of its table, which name it; until then such items are remembered.
/// </summary>
internal sealed class TransactionKeys
{
    private readonly Dictionary<string, TableKeys> _tables = new(StringComparer.Ordinal);

    /// <summary>Notes an action.</summary>
    /// <param name="table">The table's real name.</param>
    /// <param name="attributes">The attributes of the item, or of its key.</param>
    /// <param name="names">The names of the key attributes; null if they are not known.</param>
    /// <exception cref="ArgumentException">An attribute of the key is missing.</exception>
    /// <exception cref="InvalidOperationException">There is an action for the item.</exception>
    public void Add(string table, IReadOnlyDictionary<string, AttributeValue> attributes, IReadOnlyList<string>? names)
    {
        if (!_tables.TryGetValue(table, out var keys))
        {
            _tables.Add(table, keys = new(table));
        }

        keys.Add(attributes, names);
    }

    private sealed class TableKeys(string table)
    {
        private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
        private readonly List<IReadOnlyDictionary<string, AttributeValue>> _unknown = [];
        private IReadOnlyList<string>? _names;

        public void Add(IReadOnlyDictionary<string, AttributeValue> attributes, IReadOnlyList<string>? names)
        {
            _names ??= names;
            if (_names is null)
            {
                _unknown.Add(attributes);
                return;
            }

            foreach (var item in _unknown)
            {
                AddKnown(item, _names);
            }

            _unknown.Clear();
            AddKnown(attributes, names ?? _names);
        }

        private void AddKnown(IReadOnlyDictionary<string, AttributeValue> attributes, IReadOnlyList<string> names)
        {
            if (!_keys.Add(TextOf(attributes, names)))
            {
                var key = names.Select(name => $"{name} = {ValueOf(attributes[name])}");
                throw new InvalidOperationException(
                    $"The transaction has an action for the item {string.Join(", ", key)} of table '{table}' already, and "
                    + "DynamoDB allows one for each item. Say all in one: a put, an update and a delete can have conditions.");
            }
        }

        // Each part with its length, so that no two keys give the same.
        private string TextOf(IReadOnlyDictionary<string, AttributeValue> attributes, IReadOnlyList<string> names)
        {
            var text = new StringBuilder();
            foreach (var name in names.Order(StringComparer.Ordinal))
            {
                if (!attributes.TryGetValue(name, out var attribute) || ValueOf(attribute) is not { } value)
                {
                    throw new ArgumentException(
                        $"An action for table '{table}' has no text, number or binary as '{name}', which is part of the key.");
                }

                text.Append(name.Length).Append(':').Append(name);
                text.Append(value.Length).Append(':').Append(value);
            }

            return text.ToString();
        }

        // With the type, and of equal numbers the same: DynamoDB takes 1 and 1.0 for one key.
        private static string? ValueOf(AttributeValue value) => value switch
        {
            { S: { } text } => $"\"{text}\"",
            { N: { } number } => NumberText.TryParse(Encoding.UTF8.GetBytes(number), out var parsed) ? parsed.ToString() : number,
            { B: { } bytes } => $"0x{Convert.ToHexString(bytes.ToArray())}",
            _ => null,
        };
    }
}
