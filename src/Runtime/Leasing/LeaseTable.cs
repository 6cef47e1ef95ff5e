using System.Net;
using System.Text.RegularExpressions;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Polly;

namespace DynamoHandlers.Leasing;

/// <summary>
/// The application's table of leases as conditional rows: every write says whether its condition held. Throttling,
/// conflicting transactions and lost connections are waited out, so that an answer is always definite.
/// </summary>
/// <remarks>
/// Expressions name attributes as <c>#name</c> and values as <c>:value</c>. An update whose answer was lost is sent
/// again by the SDK and then fails its own condition: whoever gets "no" reads the row and decides by that.
/// </remarks>
internal sealed partial class LeaseTable(IAmazonDynamoDB db, string name, ResiliencePipeline retry)
{
    private const string Absent = "attribute_not_exists(pk)";

    /// <summary>Reads a row, strongly consistent; null if there is none.</summary>
    public async ValueTask<Dictionary<string, AttributeValue>?> GetAsync(
        string partition, string sort, CancellationToken cancellationToken)
    {
        var request = new GetItemRequest
        {
            TableName = name,
            Key = Row.Key(partition, sort),
            ConsistentRead = true,
        };
        var response = await SendAsync(static (db, request, stop) => db.GetItemAsync(request, stop), request, cancellationToken)
            .ConfigureAwait(false);
        return response.IsItemSet ? response.Item : null;
    }

    /// <summary>Reads several rows, eventually consistent; those that are not there are left out.</summary>
    public async ValueTask<List<Dictionary<string, AttributeValue>>> GetAsync(
        IEnumerable<Dictionary<string, AttributeValue>> keys, CancellationToken cancellationToken)
    {
        var rows = new List<Dictionary<string, AttributeValue>>();
        var request = new BatchGetItemRequest { RequestItems = new() { [name] = new() { Keys = [.. keys] } } };
        do
        {
            var response = await SendAsync(
                static (db, request, stop) => db.BatchGetItemAsync(request, stop), request, cancellationToken).ConfigureAwait(false);
            rows.AddRange(response.Responses?.GetValueOrDefault(name) ?? []);
            request.RequestItems = response.UnprocessedKeys;
        }
        while (request.RequestItems is { Count: > 0 });

        return rows;
    }

    /// <summary>Reads all rows of a partition.</summary>
    public ValueTask<List<Dictionary<string, AttributeValue>>> QueryAsync(
        string partition, bool consistent, CancellationToken cancellationToken) =>
        QueryAsync(partition, prefix: "", consistent, cancellationToken);

    /// <summary>Reads the rows of a partition whose sort keys begin with a text.</summary>
    public async ValueTask<List<Dictionary<string, AttributeValue>>> QueryAsync(
        string partition, string prefix, bool consistent, CancellationToken cancellationToken)
    {
        var rows = new List<Dictionary<string, AttributeValue>>();
        var condition = prefix.Length == 0 ? "#pk = :pk" : "#pk = :pk AND begins_with(#sk, :prefix)";
        var request = new QueryRequest
        {
            TableName = name,
            KeyConditionExpression = condition,
            ExpressionAttributeNames = Names(condition),
            ExpressionAttributeValues = new() { [":pk"] = Row.Text(partition) },
            ConsistentRead = consistent,
        };
        if (prefix.Length > 0)
        {
            request.ExpressionAttributeValues[":prefix"] = Row.Text(prefix);
        }

        do
        {
            var page = await SendAsync(static (db, request, stop) => db.QueryAsync(request, stop), request, cancellationToken)
                .ConfigureAwait(false);
            rows.AddRange(page.Items ?? []);
            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });

        return rows;
    }

    /// <summary>Writes a whole row if there is none with its key.</summary>
    public async ValueTask<bool> CreateAsync(Dictionary<string, AttributeValue> row, CancellationToken cancellationToken)
    {
        var request = new PutItemRequest { TableName = name, Item = row, ConditionExpression = Absent };
        try
        {
            await SendAsync(static (db, request, stop) => db.PutItemAsync(request, stop), request, cancellationToken)
                .ConfigureAwait(false);
            return true;
        }
        catch (ConditionalCheckFailedException)
        {
            return false;
        }
    }

    /// <summary>Updates a row if the condition holds.</summary>
    /// <returns>The whole row after the update; null if the condition did not hold.</returns>
    public async ValueTask<Dictionary<string, AttributeValue>?> UpdateAsync(
        RowUpdate update, CancellationToken cancellationToken)
    {
        var request = new UpdateItemRequest
        {
            TableName = name,
            Key = update.Key,
            UpdateExpression = update.Set,
            ConditionExpression = update.If,
            ExpressionAttributeNames = Names(update.Set, update.If ?? ""),
            ExpressionAttributeValues = update.Values.Count > 0 ? update.Values : null,
            ReturnValues = ReturnValue.ALL_NEW,
        };
        try
        {
            var response = await SendAsync(
                static (db, request, stop) => db.UpdateItemAsync(request, stop), request, cancellationToken).ConfigureAwait(false);
            return response.Attributes;
        }
        catch (ConditionalCheckFailedException)
        {
            return null;
        }
    }

    /// <summary>Deletes a row if the condition holds.</summary>
    public async ValueTask<bool> DeleteAsync(
        Dictionary<string, AttributeValue> key,
        string condition,
        Dictionary<string, AttributeValue>? values,
        CancellationToken cancellationToken)
    {
        var request = new DeleteItemRequest
        {
            TableName = name,
            Key = key,
            ConditionExpression = condition,
            ExpressionAttributeNames = Names(condition) is { Count: > 0 } names ? names : null,
            ExpressionAttributeValues = values,
        };
        try
        {
            await SendAsync(static (db, request, stop) => db.DeleteItemAsync(request, stop), request, cancellationToken)
                .ConfigureAwait(false);
            return true;
        }
        catch (ConditionalCheckFailedException)
        {
            return false;
        }
    }

    /// <summary>Makes all writes, or none if one of their conditions does not hold.</summary>
    public async ValueTask<bool> TransactAsync(
        IEnumerable<TransactWriteItem> writes, CancellationToken cancellationToken)
    {
        var request = new TransactWriteItemsRequest { TransactItems = [.. writes] };
        try
        {
            await SendAsync(static (db, request, stop) => db.TransactWriteItemsAsync(request, stop), request, cancellationToken)
                .ConfigureAwait(false);
            return true;
        }
        catch (TransactionCanceledException e) when (FailedACondition(e))
        {
            return false;
        }
    }

    /// <summary>
    /// Makes all writes, the first of which is this table's, or none. What the service says against one of them is not
    /// waited out, unless another transaction or throttling was in the way.
    /// </summary>
    /// <returns>Null if they were made; else why not, for each write.</returns>
    public async ValueTask<IReadOnlyList<CancellationReason>?> TryTransactAsync(
        IEnumerable<TransactWriteItem> writes, string token, CancellationToken cancellationToken)
    {
        var request = new TransactWriteItemsRequest { TransactItems = [.. writes], ClientRequestToken = token };
        try
        {
            await SendAsync(static (db, request, stop) => db.TransactWriteItemsAsync(request, stop), request, cancellationToken)
                .ConfigureAwait(false);
            return null;
        }
        catch (TransactionCanceledException e) when (e.CancellationReasons is { Count: > 0 })
        {
            return e.CancellationReasons;
        }
    }

    /// <summary>An update as part of a transaction.</summary>
    public TransactWriteItem InTransaction(RowUpdate update) => new()
    {
        Update = new Update
        {
            TableName = name,
            Key = update.Key,
            UpdateExpression = update.Set,
            ConditionExpression = update.If,
            ExpressionAttributeNames = Names(update.Set, update.If ?? ""),
            ExpressionAttributeValues = update.Values,
        },
    };

    /// <summary>The creation of a row as part of a transaction.</summary>
    public TransactWriteItem CreateInTransaction(Dictionary<string, AttributeValue> row) => new()
    {
        Put = new Put { TableName = name, Item = row, ConditionExpression = Absent },
    };

    /// <summary>The deletion of a row as part of a transaction.</summary>
    public TransactWriteItem DeleteInTransaction(
        Dictionary<string, AttributeValue> key, string condition, Dictionary<string, AttributeValue> values) => new()
        {
            Delete = new Delete
            {
                TableName = name,
                Key = key,
                ConditionExpression = condition,
                ExpressionAttributeNames = Names(condition),
                ExpressionAttributeValues = values,
            },
        };

    /// <summary>The writing of a whole row, whatever there is, as part of a transaction.</summary>
    public TransactWriteItem PutInTransaction(Dictionary<string, AttributeValue> row) =>
        new() { Put = new Put { TableName = name, Item = row } };

    /// <summary>The deletion of a row, if it is there, as part of a transaction.</summary>
    public TransactWriteItem DeleteInTransaction(Dictionary<string, AttributeValue> key) =>
        new() { Delete = new Delete { TableName = name, Key = key } };

    /// <summary>That a condition holds for a row, as part of a transaction.</summary>
    public TransactWriteItem CheckInTransaction(
        Dictionary<string, AttributeValue> key, string condition, Dictionary<string, AttributeValue> values) => new()
        {
            ConditionCheck = new ConditionCheck
            {
                TableName = name,
                Key = key,
                ConditionExpression = condition,
                ExpressionAttributeNames = Names(condition),
                ExpressionAttributeValues = values,
            },
        };

    /// <summary>That a row is not there, as part of a transaction.</summary>
    public TransactWriteItem AbsentInTransaction(string partition, string sort) => new()
    {
        ConditionCheck = new ConditionCheck
        {
            TableName = name,
            Key = Row.Key(partition, sort),
            ConditionExpression = Absent,
        },
    };

    /// <summary>
    /// Whether a failed request may succeed when it is sent again: anything but a refusal for what it says. Credentials
    /// that have expired are renewed by the SDK.
    /// </summary>
    public static bool IsTransient(Exception e) => e switch
    {
        ConditionalCheckFailedException => false,
        TransactionCanceledException cancelled => cancelled.CancellationReasons is { Count: > 0 } reasons
            && reasons.TrueForAll(static reason => reason.Code is null or "None" or "TransactionConflict" or "ThrottlingError"
                or "ProvisionedThroughputExceeded" or "InternalServerError"),
        TransactionConflictException or TransactionInProgressException => true,
        ProvisionedThroughputExceededException or RequestLimitExceededException or LimitExceededException => true,
        AmazonServiceException { StatusCode: HttpStatusCode.BadRequest } refused =>
            refused.ErrorCode is "ThrottlingException" or "ExpiredTokenException" or "RequestExpired",
        AmazonServiceException refused => refused.StatusCode is not HttpStatusCode.Forbidden,
        AmazonClientException => false,
        _ => true,
    };

    private static bool FailedACondition(TransactionCanceledException e) =>
        e.CancellationReasons?.Exists(static reason => reason.Code == "ConditionalCheckFailed") == true;

    private ValueTask<TResponse> SendAsync<TRequest, TResponse>(
        Func<IAmazonDynamoDB, TRequest, CancellationToken, Task<TResponse>> send,
        TRequest request,
        CancellationToken cancellationToken) =>
        retry.ExecuteAsync(
            static async (call, stop) => await call.send(call.db, call.request, stop).ConfigureAwait(false),
            (send, db, request),
            cancellationToken);

    private static Dictionary<string, string> Names(params ReadOnlySpan<string> expressions)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var expression in expressions)
        {
            foreach (var match in NamePattern().EnumerateMatches(expression))
            {
                var name = expression.Substring(match.Index, match.Length);
                names[name] = name[1..];
            }
        }

        return names;
    }

    [GeneratedRegex(@"#\w+")]
    private static partial Regex NamePattern();
}

/// <summary>A conditional update of a row.</summary>
/// <param name="Key">The row's key.</param>
/// <param name="Set">The update expression.</param>
/// <param name="If">The condition; null for none.</param>
/// <param name="Values">The values that both name.</param>
internal sealed record RowUpdate(
    Dictionary<string, AttributeValue> Key, string Set, string? If, Dictionary<string, AttributeValue> Values);
