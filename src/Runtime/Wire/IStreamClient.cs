namespace DynamoHandlers.Wire;

/// <summary>
/// The DynamoDB Streams service, as far as the worker uses it. The built-in implementation signs and sends through the
/// AWS SDK; another can be registered in the service collection.
/// </summary>
/// <remarks>
/// Implementations are safe for concurrent use, retry what is transient within reason, and report refusals as
/// <see cref="StreamException"/>; any other exception counts as transient for the reader, which tries again.
/// </remarks>
public interface IStreamClient
{
    /// <summary>One page of a stream's description and shards.</summary>
    /// <param name="streamArn">The stream.</param>
    /// <param name="exclusiveStartShardId">Where the page starts: the previous page's last shard; null for the first.</param>
    /// <param name="parentShardId">
    /// Only the children of this shard, if the service filters (<c>ShardFilter</c>, CHILD_SHARDS); callers do not rely on it. Null for all.
    /// </param>
    /// <param name="cancellationToken">Ends the request.</param>
    ValueTask<StreamDescription> DescribeStreamAsync(
        string streamArn, string? exclusiveStartShardId, string? parentShardId, CancellationToken cancellationToken);

    /// <summary>An iterator for a position of a shard, valid for 15 minutes.</summary>
    ValueTask<string> GetShardIteratorAsync(
        string streamArn, string shardId, ShardPosition position, CancellationToken cancellationToken);

    /// <summary>The records at an iterator: at most <paramref name="limit"/> (up to 1000) or 1 MB.</summary>
    /// <returns>The page, which the caller disposes.</returns>
    ValueTask<RecordPage> GetRecordsAsync(string shardIterator, int limit, CancellationToken cancellationToken);
}
