using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Testing.InMemory.Streams;

namespace DynamoHandlers.Testing.InMemory.Engine.Operations;

/// <summary>Describes tables.</summary>
internal static class TableDescriber
{
    public static TableDescription Describe(Table table)
    {
        var schema = table.Schema;
        return new TableDescription
        {
            TableName = schema.Name,
            TableArn = StreamNames.TableArn(schema.Name),
            TableStatus = TableStatus.ACTIVE,
            CreationDateTime = table.CreatedAt.UtcDateTime,
            KeySchema = Describe(schema.Keys),
            AttributeDefinitions = schema.KeyAttributes
                .Select(static key => new AttributeDefinition(key.Name, key.Kind.ToString()))
                .ToList(),
            ItemCount = table.Count,
            TableSizeBytes = table.SizeBytes,
            BillingModeSummary = new BillingModeSummary { BillingMode = schema.Billing.Mode },
            ProvisionedThroughput = new ProvisionedThroughputDescription
            {
                ReadCapacityUnits = schema.Billing.ReadUnits,
                WriteCapacityUnits = schema.Billing.WriteUnits,
            },
            GlobalSecondaryIndexes = DescribeIndexes(table, isGlobal: true, DescribeGlobal),
            LocalSecondaryIndexes = DescribeIndexes(table, isGlobal: false, DescribeLocal),
            StreamSpecification = table.Stream is { IsEnabled: true } stream
                ? new StreamSpecification { StreamEnabled = true, StreamViewType = StreamNames.Of(stream.ViewType) }
                : null,
            LatestStreamArn = table.Stream?.Arn,
            LatestStreamLabel = table.Stream?.Label,
            DeletionProtectionEnabled = table.IsProtected,
        };
    }

    private static List<KeySchemaElement> Describe(KeySchema keys) => keys.Attributes
        .Select((key, i) => new KeySchemaElement(key.Name, i == 0 ? KeyType.HASH : KeyType.RANGE))
        .ToList();

    private static List<T>? DescribeIndexes<T>(Table table, bool isGlobal, Func<Table, SecondaryIndex, T> describe)
    {
        var descriptions = table.Schema.Indexes
            .Where(index => index.IsGlobal == isGlobal)
            .Select(index => describe(table, index))
            .ToList();
        return descriptions.Count == 0 ? null : descriptions;
    }

    private static GlobalSecondaryIndexDescription DescribeGlobal(Table table, SecondaryIndex index) => new()
    {
        IndexName = index.Name,
        IndexArn = IndexArn(table, index),
        IndexStatus = IndexStatus.ACTIVE,
        KeySchema = Describe(index.Keys),
        Projection = Describe(index.Projected),
        ItemCount = table.Items.Count(index.Keys.Covers),
    };

    private static LocalSecondaryIndexDescription DescribeLocal(Table table, SecondaryIndex index) => new()
    {
        IndexName = index.Name,
        IndexArn = IndexArn(table, index),
        KeySchema = Describe(index.Keys),
        Projection = Describe(index.Projected),
        ItemCount = table.Items.Count(index.Keys.Covers),
    };

    private static Projection Describe(IReadOnlyList<string>? projected) => projected switch
    {
        null => new Projection { ProjectionType = ProjectionType.ALL },
        [] => new Projection { ProjectionType = ProjectionType.KEYS_ONLY },
        _ => new Projection { ProjectionType = ProjectionType.INCLUDE, NonKeyAttributes = [.. projected] },
    };

    private static string IndexArn(Table table, SecondaryIndex index) =>
        $"{StreamNames.TableArn(table.Schema.Name)}/index/{index.Name}";
}
