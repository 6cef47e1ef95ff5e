using System.Text;

namespace DynamoHandlers.Dispatching.Routing;

/// <summary>
/// Tells on raw bytes which of a table's patterns an item fits: the most specific one. Immutable, safe for concurrent
/// use.
/// </summary>
internal sealed class EntityRouter
{
    /// <summary>The item fits no pattern.</summary>
    public const int None = -1;

    /// <summary>The record does not carry the image that tells.</summary>
    public const int Unknown = -2;

    private readonly CompiledPattern[] _mostSpecificFirst;
    private readonly KeyNames _keys;

    /// <param name="patterns">The patterns; results are indexes of this list. No two of them conflict.</param>
    /// <param name="keys">The table's key attributes.</param>
    public EntityRouter(IReadOnlyList<PatternConditions> patterns, in KeyNames keys)
    {
        _keys = keys;
        var names = patterns.Select(static p => p.Discriminator).OfType<string>().Distinct()
            .ToDictionary(static name => name, Encoding.UTF8.GetBytes);
        _mostSpecificFirst =
        [
            .. patterns.Select((conditions, i) => (Conditions: conditions, Index: i))
                .Order(Comparer<(PatternConditions Conditions, int Index)>.Create(static (x, y) =>
                    PatternConditions.CompareMostSpecificFirst(x.Conditions, y.Conditions)))
                .Select(p => new CompiledPattern(
                    p.Index, p.Conditions, p.Conditions.Discriminator is { } name ? names[name] : null)),
        ];
        ReadsImages = names.Values.Any(name => !IsKey(name));
    }

    /// <summary>Whether keys alone do not suffice.</summary>
    public bool ReadsImages { get; }

    /// <summary>Finds the pattern that an item fits.</summary>
    /// <param name="keys">The item's key attributes, a JSON object.</param>
    /// <param name="image">The item; empty if the record does not carry it.</param>
    /// <returns>The pattern's index, <see cref="None"/> or <see cref="Unknown"/>.</returns>
    /// <exception cref="Images.MappingException">The record is not DynamoDB's JSON.</exception>
    public int Classify(ReadOnlySpan<byte> keys, ReadOnlySpan<byte> image)
    {
        var item = new ItemTexts(keys, image, _keys);
        foreach (var pattern in _mostSpecificFirst)
        {
            switch (pattern.Fits(ref item))
            {
                case Finding.Present:
                    return pattern.Index;
                case Finding.Unknown:
                    return Unknown;
            }
        }

        return None;
    }

    private bool IsKey(ReadOnlySpan<byte> name) =>
        name.SequenceEqual(_keys.Partition) || name.SequenceEqual(_keys.Sort);

    private sealed class CompiledPattern(int index, PatternConditions conditions, byte[]? discriminator)
    {
        private readonly byte[] _value = Encoding.UTF8.GetBytes(conditions.Value);
        private readonly byte[] _keyPrefix = Encoding.UTF8.GetBytes(conditions.KeyPrefix);
        private readonly byte[] _sortKeyPrefix = Encoding.UTF8.GetBytes(conditions.SortKeyPrefix);

        public int Index { get; } = index;

        // Keys first: they exclude most patterns without a look at the image.
        public Finding Fits(ref ItemTexts item)
        {
            if (!item.PartitionKey.StartsWith(_keyPrefix) || !item.SortKey.StartsWith(_sortKeyPrefix))
            {
                return Finding.Absent;
            }

            if (discriminator is null)
            {
                return Finding.Present;
            }

            var finding = item.Find(discriminator, out var text);
            return finding == Finding.Present && !IsValue(text) ? Finding.Absent : finding;
        }

        private bool IsValue(ReadOnlySpan<byte> text) =>
            conditions.IsPrefix ? text.StartsWith(_value) : text.SequenceEqual(_value);
    }
}
