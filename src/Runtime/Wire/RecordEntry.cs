namespace DynamoHandlers.Wire;

/// <summary>Where in a page's bytes a record has what; texts with their quotation marks. Absent is empty.</summary>
internal struct RecordEntry
{
    public ByteRange Whole;
    public ByteRange Keys;
    public ByteRange OldImage;
    public ByteRange NewImage;
    public ByteRange EventId;
    public ByteRange SequenceNumber;
    public ByteRange IdentityType;
    public ByteRange PrincipalId;
    public long CreatedTicks;
    public long SizeBytes;
    public ChangeKind? Kind;
    public bool HasIdentity;
    public bool IsTimeToLive;
}

/// <summary>A part of a page's bytes.</summary>
internal readonly record struct ByteRange(int Start, int Length)
{
    public bool IsEmpty => Length == 0;

    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> bytes) => bytes.Slice(Start, Length);
}
