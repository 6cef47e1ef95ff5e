using Amazon.DynamoDBv2;
using Amazon.Runtime;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Hosting;

/// <summary>The clients of a worker: one for tables, one for streams. Disposes those that it has made.</summary>
internal sealed class DynamoDbClients : IDisposable
{
    private const int LocalRetries = 3;

    private readonly List<IDisposable> _made = [];

    private DynamoDbClients(IAmazonDynamoDB? tables, IStreamClient? streams, Func<IAmazonDynamoDB> make, TimeProvider clock)
    {
        Tables = tables ?? Made(make());
        Streams = streams ?? Made(new AwsStreamClient(Tables, clock));
    }

    public IAmazonDynamoDB Tables { get; }

    public IStreamClient Streams { get; }

    /// <summary>
    /// The clients by the options' rule: one URL for both, else what the container has, else the SDK's own defaults.
    /// </summary>
    public static DynamoDbClients Create(
        DynamoHandlersOptions options, IAmazonDynamoDB? tables, IStreamClient? streams, TimeProvider clock) =>
        options.Endpoint is { } endpoint
            ? new(null, null, () => ForEndpoint(endpoint), clock)
            : new(tables, streams, ForEnvironment, clock);

    public void Dispose() => _made.ForEach(static made => made.Dispose());

    private static AmazonDynamoDBClient ForEnvironment()
    {
        try
        {
            return new();
        }
        catch (AmazonClientException e)
        {
            throw new WorkerStartException(
                $"The AWS SDK cannot make a client: {e.Message}. Set AWS_REGION (or a profile with a region), register an "
                + "IAmazonDynamoDB in the service collection, or set DynamoHandlersOptions.Endpoint, such as "
                + "http://localhost:8000 for DynamoDB Local.",
                e);
        }
    }

    private static AmazonDynamoDBClient ForEndpoint(Uri endpoint)
    {
        var config = new AmazonDynamoDBConfig
        {
            ServiceURL = endpoint.ToString(),
            AuthenticationRegion = FallbackRegionFactory.GetRegionEndpoint(includeInstanceMetadata: false)?.SystemName ?? "us-east-1",
        };
        if (endpoint.IsLoopback)
        {
            // Nothing throttles here: what does not answer is not running, and the SDK's ten retries hide that for minutes.
            config.MaxErrorRetry = LocalRetries;
        }

        // DynamoDB Local wants a signature but knows no credentials; asking the whole chain for them takes seconds.
        return endpoint.IsLoopback && Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID") is null
            ? new(new BasicAWSCredentials("local", "local"), config)
            : new(config);
    }

    private T Made<T>(T client)
        where T : IDisposable
    {
        _made.Add(client);
        return client;
    }
}
