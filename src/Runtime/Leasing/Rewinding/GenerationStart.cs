using System.Globalization;

namespace DynamoHandlers.Leasing.Rewinding;

/// <summary>With which streams another generation of leases begins: a pure function.</summary>
internal static class GenerationStart
{
    // Records are kept for 24 hours. As much again for clocks that are wrong: what is gone is found out anyway, and costs
    // some seconds.
    private static readonly TimeSpan Retention = TimeSpan.FromHours(48);

    /// <summary>
    /// All streams that the application has read, but those that were replaced so long ago that nothing of them is kept.
    /// </summary>
    /// <param name="streams">The streams, each with the label of the one that its table had before.</param>
    /// <param name="now">The time.</param>
    public static IReadOnlyList<(string StreamArn, string? Previous)> Streams(
        IReadOnlyCollection<(string StreamArn, string? Previous)> streams, DateTimeOffset now)
    {
        var kept = streams.Where(stream => !streams.Any(other => HasReplaced(other.StreamArn, stream.StreamArn, now - Retention)))
            .ToList();
        return [.. kept.Select(stream => (stream.StreamArn, kept.Exists(other => IsPrevious(other, stream)) ? stream.Previous : null))];

        static bool IsPrevious((string StreamArn, string?) other, (string StreamArn, string? Previous) stream) =>
            TableOf(other.StreamArn) == TableOf(stream.StreamArn) && LabelOf(other.StreamArn) == stream.Previous;
    }

    // A label is the time at which the stream was enabled; the one before was disabled by then.
    private static bool HasReplaced(string streamArn, string other, DateTimeOffset before) =>
        TableOf(streamArn) == TableOf(other)
        && string.CompareOrdinal(LabelOf(streamArn), LabelOf(other)) > 0
        && DateTimeOffset.TryParse(LabelOf(streamArn), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var enabled)
        && enabled < before;

    private static string TableOf(string streamArn) => streamArn[..streamArn.LastIndexOf('/')];

    private static string LabelOf(string streamArn) => streamArn[(streamArn.LastIndexOf('/') + 1)..];
}
