using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Wire;
using StreamViewType = Amazon.DynamoDBv2.StreamViewType;

namespace DynamoHandlers.DynamoDbLocal.Tests.Wire;

/// <summary>A table of its own for one test, with a stream of old and new images, and a client for the stream.</summary>
internal sealed class StreamedTable : IAsyncDisposable
{
    private StreamedTable(AmazonDynamoDBClient tables, string name, string streamArn)
    {
        Tables = tables;
        Name = name;
        StreamArn = streamArn;
        Streams = new AwsStreamClient(tables, TimeProvider.System);
    }

    public AmazonDynamoDBClient Tables { get; }

    public AwsStreamClient Streams { get; }

    public string Name { get; }

    public string StreamArn { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<StreamedTable> CreateAsync(DynamoDbLocalServer server)
    {
        var tables = server.CreateClient();
        var name = $"wire-{Guid.NewGuid():N}";
        var created = await tables.CreateTableAsync(
            new CreateTableRequest
            {
                TableName = name,
                KeySchema = [new KeySchemaElement("pk", KeyType.HASH)],
                AttributeDefinitions = [new AttributeDefinition("pk", ScalarAttributeType.S)],
                BillingMode = BillingMode.PAY_PER_REQUEST,
                StreamSpecification = new StreamSpecification
                {
                    StreamEnabled = true,
                    StreamViewType = StreamViewType.NEW_AND_OLD_IMAGES,
                },
            },
            Stop);
        var table = new StreamedTable(tables, name, created.TableDescription.LatestStreamArn);
        await table.WaitUntilActiveAsync();
        return table;
    }

    public Task PutAsync(string key, params (string Name, AttributeValue Value)[] attributes)
    {
        var item = attributes.ToDictionary(static a => a.Name, static a => a.Value);
        item["pk"] = new AttributeValue { S = key };
        return Tables.PutItemAsync(Name, item, Stop);
    }

    public Task DeleteAsync(string key) =>
        Tables.DeleteItemAsync(Name, new() { ["pk"] = new AttributeValue { S = key } }, Stop);

    public async Task<string> OnlyShardAsync() =>
        Assert.Single((await Streams.DescribeStreamAsync(StreamArn, null, null, Stop)).Shards).ShardId;

    public async Task<string> IteratorAsync(ShardPosition position) =>
        await Streams.GetShardIteratorAsync(StreamArn, await OnlyShardAsync(), position, Stop);

    /// <summary>Reads pages until there are as many records, and hands each page over before it is disposed.</summary>
    public async Task ReadAsync(int records, int limit, Action<RecordPage> read)
    {
        var iterator = await IteratorAsync(ShardPosition.TrimHorizon);
        for (var (seen, requests) = (0, 0); seen < records; requests++)
        {
            Assert.True(requests < 100, $"After {requests} requests there were {seen} records of {records}.");
            using var page = await Streams.GetRecordsAsync(iterator, limit, Stop);
            read(page);
            seen += page.Count;
            iterator = page.NextShardIterator ?? throw new InvalidOperationException("The shard ended.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Tables.DeleteTableAsync(Name, CancellationToken.None);
        Streams.Dispose();
        Tables.Dispose();
    }

    private async Task WaitUntilActiveAsync()
    {
        while ((await Tables.DescribeTableAsync(Name, Stop)).Table.TableStatus != TableStatus.ACTIVE)
        {
            await Task.Delay(100, Stop);
        }
    }
}
