using DynamoHandlers.Testing.InMemory.Engine;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Testing.InMemory.Streams;

/// <summary>
/// One stream of a table, from its enabling to the trimming of its last record. Guarded by the database's lock.
/// </summary>
internal sealed class TableStream
{
    private readonly SequenceCounter _sequence;
    private readonly TimeProvider _time;
    private readonly List<StreamShard> _shards = [];

    public TableStream(
        string tableName, KeySchema keys, string label, StreamViewType viewType, int shards, SequenceCounter sequence, TimeProvider time)
    {
        (TableName, Keys, Label, ViewType, _sequence, _time) = (tableName, keys, label, viewType, sequence, time);
        Arn = StreamNames.StreamArn(tableName, label);
        foreach (var range in HashRange.Divide(shards))
        {
            Open(null, range);
        }
    }

    public string TableName { get; }

    public KeySchema Keys { get; }

    public string Label { get; }

    public string Arn { get; }

    public StreamViewType ViewType { get; }

    public bool IsEnabled { get; private set; } = true;

    /// <summary>The shards that are listed, in the order of their ids.</summary>
    public IReadOnlyList<StreamShard> Shards => _shards;

    public StreamShard? Find(string shardId) => _shards.Find(shard => shard.Id == shardId);

    public void Append(ItemChange change)
    {
        var hash = HashRange.Hash(change.PartitionKey);
        var shard = _shards.Find(shard => !shard.IsClosed && shard.Range.Contains(hash))
            ?? throw new InvalidOperationException($"The open shards of {Arn} do not cover the hash {hash:x16}.");
        var sequence = _sequence.Next();
        var now = _time.GetUtcNow();
        var eventId = $"{HashRange.Hash(new Values.StringValue(Arn)):x16}{sequence:x16}";
        shard.Append(new StoredRecord(sequence, now, RecordJson.WriteRecord(change, ViewType, eventId, sequence, now)));
    }

    /// <summary>Closes an open shard and opens two children, each with half of its keys.</summary>
    public IReadOnlyList<StreamShard> Split(StreamShard shard)
    {
        ThrowIfClosed(shard);
        var (lower, upper) = shard.Range.Halve();
        return Replace(shard, lower, upper);
    }

    /// <summary>Closes every open shard and opens one child for each.</summary>
    public IReadOnlyList<StreamShard> Roll() =>
        _shards.Where(static shard => !shard.IsClosed).ToList().SelectMany(shard => Replace(shard, shard.Range)).ToList();

    /// <summary>Takes no more records; what there is stays readable until it is trimmed.</summary>
    public void Disable()
    {
        IsEnabled = false;
        foreach (var shard in _shards)
        {
            shard.Close(_time.GetUtcNow());
        }
    }

    public void Trim(DateTimeOffset cutoff)
    {
        foreach (var shard in _shards)
        {
            shard.Trim(cutoff);
        }

        _shards.RemoveAll(shard => shard.IsGone(cutoff));
    }

    private List<StreamShard> Replace(StreamShard shard, params ReadOnlySpan<HashRange> ranges)
    {
        shard.Close(_time.GetUtcNow());
        var children = new List<StreamShard>();
        foreach (var range in ranges)
        {
            children.Add(Open(shard.Id, range));
        }

        return children;
    }

    private static void ThrowIfClosed(StreamShard shard)
    {
        if (shard.IsClosed)
        {
            throw new InvalidOperationException($"Shard {shard.Id} is closed already. Pick one that is open.");
        }
    }

    private StreamShard Open(string? parentId, HashRange range)
    {
        var shard = new StreamShard(_sequence.NextShardId(_time.GetUtcNow()), parentId, range, _sequence.Last);
        _shards.Add(shard);
        return shard;
    }
}
