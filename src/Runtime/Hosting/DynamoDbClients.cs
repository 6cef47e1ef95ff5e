using Amazon;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Hosting;

/// <summary>
/// The clients of a worker: for tables, for streams, and for the lease table. Disposes those that it has made.
/// </summary>
internal sealed class DynamoDbClients : IDisposable
{
    private const int LocalRetries = 3;

    private readonly List<IDisposable> _made = [];

    private DynamoDbClients(
        IAmazonDynamoDB? tables, IStreamClient? streams, Func<IAmazonDynamoDB> make, TimeProvider clock, LeaseTableOptions options, IAmazonDynamoDB? leases)
    {
        Tables = tables ?? Made(make());
        Streams = streams ?? Made(new AwsStreamClient(Tables, clock));
        Leases = options is { Endpoint: null, Region: null } ? leases ?? Tables : Made(ForLeases(options));
    }

    public IAmazonDynamoDB Tables { get; }

    public IStreamClient Streams { get; }

    public IAmazonDynamoDB Leases { get; }

    /// <summary>
    /// Whether one transaction can write to the lease table and to other tables. Not known of a client of its own, whose
    /// region or account may be another; then taken for no.
    /// </summary>
    public bool LeasesAreBesideTables => ReferenceEquals(Leases, Tables);

    /// <summary>
    /// The clients by the options' rule: one URL for both, else what the container has, else the SDK's own defaults. For
    /// the lease table the options' own URL or region, else what the container has for it, else the client for tables.
    /// </summary>
    public static DynamoDbClients Create(
        DynamoHandlersOptions options,
        IAmazonDynamoDB? tables,
        IStreamClient? streams,
        TimeProvider clock,
        IAmazonDynamoDB? leases = null) =>
        options.Endpoint is { } endpoint
            ? new(null, null, () => ForEndpoint(endpoint), clock, options.LeaseTable, leases)
            : new(tables, streams, ForEnvironment, clock, options.LeaseTable, leases);

    /// <summary>Where a client sends its requests: a URL or a region.</summary>
    public static string PlaceOf(IAmazonDynamoDB client) => client.Config?.ServiceURL is { Length: > 0 } url
        ? url
        : $"region {client.Config?.RegionEndpoint?.SystemName ?? "(none)"}";

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

    private static AmazonDynamoDBClient ForLeases(LeaseTableOptions options)
    {
        if (options.Endpoint is { } endpoint)
        {
            return ForEndpoint(endpoint, options.Region);
        }

        try
        {
            return new(RegionEndpoint.GetBySystemName(options.Region));
        }
        catch (AmazonClientException e)
        {
            throw new WorkerStartException(
                $"The AWS SDK cannot make a client for the lease table in the region '{options.Region}': {e.Message}. Mend "
                + "DynamoHandlersOptions.LeaseTable.Region, or give a client by UseLeaseTableClient.",
                e);
        }
    }

    private static AmazonDynamoDBClient ForEndpoint(Uri endpoint, string? region = null)
    {
        var config = new AmazonDynamoDBConfig
        {
            ServiceURL = endpoint.ToString(),
            AuthenticationRegion = region ?? FallbackRegionFactory.GetRegionEndpoint(includeInstanceMetadata: false)?.SystemName ?? "us-east-1",
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
