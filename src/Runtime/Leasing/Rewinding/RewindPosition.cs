using System.Globalization;
using DynamoHandlers.Wire;

namespace DynamoHandlers;

/// <summary>Where an application or one shard is to start again: see <see cref="IRewind"/>.</summary>
public readonly record struct RewindPosition
{
    private RewindPosition(bool isLatest, DateTimeOffset? time, SequenceNumber sequence)
    {
        IsLatest = isLatest;
        Time = time;
        Sequence = sequence;
    }

    /// <summary>With the oldest record that the stream keeps, up to 24 hours old. The default.</summary>
    public static RewindPosition TrimHorizon => default;

    /// <summary>
    /// With changes made from the moment of the call on, and perhaps those of the two seconds before: what is older and not
    /// handled yet is given up. For whole applications only.
    /// </summary>
    public static RewindPosition Latest => new(isLatest: true, time: null, default);

    /// <summary>With changes made at a time or later.</summary>
    /// <param name="time">
    /// The time; the stream knows whole seconds. Older than 24 hours is like <see cref="TrimHorizon"/>.
    /// </param>
    public static RewindPosition At(DateTimeOffset time) =>
        new(isLatest: false, DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds()), default);

    /// <summary>With the record that follows one. For single shards only.</summary>
    /// <param name="sequenceNumber">
    /// The record's number, as in <see cref="ChangeContext.SequenceNumber"/>: one that is handled already.
    /// </param>
    /// <exception cref="ArgumentException">The text is no sequence number: digits.</exception>
    public static RewindPosition After(string sequenceNumber)
    {
        ArgumentNullException.ThrowIfNull(sequenceNumber);
        return IsNumber(sequenceNumber)
            ? new(isLatest: false, time: null, new(sequenceNumber))
            : throw new ArgumentException($"'{sequenceNumber}' is not a sequence number: digits.", nameof(sequenceNumber));
    }

    internal bool IsLatest { get; }

    internal DateTimeOffset? Time { get; }

    internal SequenceNumber Sequence { get; }

    /// <summary>
    /// Reads <c>TrimHorizon</c>, <c>Latest</c>, a sequence number, or an ISO 8601 time, as a command line has it.
    /// </summary>
    /// <exception cref="FormatException">The text is none of these.</exception>
    public static RewindPosition Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text) ?? throw new FormatException(
            $"'{text}' is not a position. Write TrimHorizon, Latest, a sequence number, or a time such as 2026-01-31T12:00:00Z.");
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => this switch
    {
        { IsLatest: true } => nameof(Latest),
        { Time: { } time } => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        { Sequence.IsNone: false } => Sequence.ToString(),
        _ => nameof(TrimHorizon),
    };

    internal static RewindPosition? TryParse(string text) => text switch
    {
        _ when text.Equals(nameof(TrimHorizon), StringComparison.OrdinalIgnoreCase) => TrimHorizon,
        _ when text.Equals(nameof(Latest), StringComparison.OrdinalIgnoreCase) => Latest,
        _ when IsNumber(text) => After(text),
        _ when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => At(time),
        _ => null,
    };

    private static bool IsNumber(string text) => text.Length > 0 && text.All(char.IsAsciiDigit);
}
