using DynamoHandlers.Testing.InMemory.Values;

namespace DynamoHandlers.Testing.InMemory.Engine;

/// <summary>
/// A secondary index. It keeps nothing of its own: a query sorts the items that have its keys, which is enough for the
/// tables of tests, and sees every write at once.
/// </summary>
/// <param name="Name">The index's name.</param>
/// <param name="Keys">Its key attributes.</param>
/// <param name="IsGlobal">Whether its partition key is its own.</param>
/// <param name="Projected">The attributes that it holds besides all keys; null for all.</param>
internal sealed record SecondaryIndex(string Name, KeySchema Keys, bool IsGlobal, IReadOnlyList<string>? Projected)
{
    /// <summary>What the index shows of an item.</summary>
    public MapValue Show(MapValue item, KeySchema tableKeys) => Projected is null
        ? item
        : item.Pick(tableKeys.Names.Concat(Keys.Names).Concat(Projected).Distinct());

    /// <summary>
    /// Refuses an item with an index key of the wrong type; one without the key is merely not in the index.
    /// </summary>
    public void ThrowIfMismatched(MapValue item)
    {
        foreach (var attribute in Keys.Attributes)
        {
            if (item[attribute.Name] is not { } value)
            {
                continue;
            }

            if (value.Kind != attribute.Kind)
            {
                throw Errors.Validation(
                    $"One or more parameter values were invalid: Type mismatch for Index Key {attribute.Name} "
                    + $"Expected: {attribute.Kind} Actual: {value.Kind} IndexName: {Name}");
            }

            if (value is StringValue { Text.Length: 0 } or BinaryValue { Bytes.Length: 0 })
            {
                throw Errors.Validation(
                    "One or more parameter values are not valid. A value specified for a secondary index key is "
                    + "not supported. The AttributeValue for a key attribute cannot contain an empty "
                    + $"{attribute.Kind.LongName().ToLowerInvariant()} value. IndexName: {Name}, IndexKey: "
                    + $"{attribute.Name}");
            }
        }
    }
}
