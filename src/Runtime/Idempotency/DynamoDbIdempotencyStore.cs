using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Leasing;
using DynamoHandlers.Tables;

namespace DynamoHandlers.Idempotency;

/// <summary>Remembers completed changes in a DynamoDB table: a row for each handler and change, which expires.</summary>
internal sealed class DynamoDbIdempotencyStore(ExpiringTable table, TimeProvider clock) : IIdempotencyStore
{
    // What the service takes in one request.
    private const int MaxReads = 100;
    private const int MaxWrites = 25;

    // A key has at most 2048 bytes: what is longer than half of it is hashed.
    private const int MaxKey = 1024;

    // What the service has no capacity for at the moment is asked for again, ever more slowly.
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(1);

    /// <summary>The table of the completed changes.</summary>
    public static TableDesign Design(string name) => new(
        name,
        [new(Row.PartitionKey, KeyType.HASH)],
        "completed changes",
        $"{nameof(DynamoHandlersOptions)}.{nameof(DynamoHandlersOptions.Repeats)}.{nameof(RepeatOptions.Table)}");

    /// <inheritdoc/>
    public async ValueTask<IReadOnlySet<string>> FindCompletedAsync(
        string handler, IReadOnlyCollection<string> idempotencyKeys, CancellationToken cancellationToken)
    {
        var completed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var some in idempotencyKeys.Chunk(MaxReads))
        {
            var byRow = some.ToDictionary(key => RowKey(handler, key), StringComparer.Ordinal);
            await foreach (var row in ReadAsync(byRow.Keys, cancellationToken).ConfigureAwait(false))
            {
                completed.Add(byRow[row]);
            }
        }

        return completed;
    }

    /// <inheritdoc/>
    public async ValueTask MarkCompletedAsync(
        string handler, IReadOnlyCollection<string> idempotencyKeys, CancellationToken cancellationToken)
    {
        foreach (var some in idempotencyKeys.Chunk(MaxWrites))
        {
            await WriteAsync([.. some.Select(key => Put(RowKey(handler, key)))], cancellationToken).ConfigureAwait(false);
        }
    }

    private async IAsyncEnumerable<string> ReadAsync(
        IEnumerable<string> rows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var keys = new KeysAndAttributes
        {
            Keys = [.. rows.Select(static row => new Dictionary<string, AttributeValue> { [Row.PartitionKey] = Row.Text(row) })],
            ProjectionExpression = Row.PartitionKey,
            ConsistentRead = true,
        };
        var request = new BatchGetItemRequest { RequestItems = new() { [table.Name] = keys } };
        for (var pause = FirstPause; ; pause = Longer(pause))
        {
            var response = await table.IfThereAsync(
                (db, stop) => db.BatchGetItemAsync(request, stop), cancellationToken).ConfigureAwait(false);
            foreach (var row in response?.Responses?.GetValueOrDefault(table.Name) ?? [])
            {
                yield return row.GetText(Row.PartitionKey)!;
            }

            request.RequestItems = response?.UnprocessedKeys;
            if (request.RequestItems is not { Count: > 0 })
            {
                yield break;
            }

            await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask WriteAsync(List<WriteRequest> writes, CancellationToken cancellationToken)
    {
        var request = new BatchWriteItemRequest { RequestItems = new() { [table.Name] = writes } };
        for (var pause = FirstPause; ; pause = Longer(pause))
        {
            var response = await table.WriteAsync(
                (db, stop) => db.BatchWriteItemAsync(request, stop), cancellationToken).ConfigureAwait(false);
            request.RequestItems = response.UnprocessedItems;
            if (request.RequestItems is not { Count: > 0 })
            {
                return;
            }

            await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private WriteRequest Put(string row)
    {
        var item = new Dictionary<string, AttributeValue> { [Row.PartitionKey] = Row.Text(row) };
        if (table.NextExpiry is { } expiry)
        {
            item[ExpiringTable.Expiry] = Row.Number(expiry);
        }

        return new() { PutRequest = new() { Item = item } };
    }

    private static TimeSpan Longer(TimeSpan pause) => pause * 2 < MaxPause ? pause * 2 : MaxPause;

    private static string RowKey(string handler, string idempotencyKey)
    {
        var key = $"{handler}/{idempotencyKey}";
        var bytes = Encoding.UTF8.GetBytes(key);
        return bytes.Length <= MaxKey ? key : Convert.ToHexString(SHA256.HashData(bytes));
    }
}
