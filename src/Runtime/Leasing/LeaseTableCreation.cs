using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoHandlers.Telemetry;
using Microsoft.Extensions.Logging;

namespace DynamoHandlers.Leasing;

/// <summary>Creates the lease table on the first start of an application, and checks one that is there.</summary>
internal sealed class LeaseTableCreation(
    IAmazonDynamoDB db, string name, LeaseTableOptions options, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    // A new table is active before its backups are ready, for some seconds.
    private const int RecoveryAttempts = 30;

    /// <exception cref="WorkerStartException">A table of that name exists and is not a lease table.</exception>
    /// <exception cref="WorkerStartException">The table cannot be described or created.</exception>
    public async ValueTask EnsureAsync(CancellationToken cancellationToken)
    {
        try
        {
            var (table, isCreated) = await EnsureActiveAsync(cancellationToken).ConfigureAwait(false);
            CheckSchema(table);
            if (!isCreated)
            {
                ReportDifferences(table);
            }
            else if (options.PointInTimeRecovery)
            {
                await EnableRecoveryAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is AmazonClientException or AmazonServiceException or HttpRequestException)
        {
            throw new WorkerStartException(
                $"The lease table '{name}', named after DynamoHandlersOptions.Application, cannot be described or created: {e.Message}", e);
        }
    }

    private async ValueTask<(TableDescription Table, bool IsCreated)> EnsureActiveAsync(CancellationToken cancellationToken)
    {
        var isCreated = false;
        while (true)
        {
            var table = await DescribeAsync(cancellationToken).ConfigureAwait(false);
            if (table is null)
            {
                isCreated |= await CreateAsync(cancellationToken).ConfigureAwait(false);
            }
            else if (table.TableStatus != TableStatus.CREATING)
            {
                return (table, isCreated);
            }

            await Task.Delay(table is null ? TimeSpan.FromMilliseconds(50) : Poll, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<TableDescription?> DescribeAsync(CancellationToken cancellationToken)
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

    /// <returns>False if another worker of the application was faster.</returns>
    private async ValueTask<bool> CreateAsync(CancellationToken cancellationToken)
    {
        var request = new CreateTableRequest
        {
            TableName = name,
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
            BillingMode = IsProvisioned ? BillingMode.PROVISIONED : BillingMode.PAY_PER_REQUEST,
            ProvisionedThroughput = IsProvisioned
                ? new ProvisionedThroughput(options.ReadCapacityUnits!.Value, options.WriteCapacityUnits!.Value)
                : null,
        };

        // Named only when asked for: not everything that speaks the protocol knows them.
        request.Tags = options.Tags.Count > 0
            ? [.. options.Tags.Select(static tag => new Tag { Key = tag.Key, Value = tag.Value })]
            : null;
        request.DeletionProtectionEnabled = options.DeletionProtection ? true : null;
        try
        {
            await db.CreateTableAsync(request, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ResourceInUseException)
        {
            return false;
        }
    }

    private bool IsProvisioned => options.ReadCapacityUnits is not null && options.WriteCapacityUnits is not null;

    // A table without it serves its purpose: not worth a worker that does not start.
    private async ValueTask EnableRecoveryAsync(CancellationToken cancellationToken)
    {
        var request = new UpdateContinuousBackupsRequest
        {
            TableName = name,
            PointInTimeRecoverySpecification = new() { PointInTimeRecoveryEnabled = true },
        };
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await db.UpdateContinuousBackupsAsync(request, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (ContinuousBackupsUnavailableException) when (attempt < RecoveryAttempts)
            {
                await Task.Delay(Poll, clock, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                Log.RecoveryNotEnabled(logger, e, name);
                return;
            }
        }
    }

    // Units may be scaled by now; recovery and tags would cost further requests and permissions.
    private void ReportDifferences(TableDescription table)
    {
        var differences = new List<string>();
        if (IsProvisioned && table.BillingModeSummary?.BillingMode == BillingMode.PAY_PER_REQUEST)
        {
            differences.Add("its capacity is paid on demand, not provisioned");
        }

        if (options.DeletionProtection && table.DeletionProtectionEnabled != true)
        {
            differences.Add("it is not protected from deletion");
        }

        if (differences.Count > 0)
        {
            Log.LeaseTableDiffers(logger, name, string.Join(", ", differences));
        }
    }

    private void CheckSchema(TableDescription table)
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
