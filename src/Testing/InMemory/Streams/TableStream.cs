using System.Runtime.InteropServices;
using DynamoHandlers.Testing.InMemory.Engine;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Testing.InMemory.Streams;

/// <summary>
/// One stream of a table, from its enabling to the trimming of its last record. Guarded by the database's lock.
/// </summary>
internal sealed class TableStream
{
    private readonly SequenceCounter _sequence;
    private readonly string _eventPrefix;
    private readonly TimeProvider _time;
    private readonly List<StreamShard> _shards = [];
    private readonly Dictionary<string, StreamShard> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<StreamShard>> _children = new(StringComparer.Ordinal);

    // By the first hash of their ranges, which together cover all hashes while the stream is enabled.
    private readonly SortedList<ulong, StreamShard> _open = [];

    public TableStream(
        string tableName, KeySchema keys, string label, StreamViewType viewType, int shards, SequenceCounter sequence, TimeProvider time)
    {
        (TableName, Keys, Label, ViewType, _sequence, _time) = (tableName, keys, label, viewType, sequence, time);
        Arn = StreamNames.StreamArn(tableName, label);
        _eventPrefix = $"{HashRange.Hash(new Values.StringValue(Arn)):x16}";
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

    /// <summary>Told of the records; null for nobody.</summary>
    public IDatabaseObserver? Observer { get; set; }

    /// <summary>The shards that are listed, in the order of their ids.</summary>
    public IReadOnlyList<StreamShard> Shards => _shards;

    public StreamShard? Find(string shardId) => _byId.GetValueOrDefault(shardId);

    /// <summary>The listed shards whose ids are greater than one; all for null.</summary>
    public IEnumerable<StreamShard> After(string? shardId)
    {
        var (low, high) = (0, shardId is null ? 0 : _shards.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = string.CompareOrdinal(_shards[middle].Id, shardId) <= 0 ? (middle + 1, high) : (low, middle);
        }

        for (var i = low; i < _shards.Count; i++)
        {
            yield return _shards[i];
        }
    }

    /// <summary>The listed shards that continue one, in the order of their ids.</summary>
    public IReadOnlyList<StreamShard> ChildrenOf(string shardId) => _children.GetValueOrDefault(shardId) ?? [];

    public void Append(ItemChange change)
    {
        var shard = ShardOf(HashRange.Hash(change.PartitionKey));
        var sequence = _sequence.Next();
        var now = _time.GetUtcNow();
        var eventId = $"{_eventPrefix}{sequence:x16}";
        var record = new StoredRecord(sequence, now, RecordJson.WriteRecord(change, ViewType, eventId, sequence, now));
        shard.Append(record);
        Observer?.Appended(this, shard, record, change);
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
        _open.Values.OrderBy(static shard => shard.Id, StringComparer.Ordinal).ToList()
            .SelectMany(shard => Replace(shard, shard.Range)).ToList();

    /// <summary>Takes no more records; what there is stays readable until it is trimmed.</summary>
    public void Disable()
    {
        IsEnabled = false;
        foreach (var shard in _shards)
        {
            shard.Close(_time.GetUtcNow());
        }

        _open.Clear();
    }

    public void Trim(DateTimeOffset cutoff)
    {
        foreach (var shard in _shards)
        {
            shard.Trim(cutoff);
        }

        foreach (var gone in _shards.Where(shard => shard.IsGone(cutoff)))
        {
            _byId.Remove(gone.Id);
            if (gone.ParentId is { } parentId && _children.TryGetValue(parentId, out var siblings))
            {
                siblings.Remove(gone);
            }
        }

        _shards.RemoveAll(shard => shard.IsGone(cutoff));
    }

    // The open shard with the greatest first hash that is not beyond this one.
    private StreamShard ShardOf(ulong hash)
    {
        var (low, high) = (0, _open.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _open.Keys[middle] <= hash ? (middle + 1, high) : (low, middle);
        }

        return low > 0 && _open.Values[low - 1] is var shard && shard.Range.Contains(hash)
            ? shard
            : throw new InvalidOperationException($"The open shards of {Arn} do not cover the hash {hash:x16}.");
    }

    private List<StreamShard> Replace(StreamShard shard, params ReadOnlySpan<HashRange> ranges)
    {
        shard.Close(_time.GetUtcNow());
        _open.Remove(shard.Range.First);
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
        var now = _time.GetUtcNow();
        var shard = new StreamShard(_sequence.NextShardId(now), parentId, range, _sequence.Last, now);
        _shards.Add(shard);
        _byId.Add(shard.Id, shard);
        _open.Add(range.First, shard);
        if (parentId is not null)
        {
            ref var siblings = ref CollectionsMarshal.GetValueRefOrAddDefault(_children, parentId, out _);
            (siblings ??= []).Add(shard);
        }

        return shard;
    }
}
