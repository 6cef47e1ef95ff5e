namespace DynamoHandlers.Testing.InMemory.Streams;

/// <summary>One shard: the records of a range of partition keys, in order, from its opening to its closing.</summary>
internal sealed class StreamShard(string id, string? parentId, HashRange range, long opensAfter, DateTimeOffset openedAt)
{
    private readonly List<StoredRecord> _records = [];

    public string Id { get; } = id;

    public string? ParentId { get; } = parentId;

    public HashRange Range { get; } = range;

    public DateTimeOffset OpenedAt { get; } = openedAt;

    public DateTimeOffset? ClosedAt { get; private set; }

    public bool IsClosed => ClosedAt is not null;

    /// <summary>
    /// The sequence number of the newest record that was trimmed, or of the table when the shard opened.
    /// </summary>
    public long TrimmedThrough { get; private set; } = opensAfter;

    /// <summary>Whether records are lost for a reader that read up to a sequence number of this shard.</summary>
    public bool HasTrimmed { get; private set; }

    /// <summary>
    /// The sequence number of the newest record there ever was, or of the table when the shard opened.
    /// </summary>
    public long Last { get; private set; } = opensAfter;

    /// <summary>Whether a record of this shard is kept no more.</summary>
    public bool IsTrimmed(long sequence) => HasTrimmed && sequence <= TrimmedThrough;

    public bool IsGone(DateTimeOffset cutoff) => _records.Count == 0 && ClosedAt < cutoff;

    public void Append(StoredRecord record)
    {
        _records.Add(record);
        Last = record.Sequence;
    }

    public void Close(DateTimeOffset at) => ClosedAt ??= at;

    public void Trim(DateTimeOffset cutoff)
    {
        var trimmed = _records.TakeWhile(record => record.CreatedAt < cutoff).Count();
        if (trimmed == 0)
        {
            return;
        }

        (TrimmedThrough, HasTrimmed) = (_records[trimmed - 1].Sequence, true);
        _records.RemoveRange(0, trimmed);
    }

    /// <summary>The records after a sequence number, oldest first.</summary>
    public IEnumerable<StoredRecord> After(long sequence)
    {
        var (low, high) = (0, _records.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _records[middle].Sequence <= sequence ? (middle + 1, high) : (low, middle);
        }

        return _records.Skip(low);
    }
}
