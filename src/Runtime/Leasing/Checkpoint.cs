using DynamoHandlers.Wire;

namespace DynamoHandlers.Leasing;

/// <summary>
/// How far a shard is done: at its beginning, after a record, or to its end. Ordered; the default is the beginning.
/// </summary>
internal readonly record struct Checkpoint : IComparable<Checkpoint>
{
    private const string BeginningText = "TRIM_HORIZON";
    private const string EndText = "END";

    private readonly bool _isEnd;

    private Checkpoint(SequenceNumber after, bool isEnd)
    {
        After = after;
        _isEnd = isEnd;
    }

    public static Checkpoint Beginning => default;

    public static Checkpoint End => new(default, isEnd: true);

    /// <summary>The last record that is done; none at the beginning and at the end.</summary>
    public SequenceNumber After { get; }

    public bool IsEnd => _isEnd;

    public bool IsBeginning => !_isEnd && After.IsNone;

    public static Checkpoint AfterRecord(SequenceNumber sequenceNumber) => new(sequenceNumber, isEnd: false);

    /// <summary>Reads the text of a lease row; null if it is none.</summary>
    public static Checkpoint? TryParse(string? text) => text switch
    {
        BeginningText => Beginning,
        EndText => End,
        { Length: > 0 } when text.All(char.IsAsciiDigit) => AfterRecord(new SequenceNumber(text)),
        _ => null,
    };

    public int CompareTo(Checkpoint other) =>
        _isEnd || other._isEnd ? _isEnd.CompareTo(other._isEnd) : After.CompareTo(other.After);

    /// <summary>The text of a lease row.</summary>
    public override string ToString() => _isEnd ? EndText : After.IsNone ? BeginningText : After.ToString();
}
