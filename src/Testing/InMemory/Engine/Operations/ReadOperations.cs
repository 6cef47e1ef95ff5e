using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Testing.InMemory.Values;

namespace DynamoHandlers.Testing.InMemory.Engine.Operations;

/// <summary>GetItem and BatchGetItem. All reads are strongly consistent.</summary>
internal sealed class ReadOperations(Database database)
{
    // The service's limit for one BatchGetItem.
    private const int MaxBatch = 100;

    public GetItemResponse Get(GetItemRequest request)
    {
        var view = ItemView.Read(request.ProjectionExpression, request.ExpressionAttributeNames, request.AttributesToGet);
        return new GetItemResponse { Item = view.Find(database.GetTable(request.TableName), request.Key) };
    }

    public BatchGetItemResponse BatchGet(BatchGetItemRequest request)
    {
        var requests = request.RequestItems ?? [];
        var count = requests.Sum(static pair => pair.Value.Keys?.Count ?? 0);
        if (count is 0 or > MaxBatch)
        {
            throw Errors.Validation(
                $"1 validation error detected: a BatchGetItem must have 1 to {MaxBatch} keys, not {count}");
        }

        return new BatchGetItemResponse
        {
            Responses = requests.ToDictionary(static pair => pair.Key, pair => Get(database.GetTable(pair.Key), pair.Value)),
            UnprocessedKeys = [],
        };
    }

    private static List<Dictionary<string, AttributeValue>> Get(Table table, KeysAndAttributes request)
    {
        var view = ItemView.Read(request.ProjectionExpression, request.ExpressionAttributeNames, request.AttributesToGet);
        var keys = (request.Keys ?? []).ConvertAll(key => table.Schema.Keys.OfKey(AttributeValues.Read(key)));
        if (keys.Distinct().Count() < keys.Count)
        {
            throw Errors.Validation("Provided list of item keys contains duplicates");
        }

        return keys.Select(table.Find).OfType<MapValue>().Select(view.Show).ToList();
    }
}
