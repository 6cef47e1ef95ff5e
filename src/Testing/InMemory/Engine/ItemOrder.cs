using DynamoHandlers.Testing.InMemory.Streams;
using DynamoHandlers.Testing.InMemory.Values;

namespace DynamoHandlers.Testing.InMemory.Engine;

/// <summary>The order of items: partitions by the hash of their key, as a scan finds them, then by sort key.</summary>
internal sealed class ItemOrder(KeySchema keys) : IComparer<MapValue>
{
    public static readonly IComparer<Value> OfPartitions = Comparer<Value>.Create(ComparePartitions);

    public static readonly IComparer<Value> OfSortKeys = Comparer<Value>.Create(CompareSortKeys);

    /// <summary>Compares items, or keys, that have all attributes of the key.</summary>
    public int Compare(MapValue? x, MapValue? y)
    {
        var byPartition = ComparePartitions(x![keys.Partition.Name]!, y![keys.Partition.Name]!);
        return byPartition != 0 || keys.Sort is not { } sort ? byPartition : CompareSortKeys(x[sort.Name]!, y[sort.Name]!);
    }

    private static int ComparePartitions(Value x, Value y)
    {
        var byHash = HashRange.Hash(x).CompareTo(HashRange.Hash(y));
        return byHash != 0 ? byHash : ScalarOrder.Instance.Compare(x, y);
    }

    private static int CompareSortKeys(Value x, Value y) =>
        x is NullValue && y is NullValue ? 0 : ScalarOrder.Instance.Compare(x, y);
}
