namespace DynamoHandlers.Streams;

/// <summary>
/// How long to wait before a shard is read again: not at all after a full page, <see cref="Min"/> after some records,
/// then twice as long after each empty page, up to <see cref="Max"/>.
/// </summary>
internal readonly record struct PollPace(TimeSpan Min, TimeSpan Max)
{
    /// <summary>The next delay.</summary>
    /// <param name="previous">The delay before the page just read.</param>
    /// <param name="records">How many records it had.</param>
    /// <param name="limit">How many it could have had.</param>
    public TimeSpan Next(TimeSpan previous, int records, int limit)
    {
        if (records >= limit)
        {
            return TimeSpan.Zero;
        }

        if (records > 0)
        {
            return Min;
        }

        var doubled = previous < Min ? Min : previous * 2;
        return doubled < Max ? doubled : Max;
    }
}
