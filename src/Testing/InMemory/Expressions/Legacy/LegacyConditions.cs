using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Testing.InMemory.Values;

namespace DynamoHandlers.Testing.InMemory.Expressions.Legacy;

/// <summary>
/// Conditions as they were written before expressions: Expected, KeyConditions, QueryFilter and ScanFilter. The SDK's
/// document and object models still send them.
/// </summary>
internal static class LegacyConditions
{
    public static ItemCondition? Read(Dictionary<string, Condition>? conditions, ConditionalOperator? combine) =>
        Combine(
            (conditions ?? []).Select(static pair =>
                Read(pair.Key, pair.Value.ComparisonOperator?.Value ?? "", pair.Value.AttributeValueList ?? [])),
            combine);

    public static ItemCondition? Read(Dictionary<string, ExpectedAttributeValue>? expected, ConditionalOperator? combine) =>
        Combine((expected ?? []).Select(static pair => Read(pair.Key, pair.Value)), combine);

    private static ItemCondition? Combine(IEnumerable<ItemCondition> conditions, ConditionalOperator? combine)
    {
        ItemCondition? combined = null;
        foreach (var condition in conditions)
        {
            combined = combined is null ? condition
                : combine == ConditionalOperator.OR ? new OrCondition(combined, condition)
                : new AndCondition(combined, condition);
        }

        return combined;
    }

    private static ItemCondition Read(string attribute, ExpectedAttributeValue expected)
    {
        if (expected.ComparisonOperator is { } comparison)
        {
            List<AttributeValue> single = expected.Value is null ? [] : [expected.Value];
            return Read(attribute, comparison.Value, expected.AttributeValueList ?? single);
        }

        if (expected.Exists == false)
        {
            return Read(attribute, "NULL", []);
        }

        return expected.Value is { } value
            ? Read(attribute, "EQ", [value])
            : throw Errors.Validation(
                "One or more parameter values were invalid: Value must be provided when Exists is true for "
                + $"Attribute: {attribute}");
    }

    private static ItemCondition Read(string attribute, string comparison, List<AttributeValue> list)
    {
        var path = new PathOperand(DocumentPath.To(attribute));
        var values = list.ConvertAll(static value => new ConstantOperand(AttributeValues.Read(value)));
        if (values.Find(value => !Takes(comparison, value.Value.Kind)) is { } wrong)
        {
            throw Errors.Validation(
                $"One or more parameter values were invalid: ComparisonOperator {comparison} is not valid for "
                + $"{wrong.Value.Kind} AttributeValue type");
        }

        return (comparison, values) switch
        {
            ("EQ", [var value]) => new ComparisonCondition("=", path, value),
            ("NE", [var value]) => new ComparisonCondition("<>", path, value),
            ("LT", [var value]) => new ComparisonCondition("<", path, value),
            ("LE", [var value]) => new ComparisonCondition("<=", path, value),
            ("GT", [var value]) => new ComparisonCondition(">", path, value),
            ("GE", [var value]) => new ComparisonCondition(">=", path, value),
            ("BETWEEN", [var low, var high]) => new BetweenCondition(path, low, high),
            ("IN", [_, ..]) => new InCondition(path, values),
            ("BEGINS_WITH", [var value]) => new BeginsWithCondition(path, value),
            ("CONTAINS", [var value]) => new ContainsCondition(path, value),
            ("NOT_CONTAINS", [var value]) => new AndCondition(
                new ExistsCondition(path, true), new NotCondition(new ContainsCondition(path, value))),
            ("NULL", []) => new ExistsCondition(path, false),
            ("NOT_NULL", []) => new ExistsCondition(path, true),
            _ => throw Errors.Validation(
                $"One or more parameter values were invalid: Invalid number of argument(s) for the {comparison} "
                + "ComparisonOperator"),
        };
    }

    private static bool Takes(string comparison, ValueKind kind) => comparison switch
    {
        "EQ" or "NE" => true,
        "BEGINS_WITH" => kind is ValueKind.S or ValueKind.B,
        _ => kind.IsOrdered(),
    };
}
