using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace DynamoHandlers.DynamoDbLocal.Tests.InMemory;

/// <summary>Sends a request and says in one text what came of it, so that two databases can be compared.</summary>
internal static class Outcome
{
    public static async Task<string> OfAsync(IAmazonDynamoDB client, AmazonWebServiceRequest request, CancellationToken stop)
    {
        try
        {
            return await SendAsync(client, request, stop);
        }
        catch (TransactionCanceledException e)
        {
            var reasons = e.CancellationReasons.Select(static r => $"{r.Code} {Items.Describe(r.Item)}");
            return $"{e.GetType().Name} {e.ErrorCode} [{string.Join("; ", reasons)}]";
        }
        catch (AmazonServiceException e)
        {
            return $"{e.GetType().Name} {e.ErrorCode}";
        }
    }

    private static async Task<string> SendAsync(
        IAmazonDynamoDB client, AmazonWebServiceRequest request, CancellationToken stop) => request switch
        {
            PutItemRequest r => Items.Describe((await client.PutItemAsync(r, stop)).Attributes),
            UpdateItemRequest r => Items.Describe((await client.UpdateItemAsync(r, stop)).Attributes),
            DeleteItemRequest r => Items.Describe((await client.DeleteItemAsync(r, stop)).Attributes),
            GetItemRequest r => Items.Describe((await client.GetItemAsync(r, stop)).Item),
            QueryRequest r => Describe(await client.QueryAsync(r, stop)),
            ScanRequest r => Describe(await client.ScanAsync(r, stop)),
            BatchGetItemRequest r => Describe(await client.BatchGetItemAsync(r, stop)),
            BatchWriteItemRequest r => $"unprocessed {(await client.BatchWriteItemAsync(r, stop)).UnprocessedItems?.Count ?? 0}",
            TransactGetItemsRequest r => string.Join(
                "; ", (await client.TransactGetItemsAsync(r, stop)).Responses.Select(static i => Items.Describe(i.Item))),
            TransactWriteItemsRequest r => $"done {(await client.TransactWriteItemsAsync(r, stop)).HttpStatusCode}",
            CreateTableRequest r => Describe((await client.CreateTableAsync(r, stop)).TableDescription),
            UpdateTableRequest r => Describe((await client.UpdateTableAsync(r, stop)).TableDescription),
            DescribeTableRequest r => Describe((await client.DescribeTableAsync(r, stop)).Table),
            DeleteTableRequest r => $"deleted {(await client.DeleteTableAsync(r, stop)).TableDescription.TableName}",
            UpdateTimeToLiveRequest r => $"ttl {(await client.UpdateTimeToLiveAsync(r, stop)).TimeToLiveSpecification.AttributeName}",
            DescribeTimeToLiveRequest r => $"ttl {(await client.DescribeTimeToLiveAsync(r, stop)).TimeToLiveDescription.TimeToLiveStatus}",
            _ => throw new ArgumentException($"{request.GetType().Name} has no description yet."),
        };

    private static string Describe(QueryResponse r) =>
        $"{r.Count} of {r.ScannedCount}: {string.Join("; ", (r.Items ?? []).Select(Items.Describe))} > {Items.Describe(r.LastEvaluatedKey)}";

    // In no order: that of partitions is each database's own.
    private static string Describe(ScanResponse r) =>
        $"{r.Count} of {r.ScannedCount}: {string.Join("; ", (r.Items ?? []).Select(Items.Describe).Order(StringComparer.Ordinal))}";

    private static string Describe(BatchGetItemResponse r) => string.Join(" | ", r.Responses
        .OrderBy(static p => p.Key, StringComparer.Ordinal)
        .Select(static p => $"{p.Key}: {string.Join("; ", p.Value.Select(Items.Describe).Order(StringComparer.Ordinal))}"));

    private static string Describe(TableDescription t) => string.Join(
        " ",
        t.TableName,
        t.ItemCount,
        string.Join(",", t.KeySchema.Select(static k => $"{k.AttributeName}:{k.KeyType}")),
        $"stream {t.StreamSpecification?.StreamEnabled} {t.StreamSpecification?.StreamViewType}",
        $"latest {t.LatestStreamArn is not null} {t.LatestStreamLabel is not null}",
        string.Join(",", (t.GlobalSecondaryIndexes ?? []).Select(static i => i.IndexName)));
}
