using DynamoHandlers.Wire;

namespace DynamoHandlers.Testing.Simulation.Network;

/// <summary>One worker's client of the streams.</summary>
internal sealed class NetworkStreams(WorkerLink link, StreamService service) : IStreamClient
{
    public ValueTask<StreamDescription> DescribeStreamAsync(
        string streamArn, string? exclusiveStartShardId, string? parentShardId, CancellationToken cancellationToken) => new(
            link.SendAsync(
                () => service.Describe(streamArn, exclusiveStartShardId, parentShardId, link.Worker), cancellationToken));

    public ValueTask<string> GetShardIteratorAsync(
        string streamArn, string shardId, ShardPosition position, CancellationToken cancellationToken) => new(
            link.SendAsync(() => service.GetIterator(streamArn, shardId, position, link.Worker), cancellationToken));

    public ValueTask<RecordPage> GetRecordsAsync(string shardIterator, int limit, CancellationToken cancellationToken) => new(
        link.SendAsync(() => service.Read(shardIterator, limit, link.Worker), cancellationToken));
}
