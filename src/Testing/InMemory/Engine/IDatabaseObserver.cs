using DynamoHandlers.Testing.InMemory.Streams;
using DynamoHandlers.Testing.InMemory.Values;

namespace DynamoHandlers.Testing.InMemory.Engine;

/// <summary>Sees what changes in a database, as it changes, under the database's lock.</summary>
internal interface IDatabaseObserver
{
    /// <summary>An item was written or (null) removed.</summary>
    void Written(Table table, ItemKey key, MapValue? old, MapValue? item);

    /// <summary>A stream got a record.</summary>
    void Appended(TableStream stream, StreamShard shard, StoredRecord record, ItemChange change);
}
