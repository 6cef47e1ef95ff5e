using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Testing.Tests.InMemory;

/// <summary>Short ways to fill an in-memory database and to read its streams.</summary>
internal static class Db
{
    public const string Table = "Orders";

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>
    /// Makes a database with the table Orders: partition key pk, a string; sort key sk, a number, if asked for.
    /// </summary>
    public static async Task<InMemoryDynamoDb> NewAsync(
        TimeProvider? time = null, InMemoryDynamoDbOptions? options = null, bool sorted = false, string viewType = "NEW_AND_OLD_IMAGES")
    {
        var db = new InMemoryDynamoDb(time, options);
        var request = new CreateTableRequest
        {
            TableName = Table,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            KeySchema = [new KeySchemaElement("pk", KeyType.HASH)],
            AttributeDefinitions = [new AttributeDefinition("pk", ScalarAttributeType.S)],
            StreamSpecification = new StreamSpecification { StreamEnabled = true, StreamViewType = viewType },
        };
        if (sorted)
        {
            request.KeySchema.Add(new KeySchemaElement("sk", KeyType.RANGE));
            request.AttributeDefinitions.Add(new AttributeDefinition("sk", ScalarAttributeType.N));
        }

        await db.Client.CreateTableAsync(request, Stop);
        return db;
    }

    public static Task PutAsync(this InMemoryDynamoDb db, string pk, int n) => db.Client.PutItemAsync(
        Table, new() { ["pk"] = new(pk), ["n"] = new() { N = $"{n}" } }, Stop);

    public static Task DeleteAsync(this InMemoryDynamoDb db, string pk) => db.Client.DeleteItemAsync(Table, Key(pk), Stop);

    public static Dictionary<string, AttributeValue> Key(string pk) => new() { ["pk"] = new(pk) };

    public static async Task<string> StreamAsync(this InMemoryDynamoDb db) =>
        (await db.Client.DescribeTableAsync(Table, Stop)).Table.LatestStreamArn;

    public static async Task<string> IteratorAsync(this InMemoryDynamoDb db, string shard, ShardPosition position) =>
        await db.Streams.GetShardIteratorAsync(await db.StreamAsync(), shard, position, Stop);

    /// <summary>The records of a shard to its end, or for an open one to where it ends now.</summary>
    public static async Task<List<Seen>> ReadShardAsync(this InMemoryDynamoDb db, string shard)
    {
        var seen = new List<Seen>();
        string? iterator = await db.IteratorAsync(shard, ShardPosition.TrimHorizon);
        while (iterator is not null)
        {
            using var page = await db.Streams.GetRecordsAsync(iterator, 1000, Stop);
            for (var i = 0; i < page.Count; i++)
            {
                seen.Add(Seen.Of(page[i]));
            }

            iterator = page.Count > 0 ? page.NextShardIterator : null;
        }

        return seen;
    }

    /// <summary>The records of all listed shards, parents before children.</summary>
    public static async Task<List<Seen>> ReadAllAsync(this InMemoryDynamoDb db)
    {
        var seen = new List<Seen>();
        foreach (var shard in db.ListShards(Table))
        {
            seen.AddRange(await db.ReadShardAsync(shard.ShardId));
        }

        return seen;
    }
}
