using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Testing.InMemory.Values;

namespace DynamoHandlers.Testing.InMemory.Engine.Operations;

/// <summary>
/// TransactWriteItems and TransactGetItems. One lock for all requests makes every transaction serializable.
/// </summary>
internal sealed class TransactionOperations(Database database)
{
    // The service's limit for one transaction.
    private const int MaxItems = 100;

    private readonly WriteReader _reader = new(database);

    public TransactWriteItemsResponse Write(TransactWriteItemsRequest request)
    {
        RequireCount(request.TransactItems?.Count ?? 0);
        var writes = request.TransactItems!.ConvertAll(_reader.Read);
        if (writes.DistinctBy(static write => (write.Table, write.Key)).Count() < writes.Count)
        {
            throw Errors.Validation("Transaction request cannot include multiple operations on one item");
        }

        if (string.IsNullOrEmpty(request.ClientRequestToken))
        {
            Execute(request, writes);
            return new TransactWriteItemsResponse();
        }

        var fingerprint = TransactionFingerprint.Of(request);
        if (!database.Tokens.WasDone(request.ClientRequestToken, fingerprint))
        {
            Execute(request, writes);
            database.Tokens.Add(request.ClientRequestToken, fingerprint);
        }

        return new TransactWriteItemsResponse();
    }

    public TransactGetItemsResponse Get(TransactGetItemsRequest request)
    {
        RequireCount(request.TransactItems?.Count ?? 0);
        var responses = request.TransactItems!.ConvertAll(item =>
        {
            var get = item.Get ?? throw Errors.Validation("TransactItems can only contain Get");
            var view = ItemView.Read(get.ProjectionExpression, get.ExpressionAttributeNames, null);
            return new ItemResponse { Item = view.Find(database.GetTable(get.TableName), get.Key) };
        });
        return new TransactGetItemsResponse { Responses = responses };
    }

    // All conditions and results first, so that a transaction that is cancelled leaves no trace.
    private static void Execute(TransactWriteItemsRequest request, List<ItemWrite> writes)
    {
        var results = new List<MapValue?>();
        var reasons = new List<CancellationReason>();
        for (var i = 0; i < writes.Count; i++)
        {
            var old = writes[i].Table.Find(writes[i].Key);
            reasons.Add(Try(writes[i], old, WantsOld(request.TransactItems[i]), out var result));
            results.Add(result);
        }

        if (reasons.Exists(static reason => reason.Code != "None"))
        {
            throw Errors.Cancelled(reasons);
        }

        for (var i = 0; i < writes.Count; i++)
        {
            writes[i].Table.Write(writes[i].Key, results[i]);
        }
    }

    private static CancellationReason Try(ItemWrite write, MapValue? old, bool wantsOld, out MapValue? result)
    {
        result = null;
        if (!write.MayApplyTo(old))
        {
            return new CancellationReason
            {
                Code = "ConditionalCheckFailed",
                Message = Errors.ConditionFailed().Message,
                Item = wantsOld && old is not null ? AttributeValues.Write(old) : null,
            };
        }

        try
        {
            result = write.Apply(old);
            return new CancellationReason { Code = "None" };
        }
        catch (AmazonDynamoDBException e) when (e.ErrorCode == "ValidationException")
        {
            return new CancellationReason { Code = "ValidationError", Message = e.Message };
        }
    }

    private static bool WantsOld(TransactWriteItem item) =>
        (item.Put?.ReturnValuesOnConditionCheckFailure
            ?? item.Delete?.ReturnValuesOnConditionCheckFailure
            ?? item.Update?.ReturnValuesOnConditionCheckFailure
            ?? item.ConditionCheck?.ReturnValuesOnConditionCheckFailure) == ReturnValuesOnConditionCheckFailure.ALL_OLD;

    private static void RequireCount(int count)
    {
        if (count is 0 or > MaxItems)
        {
            throw Errors.Validation(
                "1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must "
                + $"have 1 to {MaxItems} elements, not {count}");
        }
    }
}
