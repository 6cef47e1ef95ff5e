using DynamoHandlers.Testing.InMemory.Client;
using DynamoHandlers.Testing.InMemory.Engine;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Testing.Simulation.Network;

/// <summary>
/// The streams as workers meet them: listings that are late, incomplete or contradict themselves, a limit on listing,
/// throttling, and shards that are not found for a moment.
/// </summary>
internal sealed class StreamService(
    Database database, SimulatedFaults faults, RequestCounts counts, SimulationTrace trace, Random random)
{
    // The service's limit for DescribeStream, for an account.
    private const int DescriptionsPerSecond = 10;

    // A shard is not found once in a while, but never for as long as makes it look trimmed.
    private static readonly TimeSpan FoundAgainFor = TimeSpan.FromMinutes(2);

    private const string Place = "streams";

    private readonly InMemoryStreamClient _inner = new(database);
    private readonly Queue<long> _descriptions = new();
    private readonly Dictionary<string, long> _notFound = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TimeSpan> _delays = new(StringComparer.Ordinal);

    /// <summary>Changes where iterators begin: how the rule that start positions are fixed is left out.</summary>
    public Func<string, ShardPosition, ShardPosition>? Positions { get; set; }

    /// <summary>Told of each read of a shard: the worker, the stream's ARN and the shard.</summary>
    public Action<string, string, string>? ReadBy { get; set; }

    public StreamDescription Describe(string streamArn, string? exclusiveStartShardId, string? parentShardId, string worker)
    {
        counts.Add(worker, "DescribeStream", Place);
        trace.Add(worker, "DescribeStream", parentShardId ?? exclusiveStartShardId ?? "");
        ThrowIfTooFast();
        ThrowIfRefused("stream " + streamArn);
        var page = Result(_inner.DescribeStreamAsync(streamArn, exclusiveStartShardId, parentShardId, default));
        var stream = database.FindStream(streamArn)!;
        var now = database.Time.GetUtcNow();
        var shards = new List<ShardDescription>(page.Shards.Count);
        foreach (var shard in page.Shards)
        {
            var actual = stream.Find(shard.ShardId)!;
            var delay = parentShardId is null ? ListedAfter(shard) : ListedAfter(shard) * faults.FilterDelayFactor;
            if (shard.ParentShardId is not null && now - actual.OpenedAt < delay)
            {
                continue;
            }

            if (random.NextDouble() < faults.OmittedShards)
            {
                continue;
            }

            var looksOpen = shard.IsClosed && now - actual.ClosedAt < ListedAfter(shard) * 2;
            shards.Add(looksOpen ? shard with { IsClosed = false } : shard);
        }

        return page with { Shards = shards };
    }

    public string GetIterator(string streamArn, string shardId, ShardPosition position, string worker)
    {
        counts.Add(worker, "GetShardIterator", Place);
        trace.Add(worker, "GetShardIterator", $"{shardId} {position.Type} {position.SequenceNumber}");
        ThrowIfRefused(shardId);
        return Result(_inner.GetShardIteratorAsync(streamArn, shardId, Positions?.Invoke(shardId, position) ?? position, default));
    }

    public RecordPage Read(string shardIterator, int limit, string worker)
    {
        counts.Add(worker, "GetRecords", Place);
        var parts = shardIterator.Split('|', 3);
        ThrowIfRefused(parts[1]);
        var page = Result(_inner.GetRecordsAsync(shardIterator, limit, default));
        trace.Add(worker, "GetRecords", parts[1], page.Count);
        ReadBy?.Invoke(worker, parts[0], parts[1]);
        return page;
    }

    private void ThrowIfTooFast()
    {
        var now = database.Time.GetTimestamp();
        while (_descriptions.TryPeek(out var oldest) && now - oldest >= TimeSpan.TicksPerSecond)
        {
            _descriptions.Dequeue();
        }

        if (_descriptions.Count >= DescriptionsPerSecond)
        {
            throw new StreamException(StreamError.Throttled, "DescribeStream was called more than 10 times in a second (simulated).");
        }

        _descriptions.Enqueue(now);
    }

    private void ThrowIfRefused(string subject)
    {
        var chance = random.NextDouble();
        if (chance < faults.ThrottledReads)
        {
            throw new StreamException(StreamError.Throttled, "Throughput exceeds the current capacity of the stream (simulated).");
        }

        var now = database.Time.GetTimestamp();
        if (chance - faults.ThrottledReads < faults.NotFound
            && (!_notFound.TryGetValue(subject, out var last) || now - last > FoundAgainFor.Ticks))
        {
            _notFound[subject] = now;
            throw new StreamException(StreamError.NotFound, $"Requested resource not found: {subject} (simulated, for a moment)");
        }
    }

    // Fixed for each shard: once listed, it stays listed but for momentary omissions.
    private TimeSpan ListedAfter(ShardDescription shard)
    {
        if (!_delays.TryGetValue(shard.ShardId, out var delay))
        {
            _delays.Add(shard.ShardId, delay = random.NextDouble() * faults.ListingDelay);
        }

        return delay;
    }

    // The in-memory service answers at once.
    private static T Result<T>(ValueTask<T> answer) => answer.GetAwaiter().GetResult();
}
