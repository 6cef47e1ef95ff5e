using DynamoHandlers.Wire;

namespace DynamoHandlers.Streams;

/// <summary>Lists the shards of a stream, through all pages.</summary>
internal static class ShardDiscovery
{
    /// <summary>Lists every shard of a stream.</summary>
    /// <exception cref="StreamException">The service refused a page; an incomplete listing is never returned.</exception>
    public static ValueTask<ShardListing> ListAsync(
        IStreamClient client, string streamArn, CancellationToken cancellationToken) =>
        ListAsync(client, streamArn, parentShardId: null, cancellationToken);

    /// <summary>
    /// Lists the children of a shard. Where the service ignores the filter, as DynamoDB Local does, this reads the
    /// whole listing.
    /// </summary>
    public static async ValueTask<IReadOnlyList<ShardDescription>> ListChildrenAsync(
        IStreamClient client, string streamArn, string shardId, CancellationToken cancellationToken)
    {
        var listing = await ListAsync(client, streamArn, shardId, cancellationToken).ConfigureAwait(false);
        return [.. listing.ChildrenOf(shardId)];
    }

    private static async ValueTask<ShardListing> ListAsync(
        IStreamClient client, string streamArn, string? parentShardId, CancellationToken cancellationToken)
    {
        var shards = new List<ShardDescription>();
        string? start = null;
        StreamDescription page;
        do
        {
            page = await client.DescribeStreamAsync(streamArn, start, parentShardId, cancellationToken)
                .ConfigureAwait(false);
            shards.AddRange(page.Shards);
            start = page.LastEvaluatedShardId;
        }
        while (start is not null);

        return new ShardListing(shards, page.ServiceTime, page.Status);
    }
}
