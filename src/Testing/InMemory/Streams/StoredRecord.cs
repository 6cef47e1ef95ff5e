namespace DynamoHandlers.Testing.InMemory.Streams;

/// <summary>A record of a shard.</summary>
/// <param name="Sequence">Its position, unique in the table.</param>
/// <param name="CreatedAt">When it was written, exactly; the record itself tells whole seconds.</param>
/// <param name="Json">The record as the service sends it.</param>
internal sealed record StoredRecord(long Sequence, DateTimeOffset CreatedAt, ReadOnlyMemory<byte> Json);
