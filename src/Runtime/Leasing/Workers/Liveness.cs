namespace DynamoHandlers.Leasing.Workers;

/// <summary>
/// Which other workers have stood still for their whole lease duration, by this worker's clock alone: no wall clocks
/// are compared. Not thread-safe.
/// </summary>
internal sealed class Liveness(TimeProvider clock, TimeSpan observerLeaseDuration)
{
    // A worker that leases name and that has no row: its absence is observed like a heartbeat that stands still.
    private const long NoRow = -1;

    // What counts of the time between two observations. A whole host that slept sees everybody stand still, and nobody
    // is to be buried for that; where only the table is slow, time still adds up.
    private readonly TimeSpan _longestGap = observerLeaseDuration / 4;

    private readonly Dictionary<string, Sighting> _seen = new(StringComparer.Ordinal);
    private TimeSpan _awake;
    private long _lastLook = clock.GetTimestamp();

    /// <summary>Takes in what a read of the workers' rows has shown, at its receipt.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="owners">The identities that leases name.</param>
    public void Observe(IReadOnlyCollection<WorkerRow> rows, IEnumerable<string> owners)
    {
        PassTime();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            known.Add(row.Identity);
            var duration = row.LeaseDuration > TimeSpan.Zero ? row.LeaseDuration : observerLeaseDuration;
            See(row.Identity, row.IsGone ? null : row.Heartbeat, duration);
        }

        foreach (var owner in owners)
        {
            if (known.Add(owner))
            {
                See(owner, NoRow, observerLeaseDuration);
            }
        }

        foreach (var forgotten in _seen.Keys.Where(identity => !known.Contains(identity)).ToList())
        {
            _seen.Remove(forgotten);
        }
    }

    /// <summary>Those to be buried now, and the heartbeat that each stood still at.</summary>
    /// <param name="patience">How much longer than its lease duration to wait for a worker.</param>
    public IReadOnlyList<(string Identity, long Heartbeat)> Standing(Func<string, TimeSpan> patience)
    {
        PassTime();
        return
        [
            .. _seen.Where(seen => _awake - seen.Value.FirstSeen - seen.Value.LeaseDuration is { Ticks: >= 0 } over
                    && over >= patience(seen.Key))
                .Select(static seen => (seen.Key, seen.Value.Heartbeat)),
        ];
    }

    /// <summary>Observes a worker from its next sighting on, as if it were new.</summary>
    public void Forget(string identity) => _seen.Remove(identity);

    public static bool HasNoRow(long heartbeat) => heartbeat == NoRow;

    private void PassTime()
    {
        var gap = clock.GetElapsedTime(_lastLook);
        _awake += gap < _longestGap ? gap : _longestGap;
        _lastLook = clock.GetTimestamp();
    }

    private void See(string identity, long? heartbeat, TimeSpan duration)
    {
        if (heartbeat is not { } beat)
        {
            _seen.Remove(identity);
        }
        else if (!_seen.TryGetValue(identity, out var seen) || seen.Heartbeat != beat)
        {
            _seen[identity] = new(beat, _awake, duration);
        }
    }

    private readonly record struct Sighting(long Heartbeat, TimeSpan FirstSeen, TimeSpan LeaseDuration);
}
