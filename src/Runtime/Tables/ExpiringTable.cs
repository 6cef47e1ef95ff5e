using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Leasing;
using DynamoHandlers.Telemetry;
using Microsoft.Extensions.Logging;

namespace DynamoHandlers.Tables;

/// <summary>
/// A table whose rows expire, paid on demand, and created when the first row is to be written: most applications never
/// need it. Several workers may create it at once. Thread-safe.
/// </summary>
internal sealed class ExpiringTable(IAmazonDynamoDB db, TableDesign design, TimeSpan timeToLive, TimeProvider clock, ILogger logger)
{
    /// <summary>The attribute with the time after which a row is of no use, in seconds since 1970.</summary>
    public const string Expiry = "expires";

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    private volatile bool _isReady;

    public string Name => design.Name;

    /// <summary>When a row written now expires, in seconds since 1970; null for never.</summary>
    public long? NextExpiry => timeToLive == Timeout.InfiniteTimeSpan
        ? null
        : clock.GetUtcNow().Add(timeToLive).ToUnixTimeSeconds();

    /// <summary>Writes, to a table that is made before if there is none.</summary>
    /// <exception cref="InvalidOperationException">There is a table of that name with another key.</exception>
    public async ValueTask<T> WriteAsync<T>(
        Func<IAmazonDynamoDB, CancellationToken, Task<T>> write, CancellationToken cancellationToken)
    {
        if (!_isReady)
        {
            // Twice at once does no harm: every step looks at what is there.
            await EnsureAsync(cancellationToken).ConfigureAwait(false);
            _isReady = true;
        }

        try
        {
            return await write(db, cancellationToken).ConfigureAwait(false);
        }
        catch (ResourceNotFoundException)
        {
            // Deleted by somebody: whoever tries again makes it anew.
            _isReady = false;
            throw;
        }
    }

    /// <summary>Reads or deletes; null if there is no table.</summary>
    public async ValueTask<T?> IfThereAsync<T>(
        Func<IAmazonDynamoDB, CancellationToken, Task<T>> send, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await send(db, cancellationToken).ConfigureAwait(false);
        }
        catch (ResourceNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Whether a row has expired: the service deletes such rows within days.</summary>
    public bool HasExpired(Dictionary<string, AttributeValue> row) =>
        row.TryGetNumber(Expiry) is { } expires && expires <= clock.GetUtcNow().ToUnixTimeSeconds();

    private async ValueTask EnsureAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var table = await DescribeAsync(cancellationToken).ConfigureAwait(false);
            if (table is null)
            {
                await CreateAsync(cancellationToken).ConfigureAwait(false);
            }
            else if (table.TableStatus != TableStatus.CREATING && table.TableStatus != TableStatus.DELETING)
            {
                CheckSchema(table);
                break;
            }

            await Task.Delay(table is null ? TimeSpan.FromMilliseconds(50) : Poll, clock, cancellationToken).ConfigureAwait(false);
        }

        if (timeToLive != Timeout.InfiniteTimeSpan)
        {
            await EnableExpiryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<TableDescription?> DescribeAsync(CancellationToken cancellationToken)
    {
        var response = await IfThereAsync(
            (db, stop) => db.DescribeTableAsync(new DescribeTableRequest(Name), stop), cancellationToken).ConfigureAwait(false);
        return response?.Table;
    }

    private async ValueTask CreateAsync(CancellationToken cancellationToken)
    {
        var request = new CreateTableRequest
        {
            TableName = Name,
            KeySchema = [.. design.Keys.Select(static key => new KeySchemaElement(key.Name, key.Type))],
            AttributeDefinitions = [.. design.Keys.Select(static key => new AttributeDefinition(key.Name, ScalarAttributeType.S))],
            BillingMode = BillingMode.PAY_PER_REQUEST,
        };
        try
        {
            await db.CreateTableAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (ResourceInUseException)
        {
            // Another worker was faster.
        }
    }

    // Rows that stay for ever cost money, but keep what they are for: not worth failing.
    private async ValueTask EnableExpiryAsync(CancellationToken cancellationToken)
    {
        var request = new UpdateTimeToLiveRequest
        {
            TableName = Name,
            TimeToLiveSpecification = new() { AttributeName = Expiry, Enabled = true },
        };
        try
        {
            if (!await IsExpiringAsync(cancellationToken).ConfigureAwait(false))
            {
                await db.UpdateTimeToLiveAsync(request, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            if (!await HasBeenMadeExpiringAsync(cancellationToken).ConfigureAwait(false))
            {
                Log.ExpiryNotEnabled(logger, e, Name, Expiry);
            }
        }
    }

    private async ValueTask<bool> IsExpiringAsync(CancellationToken cancellationToken)
    {
        var response = await db.DescribeTimeToLiveAsync(
            new DescribeTimeToLiveRequest { TableName = Name }, cancellationToken).ConfigureAwait(false);
        return response.TimeToLiveDescription is { AttributeName: Expiry, TimeToLiveStatus: { } status }
            && (status == TimeToLiveStatus.ENABLED || status == TimeToLiveStatus.ENABLING);
    }

    // The service refuses to enable it twice, which happens where two workers create the table.
    private async ValueTask<bool> HasBeenMadeExpiringAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await IsExpiringAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private void CheckSchema(TableDescription table)
    {
        var keys = table.KeySchema.Select(key => $"{key.AttributeName} {key.KeyType} {TypeOf(key)}").ToArray();
        var wanted = design.Keys.Select(static key => $"{key.Name} {key.Type} {ScalarAttributeType.S}").ToArray();
        if (!keys.SequenceEqual(wanted))
        {
            throw new InvalidOperationException(
                $"The table '{Name}', in which {design.Purpose} are to be kept, exists with the key ({string.Join(", ", keys)}) "
                + $"instead of ({string.Join(", ", wanted)}). Choose another name in {design.Option}, or delete the table if "
                + "nobody needs it.");
        }

        ScalarAttributeType? TypeOf(KeySchemaElement key) =>
            table.AttributeDefinitions.Find(attribute => attribute.AttributeName == key.AttributeName)?.AttributeType;
    }
}
