using DynamoHandlers.Testing.InMemory.Streams;
using DynamoHandlers.Testing.InMemory.Values;

namespace DynamoHandlers.Testing.InMemory.Engine;

/// <summary>A table: its items, in the order of their keys, and its stream. Guarded by the database's lock.</summary>
internal sealed class Table(TableSchema schema, DateTimeOffset createdAt)
{
    // The service's limit on one item, in bytes.
    public const int MaxItemSize = 400 * 1024;

    private readonly SortedDictionary<Value, SortedList<Value, MapValue>> _partitions = new(ItemOrder.OfPartitions);

    public TableSchema Schema { get; } = schema;

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public SequenceCounter Sequence { get; } = new();

    /// <summary>The newest stream, enabled or not; null if there never was one.</summary>
    public TableStream? Stream { get; set; }

    /// <summary>Told of every change of an item; null for nobody.</summary>
    public IDatabaseObserver? Observer { get; set; }

    /// <summary>The attribute with the time at which an item expires; null if items do not.</summary>
    public string? TimeToLiveAttribute { get; set; }

    /// <summary>Whether it can only be deleted after this protection was taken off it.</summary>
    public bool IsProtected { get; set; }

    public bool HasPointInTimeRecovery { get; set; }

    public IReadOnlyList<Amazon.DynamoDBv2.Model.Tag> Tags { get; init; } = [];

    public int Count { get; private set; }

    public long SizeBytes => Items.Sum(static item => (long)item.ItemSize);

    /// <summary>All items, by partition, then by sort key.</summary>
    public IEnumerable<MapValue> Items => _partitions.Values.SelectMany(static partition => partition.Values);

    public IEnumerable<MapValue> InPartition(Value key) =>
        _partitions.TryGetValue(key, out var partition) ? partition.Values : [];

    public MapValue? Find(ItemKey key) =>
        _partitions.TryGetValue(key.Partition, out var partition) ? partition.GetValueOrDefault(key.Sort) : null;

    /// <summary>Writes or (null) removes an item; what thereby changes goes to the stream.</summary>
    public void Write(ItemKey key, MapValue? item, UserIdentity? identity = null)
    {
        var old = Find(key);
        if (Equals(old, item))
        {
            return;
        }

        if (item is null)
        {
            Remove(key);
        }
        else
        {
            Put(key, item, isNew: old is null);
        }

        Observer?.Written(this, key, old, item);
        if (Stream is { IsEnabled: true })
        {
            var keys = (item ?? old!).Pick(Schema.Keys.Names);
            Stream.Append(new ItemChange(key.Partition, keys, old, item, identity));
        }
    }

    private void Put(ItemKey key, MapValue item, bool isNew)
    {
        if (!_partitions.TryGetValue(key.Partition, out var partition))
        {
            _partitions.Add(key.Partition, partition = new SortedList<Value, MapValue>(ItemOrder.OfSortKeys));
        }

        partition[key.Sort] = item;
        Count += isNew ? 1 : 0;
    }

    private void Remove(ItemKey key)
    {
        var partition = _partitions[key.Partition];
        partition.Remove(key.Sort);
        if (partition.Count == 0)
        {
            _partitions.Remove(key.Partition);
        }

        Count--;
    }
}
