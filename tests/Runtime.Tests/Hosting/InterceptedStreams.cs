using DynamoHandlers.Wire;

namespace DynamoHandlers.Runtime.Tests.Hosting;

/// <summary>The client of the streams, with a connection's interference.</summary>
internal sealed class InterceptedStreams(IStreamClient inner, Connection connection) : IStreamClient
{
    public async ValueTask<StreamDescription> DescribeStreamAsync(
        string streamArn, string? exclusiveStartShardId, string? parentShardId, CancellationToken cancellationToken)
    {
        var page = await connection.SendAsync(new("DescribeStream", null, cancellationToken), () => inner.DescribeStreamAsync(
            streamArn, exclusiveStartShardId, parentShardId, cancellationToken).AsTask());
        return page with
        {
            Shards =
            [
                .. page.Shards.Where(shard => !connection.Hidden.Contains(shard.ShardId))
                    .Select(shard => shard with { IsClosed = shard.IsClosed && !connection.ShownOpen.Contains(shard.ShardId) }),
            ],
        };
    }

    public async ValueTask<string> GetShardIteratorAsync(
        string streamArn, string shardId, ShardPosition position, CancellationToken cancellationToken) =>
        await connection.SendAsync(new("GetShardIterator", null, cancellationToken), () => inner.GetShardIteratorAsync(
            streamArn, shardId, position, cancellationToken).AsTask());

    public async ValueTask<RecordPage> GetRecordsAsync(string shardIterator, int limit, CancellationToken cancellationToken) =>
        await connection.SendAsync(new("GetRecords", null, cancellationToken), () => inner.GetRecordsAsync(
            shardIterator, limit, cancellationToken).AsTask());
}
