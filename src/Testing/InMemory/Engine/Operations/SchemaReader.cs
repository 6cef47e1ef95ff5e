using System.Text.RegularExpressions;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Testing.InMemory.Values;

namespace DynamoHandlers.Testing.InMemory.Engine.Operations;

/// <summary>Reads and checks what CreateTable declares.</summary>
internal static partial class SchemaReader
{
    public static TableSchema Read(CreateTableRequest request)
    {
        if (request.TableName is null || !TableName().IsMatch(request.TableName))
        {
            throw Errors.Validation(
                $"Invalid table/index name: {request.TableName}. It must have 3 to 255 of the characters a-z, A-Z, "
                + "0-9, '_', '-' and '.'");
        }

        if (request.BillingMode != BillingMode.PAY_PER_REQUEST && request.ProvisionedThroughput is null)
        {
            throw Errors.Validation(
                "One or more parameter values were invalid: ReadCapacityUnits and WriteCapacityUnits must both be "
                + "specified when BillingMode is PROVISIONED");
        }

        var types = ReadTypes(request.AttributeDefinitions ?? []);
        var keys = ReadKeys(request.KeySchema, types);
        var indexes = ReadIndexes(request, keys, types);
        var used = indexes.SelectMany(static index => index.Keys.Names).Concat(keys.Names).ToHashSet();
        if (types.Keys.FirstOrDefault(name => !used.Contains(name)) is not null)
        {
            throw Errors.Validation(
                "One or more parameter values were invalid: Some AttributeDefinitions are not used. "
                + $"AttributeDefinitions: [{string.Join(", ", types.Keys)}], keys used: [{string.Join(", ", used)}]");
        }

        var billing = new Billing(
            request.BillingMode?.Value ?? BillingMode.PROVISIONED.Value,
            request.ProvisionedThroughput?.ReadCapacityUnits ?? 0,
            request.ProvisionedThroughput?.WriteCapacityUnits ?? 0);
        return new TableSchema(request.TableName, keys, indexes, billing);
    }

    private static Dictionary<string, ValueKind> ReadTypes(List<AttributeDefinition> definitions)
    {
        var types = new Dictionary<string, ValueKind>();
        foreach (var definition in definitions)
        {
            if (!Enum.TryParse<ValueKind>(definition.AttributeType?.Value, out var kind) || !kind.IsOrdered())
            {
                throw Errors.Validation(
                    $"1 validation error detected: Value '{definition.AttributeType}' at 'attributeDefinitions' "
                    + "failed to satisfy constraint: Member must satisfy enum value set: [B, N, S]");
            }

            if (!types.TryAdd(definition.AttributeName, kind))
            {
                throw Errors.Validation($"Cannot have two attributes with the same name: {definition.AttributeName}");
            }
        }

        return types;
    }

    private static KeySchema ReadKeys(List<KeySchemaElement>? elements, Dictionary<string, ValueKind> types)
    {
        if (elements is not { Count: 1 or 2 }
            || elements[0].KeyType != KeyType.HASH
            || (elements.Count == 2 && elements[1].KeyType != KeyType.RANGE))
        {
            throw Errors.Validation(
                "Invalid KeySchema: it must have one HASH key element and then at most one RANGE key element");
        }

        var attributes = elements.ConvertAll(element => types.TryGetValue(element.AttributeName, out var kind)
            ? new KeyAttribute(element.AttributeName, kind)
            : throw Errors.Validation(
                "One or more parameter values were invalid: Some index key attributes are not defined in "
                + $"AttributeDefinitions. Keys: [{element.AttributeName}], "
                + $"AttributeDefinitions: [{string.Join(", ", types.Keys)}]"));
        if (attributes.Count == 2 && attributes[0].Name == attributes[1].Name)
        {
            throw Errors.Validation(
                "Invalid KeySchema: Both the Hash Key and the Range Key element in the KeySchema have the same name");
        }

        return new KeySchema(attributes[0], attributes.ElementAtOrDefault(1));
    }

    private static List<SecondaryIndex> ReadIndexes(
        CreateTableRequest request, KeySchema keys, Dictionary<string, ValueKind> types)
    {
        var indexes = new List<SecondaryIndex>();
        foreach (var index in request.GlobalSecondaryIndexes ?? [])
        {
            var indexKeys = ReadKeys(index.KeySchema, types);
            indexes.Add(new SecondaryIndex(index.IndexName, indexKeys, true, ReadProjected(index.Projection)));
        }

        foreach (var index in request.LocalSecondaryIndexes ?? [])
        {
            var indexKeys = ReadKeys(index.KeySchema, types);
            if (indexKeys.Partition != keys.Partition)
            {
                throw Errors.Validation(
                    "One or more parameter values were invalid: Index KeySchema does not have the same leading "
                    + $"hash key as table KeySchema for index: {index.IndexName}");
            }

            indexes.Add(new SecondaryIndex(index.IndexName, indexKeys, false, ReadProjected(index.Projection)));
        }

        if (indexes.GroupBy(static index => index.Name).FirstOrDefault(static group => group.Count() > 1) is { } twice)
        {
            throw Errors.Validation($"One or more parameter values were invalid: Duplicate index name: {twice.Key}");
        }

        return indexes;
    }

    private static List<string>? ReadProjected(Amazon.DynamoDBv2.Model.Projection? projection) =>
        projection?.ProjectionType?.Value switch
        {
            "ALL" => null,
            "KEYS_ONLY" => [],
            "INCLUDE" => projection.NonKeyAttributes ?? [],
            var type => throw Errors.Validation(
                $"One or more parameter values were invalid: Unknown ProjectionType: {type ?? "null"}"),
        };

    [GeneratedRegex("^[a-zA-Z0-9_.-]{3,255}$")]
    private static partial Regex TableName();
}
