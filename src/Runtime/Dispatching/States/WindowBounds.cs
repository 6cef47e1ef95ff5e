namespace DynamoHandlers.Dispatching.States;

/// <summary>
/// Where the windows of a shard stand, in seconds since 1970-01-01 UTC. A window begins and ends at a whole multiple of the
/// windows' length, unless the length was another before.
/// </summary>
/// <param name="Start">When the window that is open begins; null for none.</param>
/// <param name="Until">When the last window that is over ended: none begins before that.</param>
internal readonly record struct WindowBounds(long? Start, long Until)
{
    /// <summary>Opens a window for a change, if none is open: whatever comes too late counts in a later one.</summary>
    public WindowBounds Open(long at, long size) =>
        Start is null ? this with { Start = Math.Max(Floor(at, size), Until) } : this;

    /// <summary>When the window that is open ends.</summary>
    /// <exception cref="InvalidOperationException">None is.</exception>
    public long End(long size) => Start is { } start
        ? Floor(start, size) + size
        : throw new InvalidOperationException("No window is open. This is an error of DynamoHandlers; please report it.");

    /// <summary>Whether the window that is open is over at a time.</summary>
    public bool IsOver(long at, long size) => Start is not null && at >= End(size);

    /// <summary>Closes the window that is open.</summary>
    public WindowBounds Close(long size) => new(null, End(size));

    private static long Floor(long at, long size) => at - (((at % size) + size) % size);
}
