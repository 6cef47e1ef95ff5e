namespace DynamoHandlers.Wire;

/// <summary>
/// One record of a page: a view of the page's bytes, valid until the page is disposed. Nothing is materialized until
/// asked for.
/// </summary>
public readonly struct StreamRecord
{
    private readonly RecordPage _page;
    private readonly int _index;

    internal StreamRecord(RecordPage page, int index) => (_page, _index) = (page, index);

    /// <summary>What happened to the item.</summary>
    public ChangeKind Kind => throw new NotImplementedException();

    /// <summary>The stream's id of the record.</summary>
    public string EventId => throw new NotImplementedException();

    /// <summary>The record's position in its shard.</summary>
    public SequenceNumber SequenceNumber => throw new NotImplementedException();

    /// <summary>About when the change was made.</summary>
    public DateTimeOffset CreatedAt => throw new NotImplementedException();

    /// <summary>The size that DynamoDB counts.</summary>
    public long SizeBytes => throw new NotImplementedException();

    /// <summary>Who made the change, where the stream says so.</summary>
    public UserIdentity? UserIdentity => throw new NotImplementedException();

    /// <summary>Whether DynamoDB removed the item because its time to live had passed.</summary>
    public bool IsTimeToLive => throw new NotImplementedException();

    /// <summary>The key attributes, a JSON object; empty if the record has none.</summary>
    public ReadOnlySpan<byte> Keys => throw new NotImplementedException();

    /// <summary>The item before, a JSON object; empty if the record has none.</summary>
    public ReadOnlySpan<byte> OldImage => throw new NotImplementedException();

    /// <summary>The item after, a JSON object; empty if the record has none.</summary>
    public ReadOnlySpan<byte> NewImage => throw new NotImplementedException();
}
