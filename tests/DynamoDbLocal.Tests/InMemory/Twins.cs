using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoHandlers.Testing;

namespace DynamoHandlers.DynamoDbLocal.Tests.InMemory;

/// <summary>
/// The same tables in DynamoDB Local and in memory. What is sent goes to both and must come to the same: results, types
/// and codes of errors. Not the texts of errors, which differ between DynamoDB Local and the service as well.
/// </summary>
public sealed class Twins(DynamoDbLocalServer server) : IAsyncLifetime
{
    private static int _tables;

    public const string Simple = "simple";
    public const string Sorted = "sorted";

    private readonly string _suffix = $"-{Environment.ProcessId}-{Interlocked.Increment(ref _tables)}";

    public IAmazonDynamoDB Local { get; } = server.CreateClient();

    public InMemoryDynamoDb Memory { get; } = new();

    /// <summary>The real name of a table of this twin, in both databases.</summary>
    public string Name(string table) => table + _suffix;

    public async ValueTask InitializeAsync()
    {
        await CreateAsync(Simple, ScalarAttributeType.S, null);
        await CreateAsync(Sorted, ScalarAttributeType.S, ScalarAttributeType.N);
    }

    public async ValueTask DisposeAsync()
    {
        await Local.DeleteTableAsync(Name(Simple));
        await Local.DeleteTableAsync(Name(Sorted));
        Local.Dispose();
        Memory.Dispose();
    }

    /// <summary>Sends a request to both; it is made twice, as neither may see what the other did to it.</summary>
    public async Task<string> SameAsync(Func<AmazonWebServiceRequest> request)
    {
        var stop = TestContext.Current.CancellationToken;
        var local = await Outcome.OfAsync(Local, request(), stop);
        var memory = await Outcome.OfAsync(Memory.Client, request(), stop);

        Assert.True(local == memory, $"DynamoDB Local: {local}\nin memory:      {memory}");
        return local;
    }

    private async Task CreateAsync(string table, ScalarAttributeType partition, ScalarAttributeType? sort)
    {
        CreateTableRequest Request()
        {
            var request = new CreateTableRequest
            {
                TableName = Name(table),
                BillingMode = BillingMode.PAY_PER_REQUEST,
                KeySchema = [new KeySchemaElement("pk", KeyType.HASH)],
                AttributeDefinitions = [new AttributeDefinition("pk", partition)],
                StreamSpecification = new StreamSpecification
                {
                    StreamEnabled = true,
                    StreamViewType = Amazon.DynamoDBv2.StreamViewType.NEW_AND_OLD_IMAGES,
                },
            };
            if (sort is not null)
            {
                request.KeySchema.Add(new KeySchemaElement("sk", KeyType.RANGE));
                request.AttributeDefinitions.Add(new AttributeDefinition("sk", sort));
            }

            return request;
        }

        await Local.CreateTableAsync(Request());
        await Memory.Client.CreateTableAsync(Request());
    }
}
