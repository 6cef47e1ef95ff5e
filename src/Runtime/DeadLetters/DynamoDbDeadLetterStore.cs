using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Leasing;
using DynamoHandlers.Tables;
using DynamoHandlers.Telemetry;
using Microsoft.Extensions.Logging;

namespace DynamoHandlers.DeadLetters;

/// <summary>Keeps dead letters in a DynamoDB table; see <see cref="DeadLetterRows"/> for its rows.</summary>
internal sealed class DynamoDbDeadLetterStore(ExpiringTable table, ILogger logger) : ICommittingStore
{
    /// <summary>The table of the dead letters.</summary>
    public static TableDesign Design(string name) => new(
        name,
        [new(Row.PartitionKey, KeyType.HASH), new(Row.SortKey, KeyType.RANGE)],
        "dead letters",
        $"{nameof(DynamoHandlersOptions)}.{nameof(DynamoHandlersOptions.DeadLetters)}.{nameof(DeadLetterOptions.Table)}");

    /// <inheritdoc/>
    public async ValueTask PutAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(letter);
        PutItemResponse? last = null;
        foreach (var row in DeadLetterRows.Write(letter, RecordCompression.Compress(letter.Record)))
        {
            last = await PutAsync(row, cancellationToken).ConfigureAwait(false);
        }

        // The last row was the head; what it has replaced is of no use any more. Whoever dies before that leaves chunks
        // behind that nothing refers to: they expire, or go with the letter.
        if (last?.Attributes is { } old && old.GetNumber(DeadLetterRows.Chunks) > 0
            && old.GetText(DeadLetterRows.Version) is { } version && version != DeadLetterRows.VersionOf(letter))
        {
            await DeleteChunksAsync(DeadLetterKey.Of(letter), DeadLetterRows.ChunkPrefix(version), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<DeadLetter> ReadAsync(
        string? handler, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var prefix = handler is null ? "" : $"{DeadLetterKey.OfHandler(handler)}/";
        for (var bucket = 0; bucket < DeadLetterRows.Buckets; bucket++)
        {
            await foreach (var head in QueryAsync(DeadLetterRows.Bucket(bucket), prefix, keysOnly: false, cancellationToken).ConfigureAwait(false))
            {
                if ((handler is null || (head.GetText(DeadLetterRows.Handler) ?? "") == handler)
                    && await ReadAsync(head, cancellationToken).ConfigureAwait(false) is { } letter)
                {
                    yield return letter;
                }
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DeleteAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(letter);
        var key = DeadLetterKey.Of(letter);
        var isThere = await table.IfThereAsync(
            (db, stop) => db.DeleteItemAsync(new() { TableName = table.Name, Key = DeadLetterRows.HeadKey(key) }, stop),
            cancellationToken).ConfigureAwait(false);
        if (isThere is not null)
        {
            await DeleteChunksAsync(key, prefix: "", cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> CommitAsync(
        DeadLetter letter, IReadOnlyList<TransactWriteItem> writes, CancellationToken cancellationToken)
    {
        var key = DeadLetterKey.Of(letter);
        var deletion = new TransactWriteItem
        {
            Delete = new()
            {
                TableName = table.Name,
                Key = DeadLetterRows.HeadKey(key),
                ConditionExpression = $"{DeadLetterRows.Version} = :version",
                ExpressionAttributeValues = new() { [":version"] = Row.Text(DeadLetterRows.VersionOf(letter)) },
            },
        };
        try
        {
            var request = new TransactWriteItemsRequest { TransactItems = [deletion, .. writes] };
            await table.WriteAsync((db, stop) => db.TransactWriteItemsAsync(request, stop), cancellationToken).ConfigureAwait(false);
        }
        catch (TransactionCanceledException e) when (e.CancellationReasons is { Count: > 0 } reasons && !LeaseTable.IsTransient(e))
        {
            return reasons[0].Code == "ConditionalCheckFailed" ? false : throw ChangeTransactionException.Of(writes, [.. reasons.Skip(1)]);
        }

        await DeleteChunksAsync(key, prefix: "", cancellationToken).ConfigureAwait(false);
        return true;
    }

    private ValueTask<PutItemResponse> PutAsync(Dictionary<string, AttributeValue> row, CancellationToken cancellationToken)
    {
        if (table.NextExpiry is { } expiry)
        {
            row[ExpiringTable.Expiry] = Row.Number(expiry);
        }

        var request = new PutItemRequest { TableName = table.Name, Item = row, ReturnValues = ReturnValue.ALL_OLD };
        return table.WriteAsync((db, stop) => db.PutItemAsync(request, stop), cancellationToken);
    }

    /// <summary>Puts a letter together; null if it is gone, or is not whole.</summary>
    private async ValueTask<DeadLetter?> ReadAsync(Dictionary<string, AttributeValue> head, CancellationToken cancellationToken)
    {
        var version = head.GetText(DeadLetterRows.Version) ?? "";
        if (table.HasExpired(head))
        {
            return null;
        }

        if (await ReadRecordAsync(head, version, cancellationToken).ConfigureAwait(false) is { } record
            && DeadLetterRows.Read(head, record) is { } letter)
        {
            return letter;
        }

        // It may have been replaced or deleted between the two reads.
        var now = await GetHeadAsync(head, cancellationToken).ConfigureAwait(false);
        if (now is not null && now.GetText(DeadLetterRows.Version) != version)
        {
            return await ReadAsync(now, cancellationToken).ConfigureAwait(false);
        }

        if (now is not null)
        {
            Log.DeadLetterDamaged(logger, head.GetText(Row.PartitionKey), head.GetText(Row.SortKey), table.Name);
        }

        return null;
    }

    private async ValueTask<ReadOnlyMemory<byte>?> ReadRecordAsync(
        Dictionary<string, AttributeValue> head, string version, CancellationToken cancellationToken)
    {
        using var compressed = new MemoryStream();
        CopyData(head, compressed);
        var missing = head.GetNumber(DeadLetterRows.Chunks);
        if (missing > 0)
        {
            var partition = DeadLetterRows.ChunkPartition(head.GetText(Row.SortKey)!);
            var prefix = DeadLetterRows.ChunkPrefix(version);
            await foreach (var chunk in QueryAsync(partition, prefix, keysOnly: false, cancellationToken).ConfigureAwait(false))
            {
                CopyData(chunk, compressed);
                missing--;
            }
        }

        try
        {
            compressed.Position = 0;
            return missing == 0 ? RecordCompression.Decompress(compressed) : null;
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
        {
            return null;
        }
    }

    private async ValueTask<Dictionary<string, AttributeValue>?> GetHeadAsync(
        Dictionary<string, AttributeValue> head, CancellationToken cancellationToken)
    {
        var request = new GetItemRequest
        {
            TableName = table.Name,
            Key = new() { [Row.PartitionKey] = head[Row.PartitionKey], [Row.SortKey] = head[Row.SortKey] },
            ConsistentRead = true,
        };
        var response = await table.IfThereAsync((db, stop) => db.GetItemAsync(request, stop), cancellationToken).ConfigureAwait(false);
        return response is { IsItemSet: true } ? response.Item : null;
    }

    private async ValueTask DeleteChunksAsync(DeadLetterKey key, string prefix, CancellationToken cancellationToken)
    {
        var partition = DeadLetterRows.ChunkPartition(key.ToString());
        await foreach (var chunk in QueryAsync(partition, prefix, keysOnly: true, cancellationToken).ConfigureAwait(false))
        {
            await table.IfThereAsync(
                (db, stop) => db.DeleteItemAsync(new() { TableName = table.Name, Key = chunk }, stop), cancellationToken).ConfigureAwait(false);
        }
    }

    private async IAsyncEnumerable<Dictionary<string, AttributeValue>> QueryAsync(
        string partition, string prefix, bool keysOnly, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new QueryRequest
        {
            TableName = table.Name,
            KeyConditionExpression = prefix.Length == 0 ? "pk = :pk" : "pk = :pk AND begins_with(sk, :prefix)",
            ExpressionAttributeValues = new() { [":pk"] = Row.Text(partition) },
            ProjectionExpression = keysOnly ? "pk, sk" : null,
            ConsistentRead = true,
        };
        if (prefix.Length > 0)
        {
            request.ExpressionAttributeValues[":prefix"] = Row.Text(prefix);
        }

        do
        {
            var page = await table.IfThereAsync((db, stop) => db.QueryAsync(request, stop), cancellationToken).ConfigureAwait(false);
            foreach (var row in page?.Items ?? [])
            {
                yield return row;
            }

            request.ExclusiveStartKey = page?.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });
    }

    private static void CopyData(Dictionary<string, AttributeValue> row, MemoryStream into)
    {
        if (row.TryGetValue(DeadLetterRows.Data, out var data) && data.B is { } bytes)
        {
            bytes.Position = 0;
            bytes.CopyTo(into);
        }
    }
}
