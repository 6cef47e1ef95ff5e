using DynamoHandlers.Testing.InMemory.Values;

namespace DynamoHandlers.Testing.InMemory.Streams;

/// <summary>A write that changed an item.</summary>
/// <param name="PartitionKey">What places the change in a shard.</param>
/// <param name="Keys">The item's key attributes.</param>
/// <param name="Old">The item before; null if it is new.</param>
/// <param name="New">The item after; null if it was removed.</param>
/// <param name="Identity">Who made the change, if not a client.</param>
internal sealed record ItemChange(Value PartitionKey, MapValue Keys, MapValue? Old, MapValue? New, UserIdentity? Identity)
{
    public ChangeKind Kind =>
        Old is null ? ChangeKind.Insert : New is null ? ChangeKind.Remove : ChangeKind.Modify;
}
