using Amazon.DynamoDBv2;
using DynamoHandlers.Testing.InMemory.Expressions;
using DynamoHandlers.Testing.InMemory.Values;

namespace DynamoHandlers.Testing.InMemory.Engine.Operations;

/// <summary>What a query asks of the keys: one partition, and perhaps a range of its sort keys.</summary>
/// <param name="Partition">The partition key.</param>
/// <param name="OnSortKey">What must hold of the sort key; null for the whole partition.</param>
internal sealed record KeyCondition(Value Partition, ItemCondition? OnSortKey)
{
    /// <summary>Reads it out of a parsed key condition, which DynamoDB allows only a few shapes.</summary>
    public static KeyCondition Of(ItemCondition condition, KeySchema keys)
    {
        var byAttribute = new Dictionary<string, ItemCondition>();
        foreach (var part in Flatten(condition))
        {
            if (!byAttribute.TryAdd(AttributeOf(part), part))
            {
                throw Errors.Validation("KeyConditionExpressions must only contain one condition per key");
            }
        }

        if (byAttribute.Count > 2)
        {
            throw Errors.Validation("Conditions can be of length 1 or 2 only");
        }

        if (!byAttribute.Remove(keys.Partition.Name, out var onPartition))
        {
            throw Missing(keys.Partition);
        }

        if (onPartition is not ComparisonCondition { Comparator: "=" } equality)
        {
            throw Errors.Validation("Query key condition not supported");
        }

        var partition = ConstantOf(equality, keys.Partition);
        if (byAttribute.Count == 0)
        {
            return new KeyCondition(partition, null);
        }

        if (keys.Sort is not { } sort)
        {
            throw Errors.Validation("Query key condition not supported");
        }

        if (!byAttribute.TryGetValue(sort.Name, out var onSort))
        {
            throw Missing(sort);
        }

        ConstantOf(onSort, sort);
        return new KeyCondition(partition, onSort);
    }

    private static IEnumerable<ItemCondition> Flatten(ItemCondition condition) => condition is AndCondition and
        ? Flatten(and.Left).Concat(Flatten(and.Right))
        : [condition];

    private static string AttributeOf(ItemCondition condition)
    {
        var allowed = condition is ComparisonCondition { Comparator: not "<>" } or BetweenCondition or BeginsWithCondition;
        if (!allowed)
        {
            throw Errors.Validation($"Invalid operator used in KeyConditionExpression: {NameOf(condition)}");
        }

        if (OperandsOf(condition).Any(static operand => operand is not (PathOperand or ConstantOperand)))
        {
            throw Errors.Validation("KeyConditionExpressions cannot contain nested operations");
        }

        if (condition.Paths.ToList() is not [var path])
        {
            throw Errors.Validation(
                "Invalid condition in KeyConditionExpression: it must compare one key attribute with values");
        }

        return path.IsTopLevel
            ? path.Root
            : throw Errors.Validation(
                "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: "
                + $"{path.Root}");
    }

    private static Operand[] OperandsOf(ItemCondition condition) => condition switch
    {
        ComparisonCondition c => [c.Left, c.Right],
        BetweenCondition c => [c.Operand, c.Low, c.High],
        BeginsWithCondition c => [c.Operand, c.Prefix],
        _ => [],
    };

    // Every constant of the part has the key's type; the first one is returned.
    private static Value ConstantOf(ItemCondition condition, KeyAttribute key)
    {
        var constants = OperandsOf(condition).OfType<ConstantOperand>().Select(static operand => operand.Value).ToList();
        if (constants.Exists(value => value.Kind != key.Kind))
        {
            throw Errors.Validation(
                "One or more parameter values were invalid: Condition parameter type does not match schema type");
        }

        if (constants.Exists(static value => value is StringValue { Text.Length: 0 } or BinaryValue { Bytes.Length: 0 }))
        {
            throw Errors.Validation(
                "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain "
                + $"an empty {key.Kind.LongName().ToLowerInvariant()} value. Key: {key.Name}");
        }

        return constants[0];
    }

    private static string NameOf(ItemCondition condition) => condition switch
    {
        ComparisonCondition c => c.Comparator,
        OrCondition => "OR",
        NotCondition => "NOT",
        InCondition => "IN",
        ContainsCondition => "contains",
        TypeCondition => "attribute_type",
        ExistsCondition { Exists: true } => "attribute_exists",
        ExistsCondition => "attribute_not_exists",
        _ => condition.GetType().Name,
    };

    private static AmazonDynamoDBException Missing(KeyAttribute key) =>
        Errors.Validation($"Query condition missed key schema element: {key.Name}");
}
