using DynamoHandlers.Images;

namespace DynamoHandlers.Wire;

/// <summary>
/// One record of a page: a view of the page's bytes, valid until the page is disposed. Nothing is materialized until
/// asked for. Safe for concurrent use.
/// </summary>
public readonly struct StreamRecord : IItemImages
{
    private readonly RecordPage _page;
    private readonly int _index;
    private readonly ChangeKind? _deliveredAs;

    internal StreamRecord(RecordPage page, int index, ChangeKind? deliveredAs = null) =>
        (_page, _index, _deliveredAs) = (page, index, deliveredAs);

    /// <summary>
    /// What happened to the item. Where a modification changed the type of an item, handlers of the old type see a
    /// removal and those of the new type an insertion.
    /// </summary>
    public ChangeKind Kind => _deliveredAs ?? Entry.Kind!.Value; // The parser lets no record pass without.

    /// <summary>The stream's id of the record.</summary>
    public string EventId => Text(Entry.EventId);

    /// <summary>The record's position in its shard.</summary>
    public SequenceNumber SequenceNumber => new(Text(Entry.SequenceNumber));

    /// <summary>
    /// About when the change was made, UTC; <see cref="DateTimeOffset.MinValue"/> if the record does not say.
    /// </summary>
    public DateTimeOffset CreatedAt => new(Entry.CreatedTicks, TimeSpan.Zero);

    /// <summary>The size that DynamoDB counts; 0 if the record does not say.</summary>
    public long SizeBytes => Entry.SizeBytes;

    /// <summary>Who made the change, where the stream says so.</summary>
    public UserIdentity? UserIdentity =>
        Entry.HasIdentity ? new UserIdentity(Text(Entry.IdentityType), Text(Entry.PrincipalId)) : null;

    /// <summary>Whether DynamoDB removed the item because its time to live had passed.</summary>
    public bool IsTimeToLive => Entry.IsTimeToLive;

    /// <summary>The key attributes, a JSON object; empty if the record has none.</summary>
    public ReadOnlySpan<byte> Keys => Entry.Keys.Of(_page.Bytes);

    /// <summary>The item before, a JSON object; empty if the record has none.</summary>
    public ReadOnlySpan<byte> OldImage =>
        _deliveredAs == ChangeKind.Insert ? default : Entry.OldImage.Of(_page.Bytes);

    /// <summary>The item after, a JSON object; empty if the record has none.</summary>
    public ReadOnlySpan<byte> NewImage =>
        _deliveredAs == ChangeKind.Remove ? default : Entry.NewImage.Of(_page.Bytes);

    /// <summary>The same record as one of another kind: with the image that this kind has, and not the other.</summary>
    internal StreamRecord As(ChangeKind kind) => new(_page, _index, kind);

    /// <summary>The record as the service sent it, a JSON object.</summary>
    internal ReadOnlySpan<byte> Json => Entry.Whole.Of(_page.Bytes);

    /// <summary>The same record on a page of its own, which outlives this one; the caller disposes it.</summary>
    internal (RecordPage Page, StreamRecord Record) Copy()
    {
        var page = _page.CopyOf(_index);
        return (page, new(page, 0, _deliveredAs));
    }

    private ref readonly RecordEntry Entry => ref _page.Entry(_index);

    private string Text(ByteRange quoted) => quoted.IsEmpty ? "" : RecordPage.Decode(quoted.Of(_page.Bytes));
}
