using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Internal;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace DynamoHandlers.Wire.Aws;

/// <summary>
/// The SDK's client with the streams service at its other end: credentials, signing, retries, telemetry and the HTTP
/// pool are the SDK's, and those of the client that the user has configured for tables.
/// </summary>
internal sealed class StreamsServiceClient : AmazonDynamoDBClient
{
    private static readonly StreamsRequestMarshaller Marshaller = new();

    private StreamsServiceClient(AWSCredentials credentials, AmazonDynamoDBConfig config, TimeProvider timeProvider)
        : base(credentials, config) => ReceiveBodiesAsynchronously(timeProvider);

    private StreamsServiceClient(AmazonDynamoDBConfig config, TimeProvider timeProvider)
        : base(config) => ReceiveBodiesAsynchronously(timeProvider);

    /// <summary>A client with the configuration, which is shared, and the credentials of a client for tables.</summary>
    /// <exception cref="ArgumentException">The client for tables is not one of the SDK.</exception>
    public static StreamsServiceClient Like(IAmazonDynamoDB tables, TimeProvider timeProvider)
    {
        if (tables is not AmazonServiceClient { Config: AmazonDynamoDBConfig config } client)
        {
            throw new ArgumentException(
                $"The IAmazonDynamoDB that is registered is a {tables.GetType()}, not an AmazonDynamoDBClient of the AWS "
                + "SDK: its region and credentials for DynamoDB Streams cannot be known. Register an "
                + "AmazonDynamoDBClient, or an IStreamClient of your own.",
                nameof(tables));
        }

        // Without explicit credentials the SDK looks into the configuration and then goes through its default chain.
        return ExplicitCredentials(client) is { } credentials
            ? new StreamsServiceClient(credentials, config, timeProvider)
            : new StreamsServiceClient(config, timeProvider);
    }

    /// <summary>Sends a request, with the SDK's retries.</summary>
    /// <exception cref="AmazonServiceException">The service refused it.</exception>
    public Task<StreamsResponse> SendAsync(StreamsRequest request, CancellationToken cancellationToken) =>
        InvokeAsync<StreamsResponse>(
            request,
            new InvokeOptions
            {
                RequestMarshaller = Marshaller,
                ResponseUnmarshaller = new StreamsResponseUnmarshaller(request),
            },
            cancellationToken);

    /// <inheritdoc/>
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        pipeline.ReplaceHandler<AmazonDynamoDBEndpointResolver>(new StreamsEndpointResolver());
    }

    // Not in CustomizeRuntimePipeline, which the base class calls before there is a time provider.
    private void ReceiveBodiesAsynchronously(TimeProvider timeProvider) =>
        RuntimePipeline.AddHandlerAfter<Unmarshaller>(new AsyncBodyHandler(timeProvider));

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_ExplicitAWSCredentials")]
    private static extern AWSCredentials? ExplicitCredentials(AmazonServiceClient client);
}
