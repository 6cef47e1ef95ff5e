using System.Globalization;

namespace DynamoHandlers;

/// <summary>
/// Where an application begins to read a stream that it has never read. Fixed at its first start: later starts go on
/// where the application stopped, whatever this says.
/// </summary>
public readonly record struct StartPosition
{
    private StartPosition(bool isLatest, DateTimeOffset? time)
    {
        IsLatest = isLatest;
        Time = time;
    }

    /// <summary>With the oldest record that the stream keeps, up to 24 hours old. The default.</summary>
    public static StartPosition TrimHorizon => default;

    /// <summary>
    /// With changes made from the first start on, and perhaps those of the two seconds before, as the stream knows
    /// times in whole seconds. That moment is remembered: a crash before the first checkpoint loses nothing.
    /// </summary>
    public static StartPosition Latest => new(isLatest: true, time: null);

    /// <summary>With changes made at a time or later. The stream knows times in whole seconds.</summary>
    /// <param name="time">The time; older than 24 hours is like <see cref="TrimHorizon"/>.</param>
    public static StartPosition At(DateTimeOffset time) => new(isLatest: false, time);

    internal bool IsLatest { get; }

    internal DateTimeOffset? Time { get; }

    /// <summary>Reads <c>TrimHorizon</c>, <c>Latest</c> or an ISO 8601 time, as configuration files have it.</summary>
    /// <exception cref="FormatException">The text is none of these.</exception>
    public static StartPosition Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text switch
        {
            _ when text.Equals(nameof(TrimHorizon), StringComparison.OrdinalIgnoreCase) => TrimHorizon,
            _ when text.Equals(nameof(Latest), StringComparison.OrdinalIgnoreCase) => Latest,
            _ when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) =>
                At(time),
            _ => throw new FormatException(
                $"'{text}' is not a start position. Write TrimHorizon, Latest, or a time such as 2026-01-31T12:00:00Z."),
        };
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() =>
        IsLatest ? nameof(Latest) : Time?.ToString("O", CultureInfo.InvariantCulture) ?? nameof(TrimHorizon);
}
