using System.Globalization;
using DynamoHandlers.Testing.InMemory.Engine;
using DynamoHandlers.Testing.InMemory.Streams;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Testing.InMemory.Client;

/// <summary>The streams service of an in-memory database. Answers at once, on the caller's thread.</summary>
internal sealed class InMemoryStreamClient(Database database) : IStreamClient
{
    // Limits of the service for one GetRecords.
    private const int MaxRecords = 1000;
    private const int MaxBytes = 1024 * 1024;

    public ValueTask<StreamDescription> DescribeStreamAsync(
        string streamArn, string? exclusiveStartShardId, string? parentShardId, CancellationToken cancellationToken) =>
        Answer(() => Describe(Find(streamArn), exclusiveStartShardId, parentShardId), cancellationToken);

    public ValueTask<string> GetShardIteratorAsync(
        string streamArn, string shardId, ShardPosition position, CancellationToken cancellationToken) =>
        Answer(() => NewIterator(streamArn, Find(streamArn, shardId), position).ToString(), cancellationToken);

    public ValueTask<RecordPage> GetRecordsAsync(
        string shardIterator, int limit, CancellationToken cancellationToken) =>
        Answer(() => RecordPage.Parse(Read(shardIterator, limit)), cancellationToken);

    private StreamDescription Describe(TableStream stream, string? exclusiveStartShardId, string? parentShardId)
    {
        // Ids sort by age, so a page can start after a shard that has left the listing meanwhile.
        var left = parentShardId is null
            ? stream.After(exclusiveStartShardId)
            : stream.ChildrenOf(parentShardId)
                .Where(shard => exclusiveStartShardId is null || string.CompareOrdinal(shard.Id, exclusiveStartShardId) > 0);
        var page = left.Take(database.Options.ShardPageSize + 1).ToList();
        var isLast = page.Count <= database.Options.ShardPageSize;
        if (!isLast)
        {
            page.RemoveAt(page.Count - 1);
        }

        var now = database.Time.GetUtcNow();
        return new StreamDescription
        {
            StreamArn = stream.Arn,
            TableName = stream.TableName,
            StreamLabel = stream.Label,
            Status = stream.IsEnabled ? StreamStatus.Enabled : StreamStatus.Disabled,
            ViewType = stream.ViewType,
            PartitionKey = stream.Keys.Partition.Name,
            SortKey = stream.Keys.Sort?.Name,
            Shards = page.ConvertAll(static shard => new ShardDescription(shard.Id, shard.ParentId, shard.IsClosed)),
            LastEvaluatedShardId = isLast ? null : page[^1].Id,
            ServiceTime = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds()),
        };
    }

    private ShardIterator NewIterator(string streamArn, StreamShard shard, ShardPosition position)
    {
        var after = position.Type switch
        {
            ShardIteratorType.TrimHorizon => shard.TrimmedThrough,
            ShardIteratorType.Latest => shard.Last,
            _ => ParseSequence(position.SequenceNumber),
        };
        if (position.Type == ShardIteratorType.AfterSequenceNumber && shard.HasTrimmed && after <= shard.TrimmedThrough)
        {
            throw Trimmed(shard);
        }

        return new ShardIterator(streamArn, shard.Id, after, database.Time.GetUtcNow(), database.IteratorEra);
    }

    private byte[] Read(string text, int limit)
    {
        if (limit is < 1 or > MaxRecords)
        {
            throw Errors.Validation(
                $"1 validation error detected: Value '{limit}' at 'limit' failed to satisfy constraint: Member must "
                + $"have value between 1 and {MaxRecords}");
        }

        var iterator = ShardIterator.TryParse(text) ?? throw Errors.Validation($"Invalid ShardIterator: {text}");
        var now = database.Time.GetUtcNow();
        if (iterator.Era != database.IteratorEra || now - iterator.IssuedAt > ShardIterator.Lifetime)
        {
            throw new StreamException(
                StreamError.ExpiredIterator,
                $"The shard iterator of {iterator.ShardId} has expired: it was issued at {iterator.IssuedAt:O}.");
        }

        var shard = Find(iterator.StreamArn, iterator.ShardId);
        if (shard.HasTrimmed && iterator.After < shard.TrimmedThrough)
        {
            throw Trimmed(shard);
        }

        var records = TakePage(shard.After(iterator.After), limit);
        var after = records.Count > 0 ? records[^1].Sequence : iterator.After;
        var next = shard.IsClosed && after >= shard.Last ? null : iterator with { After = after, IssuedAt = now };
        return RecordJson.WritePage(records, next?.ToString());
    }

    // At least one record, however large.
    private static List<StoredRecord> TakePage(IEnumerable<StoredRecord> records, int limit)
    {
        var page = new List<StoredRecord>();
        var bytes = 0;
        foreach (var record in records.Take(limit))
        {
            bytes += record.Json.Length;
            if (page.Count > 0 && bytes > MaxBytes)
            {
                break;
            }

            page.Add(record);
        }

        return page;
    }

    private TableStream Find(string streamArn) => database.FindStream(streamArn)
        ?? throw new StreamException(StreamError.NotFound, $"Requested resource not found: Stream: {streamArn} not found");

    private StreamShard Find(string streamArn, string shardId) => Find(streamArn).Find(shardId)
        ?? throw new StreamException(
            StreamError.NotFound, $"Requested resource not found: Shard: {shardId} in Stream: {streamArn} not found");

    private static StreamException Trimmed(StreamShard shard) => new(
        StreamError.TrimmedData,
        $"The operation attempted to read past the oldest stream record in shard {shard.Id}: records up to "
        + $"{RecordJson.FormatSequence(shard.TrimmedThrough)} are trimmed.");

    private static long ParseSequence(SequenceNumber number) =>
        long.TryParse(number.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            ? sequence
            : throw Errors.Validation($"Invalid SequenceNumber: {number}");

    private ValueTask<T> Answer<T>(Func<T> answer, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<T>(cancellationToken);
        }

        try
        {
            lock (database.Lock)
            {
                return ValueTask.FromResult(answer());
            }
        }
        catch (Exception e)
        {
            return ValueTask.FromException<T>(e);
        }
    }
}
