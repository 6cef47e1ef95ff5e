using DynamoHandlers.Testing.InMemory.Values;

namespace DynamoHandlers.Testing.InMemory.Engine;

/// <summary>One key attribute.</summary>
internal sealed record KeyAttribute(string Name, ValueKind Kind);

/// <summary>An item's place in its table. Tables without a sort key have NULL in its stead.</summary>
internal sealed record ItemKey(Value Partition, Value Sort);

/// <summary>The key attributes of a table or an index.</summary>
internal sealed record KeySchema(KeyAttribute Partition, KeyAttribute? Sort)
{
    // Limits of the service, in bytes.
    private const int MaxPartitionSize = 2048;
    private const int MaxSortSize = 1024;

    public IReadOnlyList<KeyAttribute> Attributes { get; } = Sort is null ? [Partition] : [Partition, Sort];

    public IEnumerable<string> Names => Attributes.Select(static attribute => attribute.Name);

    public bool Has(string attribute) => Attributes.Any(key => key.Name == attribute);

    /// <summary>The key of an item that is about to be written.</summary>
    public ItemKey OfItem(MapValue item) => NewKey(attribute => item[attribute.Name] switch
    {
        null => throw Errors.Validation(
            $"One or more parameter values were invalid: Missing the key {attribute.Name} in the item"),
        var value when value.Kind != attribute.Kind => throw Errors.Validation(
            $"One or more parameter values were invalid: Type mismatch for key {attribute.Name} expected: "
            + $"{attribute.Kind} actual: {value.Kind}"),
        var value => value,
    });

    /// <summary>The key that a request gives: the key attributes and nothing else.</summary>
    public ItemKey OfKey(MapValue key)
    {
        if (key.Attributes.Count != Attributes.Count)
        {
            throw Errors.Validation("The provided key element does not match the schema");
        }

        return NewKey(attribute => key[attribute.Name] is { } value && value.Kind == attribute.Kind
            ? value
            : throw Errors.Validation("The provided key element does not match the schema"));
    }

    /// <summary>Whether an item has all these key attributes: an index lists no others.</summary>
    public bool Covers(MapValue item) => Attributes.All(attribute => item[attribute.Name]?.Kind == attribute.Kind);

    private ItemKey NewKey(Func<KeyAttribute, Value> read)
    {
        var partition = read(Partition);
        ThrowIfInvalid(Partition, partition, MaxPartitionSize, "hashkey has exceeded the maximum size limit of");
        if (Sort is null)
        {
            return new ItemKey(partition, NullValue.Instance);
        }

        var sort = read(Sort);
        ThrowIfInvalid(Sort, sort, MaxSortSize, "rangekey has exceeded the maximum size limit of");
        return new ItemKey(partition, sort);
    }

    private static void ThrowIfInvalid(KeyAttribute attribute, Value value, int maxSize, string excess)
    {
        if (value is StringValue { Text.Length: 0 } or BinaryValue { Bytes.Length: 0 })
        {
            throw Errors.Validation(
                "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain "
                + $"an empty {attribute.Kind.LongName().ToLowerInvariant()} value. Key: {attribute.Name}");
        }

        if (value.Size > maxSize)
        {
            throw Errors.Validation($"One or more parameter values were invalid: Size of {excess} {maxSize} bytes");
        }
    }
}
