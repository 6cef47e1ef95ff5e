using Amazon.DynamoDBv2;
using Amazon.Runtime;
using DynamoHandlers.Wire.Aws;

namespace DynamoHandlers.Wire;

/// <summary>The streams service through the AWS SDK. Safe for concurrent use.</summary>
internal sealed class AwsStreamClient : IStreamClient, IDisposable
{
    private readonly StreamsServiceClient _service;
    private readonly TimeProvider _timeProvider;

    /// <summary>Makes a client with the region, endpoint, credentials and all other settings of one for tables.</summary>
    /// <param name="tables">The client for tables; stays the caller's.</param>
    /// <param name="timeProvider">
    /// Bounds the time for a response's body; the clock where a response does not give the service's.
    /// </param>
    /// <exception cref="ArgumentException"><paramref name="tables"/> is not a client of the AWS SDK.</exception>
    public AwsStreamClient(IAmazonDynamoDB tables, TimeProvider timeProvider)
    {
        _service = StreamsServiceClient.Like(tables, timeProvider);
        _timeProvider = timeProvider;
    }

    /// <inheritdoc/>
    public async ValueTask<StreamDescription> DescribeStreamAsync(
        string streamArn, string? exclusiveStartShardId, string? parentShardId, CancellationToken cancellationToken)
    {
        var request = StreamsRequest.DescribeStream(streamArn, exclusiveStartShardId, parentShardId);
        var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            return StreamsJson.ReadDescription(response.Body, response.Date ?? _timeProvider.GetUtcNow());
        }
        finally
        {
            response.ReturnBody();
        }
    }

    /// <inheritdoc/>
    public async ValueTask<string> GetShardIteratorAsync(
        string streamArn, string shardId, ShardPosition position, CancellationToken cancellationToken)
    {
        var request = StreamsRequest.GetShardIterator(streamArn, shardId, position);
        var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            return StreamsJson.ReadShardIterator(response.Body);
        }
        finally
        {
            response.ReturnBody();
        }
    }

    /// <inheritdoc/>
    public async ValueTask<RecordPage> GetRecordsAsync(
        string shardIterator, int limit, CancellationToken cancellationToken)
    {
        var request = StreamsRequest.GetRecords(shardIterator, limit);
        var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return RecordPage.ParseRented(response.Body.Array ?? [], response.Body.Count);
    }

    /// <inheritdoc/>
    public void Dispose() => _service.Dispose();

    private async Task<StreamsResponse> SendAsync(StreamsRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await _service.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (AmazonServiceException e) when (RefusalOf(e) is { } refusal)
        {
            throw new StreamException(
                refusal, $"DynamoDB Streams refused {request.Operation} ({e.ErrorCode}): {e.Message}", e);
        }
    }

    private static StreamError? RefusalOf(AmazonServiceException exception) => exception.ErrorCode switch
    {
        "ExpiredIteratorException" => StreamError.ExpiredIterator,
        "TrimmedDataAccessException" => StreamError.TrimmedData,
        "ResourceNotFoundException" => StreamError.NotFound,
        "LimitExceededException" or "ProvisionedThroughputExceededException" or "RequestLimitExceeded"
            or "Throttling" or "ThrottlingException" or "ThrottledException" => StreamError.Throttled,
        _ => null,
    };
}
