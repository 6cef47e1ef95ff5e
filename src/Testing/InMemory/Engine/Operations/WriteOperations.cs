using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Testing.InMemory.Values;

namespace DynamoHandlers.Testing.InMemory.Engine.Operations;

/// <summary>PutItem, UpdateItem, DeleteItem and BatchWriteItem.</summary>
internal sealed class WriteOperations(Database database)
{
    // The service's limit for one BatchWriteItem.
    private const int MaxBatch = 25;

    private readonly WriteReader _reader = new(database);

    public PutItemResponse Put(PutItemRequest request)
    {
        RequireNoneOrAllOld(request.ReturnValues);
        var (old, _) = Execute(_reader.Read(request), request.ReturnValuesOnConditionCheckFailure);
        return new PutItemResponse { Attributes = request.ReturnValues == ReturnValue.ALL_OLD ? Write(old) : null };
    }

    public DeleteItemResponse Delete(DeleteItemRequest request)
    {
        RequireNoneOrAllOld(request.ReturnValues);
        var (old, _) = Execute(_reader.Read(request), request.ReturnValuesOnConditionCheckFailure);
        return new DeleteItemResponse { Attributes = request.ReturnValues == ReturnValue.ALL_OLD ? Write(old) : null };
    }

    public UpdateItemResponse Update(UpdateItemRequest request)
    {
        var write = _reader.Read(request);
        var (old, item) = Execute(write, request.ReturnValuesOnConditionCheckFailure);
        var returned = request.ReturnValues?.Value switch
        {
            "ALL_OLD" => old,
            "ALL_NEW" => item,
            "UPDATED_OLD" => old is null ? null : write.Update.Touched.Apply(old),
            "UPDATED_NEW" => write.Update.Touched.Apply(item!),
            _ => null,
        };
        return new UpdateItemResponse { Attributes = returned is { Attributes.Count: > 0 } ? Write(returned) : null };
    }

    public BatchWriteItemResponse BatchWrite(BatchWriteItemRequest request)
    {
        var requests = request.RequestItems ?? [];
        var writes = requests
            .SelectMany(pair => (pair.Value ?? []).Select(write => _reader.Read(pair.Key, write)))
            .ToList();
        if (writes.Count is 0 or > MaxBatch)
        {
            throw Errors.Validation(
                $"1 validation error detected: a BatchWriteItem must have 1 to {MaxBatch} requests, not "
                + $"{writes.Count}");
        }

        if (writes.DistinctBy(static write => (write.Table, write.Key)).Count() < writes.Count)
        {
            throw Errors.Validation("Provided list of item keys contains duplicates");
        }

        foreach (var write in writes)
        {
            write.Table.Write(write.Key, write.Apply(write.Table.Find(write.Key)));
        }

        return new BatchWriteItemResponse { UnprocessedItems = [] };
    }

    private static (MapValue? Old, MapValue? New) Execute(ItemWrite write, ReturnValuesOnConditionCheckFailure? onFailure)
    {
        var old = write.Table.Find(write.Key);
        if (!write.MayApplyTo(old))
        {
            var refusal = Errors.ConditionFailed();
            if (onFailure == ReturnValuesOnConditionCheckFailure.ALL_OLD)
            {
                refusal.Item = Write(old);
            }

            throw refusal;
        }

        var item = write.Apply(old);
        write.Table.Write(write.Key, item);
        return (old, item);
    }

    private static void RequireNoneOrAllOld(ReturnValue? returnValues)
    {
        if (returnValues is { Value: not ("NONE" or "ALL_OLD") })
        {
            throw Errors.Validation("ReturnValues can only be ALL_OLD or NONE");
        }
    }

    private static Dictionary<string, AttributeValue>? Write(MapValue? item) =>
        item is null ? null : AttributeValues.Write(item);
}
