using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace DynamoHandlers.Leasing;

/// <summary>Creates the lease table on the first start of an application, and checks one that is there.</summary>
internal static class LeaseTableCreation
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    /// <exception cref="WorkerStartException">A table of that name exists and is not a lease table.</exception>
    /// <exception cref="WorkerStartException">The table cannot be described or created.</exception>
    public static async ValueTask EnsureAsync(
        IAmazonDynamoDB db, string name, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            await EnsureActiveAsync(db, name, clock, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AmazonClientException or AmazonServiceException or HttpRequestException)
        {
            throw new WorkerStartException(
                $"The lease table '{name}', named after DynamoHandlersOptions.Application, cannot be described or created: {e.Message}", e);
        }
    }

    private static async ValueTask EnsureActiveAsync(
        IAmazonDynamoDB db, string name, TimeProvider clock, CancellationToken cancellationToken)
    {
        while (true)
        {
            var table = await DescribeAsync(db, name, cancellationToken).ConfigureAwait(false);
            if (table is null)
            {
                await CreateAsync(db, name, cancellationToken).ConfigureAwait(false);
            }
            else if (table.TableStatus != TableStatus.CREATING)
            {
                CheckSchema(name, table);
                return;
            }

            await Task.Delay(table is null ? TimeSpan.FromMilliseconds(50) : Poll, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async ValueTask<TableDescription?> DescribeAsync(
        IAmazonDynamoDB db, string name, CancellationToken cancellationToken)
    {
        try
        {
            var response = await db.DescribeTableAsync(new DescribeTableRequest(name), cancellationToken).ConfigureAwait(false);
            return response.Table;
        }
        catch (ResourceNotFoundException)
        {
            return null;
        }
    }

    private static async ValueTask CreateAsync(IAmazonDynamoDB db, string name, CancellationToken cancellationToken)
    {
        var request = new CreateTableRequest
        {
            TableName = name,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            KeySchema =
            [
                new KeySchemaElement(Row.PartitionKey, KeyType.HASH),
                new KeySchemaElement(Row.SortKey, KeyType.RANGE),
            ],
            AttributeDefinitions =
            [
                new AttributeDefinition(Row.PartitionKey, ScalarAttributeType.S),
                new AttributeDefinition(Row.SortKey, ScalarAttributeType.S),
            ],
        };
        try
        {
            await db.CreateTableAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (ResourceInUseException)
        {
            // Another worker of the application was faster.
        }
    }

    private static void CheckSchema(string name, TableDescription table)
    {
        var keys = table.KeySchema.Select(key => $"{key.AttributeName} {key.KeyType} {TypeOf(key)}").ToArray();
        if (!keys.SequenceEqual([$"{Row.PartitionKey} HASH S", $"{Row.SortKey} RANGE S"]))
        {
            throw new WorkerStartException(
                $"The table '{name}', which the application's leases are to be kept in, exists with the key ({string.Join(", ", keys)}). "
                + $"A lease table has the key ({Row.PartitionKey} HASH S, {Row.SortKey} RANGE S). "
                + "Choose another DynamoHandlersOptions.Application, or delete the table if nobody needs it.");
        }

        ScalarAttributeType? TypeOf(KeySchemaElement key) =>
            table.AttributeDefinitions.Find(attribute => attribute.AttributeName == key.AttributeName)?.AttributeType;
    }
}
