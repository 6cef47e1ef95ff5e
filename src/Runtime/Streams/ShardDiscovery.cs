using DynamoHandlers.Wire;
using Polly;

namespace DynamoHandlers.Streams;

/// <summary>
/// Lists the shards of streams, through all pages, no faster than the service answers. Safe for concurrent use.
/// </summary>
/// <param name="client">The service.</param>
/// <param name="pace">What spaces out the pages.</param>
/// <param name="retry">How a throttled page is asked for again: the pages before it are not.</param>
internal sealed class ShardDiscovery(IStreamClient client, DescribePace pace, ResiliencePipeline retry)
{
    /// <summary>Lists every shard of a stream.</summary>
    /// <exception cref="StreamException">The service refused a page; an incomplete listing is never returned.</exception>
    public ValueTask<ShardListing> ListAsync(string streamArn, DescribeUse use, CancellationToken cancellationToken) =>
        ListAsync(new(streamArn, After: null, ParentShardId: null, use), cancellationToken);

    /// <summary>
    /// Lists the shards after one: those that are younger, as the service lists shards by age. What is not in it may
    /// exist nevertheless.
    /// </summary>
    public ValueTask<ShardListing> ListAfterAsync(
        string streamArn, string shardId, CancellationToken cancellationToken) =>
        ListAsync(new(streamArn, shardId, ParentShardId: null, DescribeUse.Urgent), cancellationToken);

    /// <summary>
    /// Lists the children of a shard. Where the service ignores the filter, as DynamoDB Local does, this reads the
    /// whole listing.
    /// </summary>
    public ValueTask<ShardListing> ListChildrenAsync(
        string streamArn, string shardId, CancellationToken cancellationToken) =>
        ListAsync(new(streamArn, After: null, shardId, DescribeUse.Urgent), cancellationToken);

    private async ValueTask<ShardListing> ListAsync(Question question, CancellationToken cancellationToken)
    {
        var shards = new List<ShardDescription>();
        var pages = 0;
        StreamDescription page;
        do
        {
            page = await retry.ExecuteAsync(
                static (call, stop) => call.Discovery.DescribeAsync(call.Question, stop),
                (Discovery: this, Question: question),
                cancellationToken).ConfigureAwait(false);
            shards.AddRange(page.Shards);
            question = question with { After = page.LastEvaluatedShardId };
            pages++;
        }
        while (question.After is not null);

        return new ShardListing(shards, page.ServiceTime, page.Status) { Pages = pages };
    }

    private async ValueTask<StreamDescription> DescribeAsync(Question question, CancellationToken cancellationToken)
    {
        await pace.WaitAsync(question.Use, cancellationToken).ConfigureAwait(false);
        return await client.DescribeStreamAsync(
            question.StreamArn, question.After, question.ParentShardId, cancellationToken).ConfigureAwait(false);
    }

    private sealed record Question(string StreamArn, string? After, string? ParentShardId, DescribeUse Use);
}
