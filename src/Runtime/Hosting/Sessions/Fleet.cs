using DynamoHandlers.Leasing;
using DynamoHandlers.Leasing.Assigning;
using DynamoHandlers.Leasing.Workers;
using DynamoHandlers.Telemetry;

namespace DynamoHandlers.Hosting.Sessions;

/// <summary>
/// The workers of the application as this one sees them: who lives, who is gone, and who has stood still and must be
/// declared dead. For the lease loop alone; <see cref="Living"/> can be read by anybody.
/// </summary>
internal sealed class Fleet(WorkerServices services, string me)
{
    // So many neighbours of a dead worker declare it dead as soon as they may. The others let them: in a large fleet,
    // all would write at once what only one can.
    private const int Watchers = 5;

    // The row that a worker joins with has the first heartbeat, and the second follows at once. Whoever has beaten once
    // more has lived for a third of its lease duration.
    private const long Joining = 2;

    // A worker is at first given as few leases as its heartbeats allow: one that crashes at every start must not churn
    // the whole fleet. After so many heartbeats it may be given any number.
    private const int Grown = 20;

    private readonly Liveness _liveness = new(services.Clock, services.Options.LeaseDuration);
    private readonly HashSet<string> _buried = new(StringComparer.Ordinal);
    private IReadOnlyList<WorkerRow> _rows = [];

    /// <summary>The workers that are at work, as the last look showed them.</summary>
    public IReadOnlyList<WorkerRow> Living { get; private set; } = [];

    /// <summary>Those whose leases are free: the dead, and those who have left.</summary>
    public IReadOnlySet<string> Gone { get; private set; } = new HashSet<string>();

    /// <summary>Whether this worker does what one of all has to do.</summary>
    public bool IsFirst => Living.Count == 0
        || Living.Select(static row => row.Identity).Min(StringComparer.Ordinal) == me;

    /// <summary>Looks who is there.</summary>
    /// <param name="owners">The identities that leases name.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <returns>Whether leases are to be distributed among others than before.</returns>
    public async ValueTask<bool> LookAsync(IEnumerable<string> owners, CancellationToken cancellationToken)
    {
        var (seated, gone) = (Seated(), Gone);
        _rows = await services.Workers.ReadAllAsync(cancellationToken).ConfigureAwait(false);
        _liveness.Observe(_rows, owners);
        Update();
        return !Seated().SequenceEqual(seated, StringComparer.Ordinal) || !Gone.SetEquals(gone);
    }

    /// <summary>Declares those dead who have stood still for too long.</summary>
    /// <returns>Whether there was one.</returns>
    public async ValueTask<bool> BuryAsync(CancellationToken cancellationToken)
    {
        var any = false;
        foreach (var (identity, heartbeat) in _liveness.Standing(Patience))
        {
            if (identity != me && await BuryAsync(identity, heartbeat, cancellationToken).ConfigureAwait(false))
            {
                Log.Buried(services.Logger, identity);
                _buried.Add(identity);
                any = true;
            }

            // Refused: it has moved, or somebody else was faster. The next look tells.
            _liveness.Forget(identity);
        }

        if (any)
        {
            Update();
        }

        return any;
    }

    /// <summary>The workers among which leases are distributed.</summary>
    /// <param name="owners">The identities that leases name.</param>
    /// <param name="without">One that is leaving, if any.</param>
    public IReadOnlyList<Seat> Seats(IEnumerable<string> owners, string? without = null)
    {
        // One that was just started counts once it has lived for a while, or has leases, unless all were just started.
        var seated = Living.Where(row => row.Identity != without).ToList();
        if (seated.Exists(static row => row.Heartbeat > Joining))
        {
            var holders = owners.ToHashSet(StringComparer.Ordinal);
            seated.RemoveAll(row => row.Heartbeat <= Joining && !holders.Contains(row.Identity));
        }

        return [.. seated.Select(static row => new Seat(row.Identity, row.Capacity, row.Streams))];
    }

    /// <summary>
    /// Who owners count as when leases are distributed: themselves while they live, the one that they came back as when
    /// they were fenced; others as nobody.
    /// </summary>
    public IReadOnlyDictionary<string, string> CountAs()
    {
        var owners = Living.ToDictionary(static row => row.Identity, static row => row.Identity, StringComparer.Ordinal);
        foreach (var row in Living.Where(row => row.Was is { } was && Gone.Contains(was)))
        {
            owners.TryAdd(row.Was!, row.Identity);
        }

        return owners;
    }

    /// <summary>Whether a worker was declared dead, and has not left in good order.</summary>
    public bool IsDead(string identity) => _buried.Contains(identity)
        || _rows.Any(row => row.Identity == identity && row.State == WorkerState.Dead);

    /// <summary>Up to how many leases a worker may be handed by others: 1 after the first heartbeats, then 3, 7, 15…</summary>
    public int Allowance(string identity)
    {
        var row = Living.FirstOrDefault(row => row.Identity == identity);
        return row is null ? 0 : row.Heartbeat >= Grown ? int.MaxValue : (1 << (int)Math.Max(0, row.Heartbeat - Joining)) - 1;
    }

    private void Update()
    {
        _buried.IntersectWith(_rows.Select(static row => row.Identity));
        Gone = _rows.Where(static row => row.IsGone).Select(static row => row.Identity)
            .Concat(_buried).ToHashSet(StringComparer.Ordinal);
        Living = [.. _rows.Where(row =>
            row.State == WorkerState.Live && row.Generation == services.Generation && !Gone.Contains(row.Identity))];
    }

    private string[] Seated() =>
        [.. Living.Where(static row => row.Heartbeat > Joining).Select(static row => row.Identity).Order(StringComparer.Ordinal)];

    private TimeSpan Patience(string identity)
    {
        var ring = _rows.Where(row => !Gone.Contains(row.Identity)).Select(static row => row.Identity)
            .OrderBy(Fnv1A.Hash).ThenBy(static name => name, StringComparer.Ordinal).ToList();
        var (from, to) = (ring.IndexOf(me), ring.IndexOf(identity));
        if (from < 0 || to < 0)
        {
            return TimeSpan.Zero;
        }

        var distance = (to - from + ring.Count) % ring.Count;
        var patience = Pace.Tick(services.Options.LeaseDuration) * ((distance - 1) / Watchers);
        var most = services.Options.LeaseDuration / 4;
        return patience < most ? patience : most;
    }

    private async ValueTask<bool> BuryAsync(string identity, long heartbeat, CancellationToken cancellationToken)
    {
        if (!Liveness.HasNoRow(heartbeat))
        {
            return await services.Workers.BuryAsync(identity, heartbeat, cancellationToken).ConfigureAwait(false);
        }

        await services.Workers.BuryMissingAsync(identity, cancellationToken).ConfigureAwait(false);
        return false;
    }
}
