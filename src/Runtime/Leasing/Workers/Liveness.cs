namespace DynamoHandlers.Leasing.Workers;

/// <summary>
/// Which other workers have stood still for their whole lease duration, by this worker's clock alone: no wall clocks
/// are compared. Not thread-safe.
/// </summary>
internal sealed class Liveness(TimeProvider clock, TimeSpan observerLeaseDuration)
{
    // A worker that leases name and that has no row: its absence is observed like a heartbeat that stands still.
    private const long NoRow = -1;

    private readonly Dictionary<string, (long Heartbeat, long FirstSeen)> _seen = new(StringComparer.Ordinal);
    private long _lastObserved = clock.GetTimestamp();

    /// <summary>Takes in what a read of the workers' rows has shown, and names those to be buried.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="owners">The identities that leases name.</param>
    public IReadOnlyList<(string Identity, long Heartbeat)> Observe(
        IReadOnlyCollection<WorkerRow> rows, IEnumerable<string> owners)
    {
        ForgetAfterAPause();
        var standing = new List<(string, long)>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            known.Add(row.Identity);
            if (!row.IsGone && StoodStill(row.Identity, row.Heartbeat, row.LeaseDuration))
            {
                standing.Add((row.Identity, row.Heartbeat));
            }
        }

        foreach (var owner in owners)
        {
            if (known.Add(owner) && StoodStill(owner, NoRow, observerLeaseDuration))
            {
                standing.Add((owner, NoRow));
            }
        }

        foreach (var forgotten in _seen.Keys.Where(identity => !known.Contains(identity)).ToList())
        {
            _seen.Remove(forgotten);
        }

        return standing;
    }

    public static bool HasNoRow(long heartbeat) => heartbeat == NoRow;

    // A whole host that slept sees everybody stand still; nobody is to be buried for that. A shorter pause than the lease
    // duration may as well be a slow table, and must not keep the dead unburied.
    private void ForgetAfterAPause()
    {
        if (clock.GetElapsedTime(_lastObserved) > observerLeaseDuration)
        {
            _seen.Clear();
        }

        _lastObserved = clock.GetTimestamp();
    }

    private bool StoodStill(string identity, long heartbeat, TimeSpan duration)
    {
        if (_seen.TryGetValue(identity, out var seen) && seen.Heartbeat == heartbeat)
        {
            return clock.GetElapsedTime(seen.FirstSeen) >= duration;
        }

        _seen[identity] = (heartbeat, clock.GetTimestamp());
        return false;
    }
}
