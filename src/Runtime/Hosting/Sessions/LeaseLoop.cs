using DynamoHandlers.Hosting.Rewinding;
using DynamoHandlers.Leasing;
using DynamoHandlers.Leasing.Assigning;
using DynamoHandlers.Telemetry;

namespace DynamoHandlers.Hosting.Sessions;

/// <summary>
/// Keeps this worker's share of the leases: looks at the others, reads the leases when there is a reason, takes those
/// that are free and its own by the plan, hands over those that are another's, and runs whatever names it.
/// </summary>
internal sealed class LeaseLoop(
    WorkerServices services, Membership membership, ShardRuns runs, GenerationWatch generation)
{
    private readonly TimeSpan _duration = services.Options.LeaseDuration;
    private readonly TimeSpan _tick = Pace.Tick(services.Options.LeaseDuration);
    private readonly long _start = services.Clock.GetTimestamp();
    private readonly WakeSignal _wake = new(services.Clock);
    private readonly Janitor _janitor = new(services);
    private readonly GenerationSweep _sweep = new(services);
    private readonly LeaseTaker _taker = new(services, membership, runs);
    private readonly HashSet<LeaseKey> _handedOver = [];
    private readonly object _gate = new();
    private IReadOnlyList<Lease> _leases = [];
    private bool _othersReported;
    private Assignment? _plan;
    private Assignment? _planOfLeaving;
    private long _board;
    private TimeSpan _lookAt;
    private TimeSpan _readAt;
    private TimeSpan _lastRead = -TimeSpan.FromDays(1);
    private TimeSpan _capacityReported = -TimeSpan.FromDays(1);

    private TimeSpan Now => services.Clock.GetElapsedTime(_start);

    /// <summary>Asks for the leases to be read now.</summary>
    public void Wake() => _wake.Set();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        membership.LeaseLoopMoved();
        await SettleAsync(cancellationToken).ConfigureAwait(false);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await TickAsync(cancellationToken).ConfigureAwait(false);
                membership.LeaseLoopMoved();
                await SweepAsync(cancellationToken).ConfigureAwait(false);
                if (await _wake.WaitAsync(_tick, cancellationToken).ConfigureAwait(false))
                {
                    ReadSoon(TimeSpan.Zero);
                }
            }
            catch (Exception) when (cancellationToken.IsCancellationRequested)
            {
                // What was under way may fail with anything, not only with the cancellation.
            }
            catch (Exception e)
            {
                Log.LeaseLoopFailed(services.Logger, e);
                await Task.Delay(_tick, services.Clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        membership.LeaseLoopEnded();
    }

    /// <summary>Runs leases that the table says are this worker's.</summary>
    public ValueTask AdoptAsync(IEnumerable<LeaseKey> keys, CancellationToken cancellationToken) =>
        _taker.AdoptAsync(keys, cancellationToken);

    /// <summary>Whom a lease is to be handed to when this worker leaves; null for nobody.</summary>
    public string? SuccessorOf(LeaseKey key)
    {
        lock (_gate)
        {
            return (_planOfLeaving ??= PlanLeaving()).OwnerOf(key);
        }
    }

    // Workers that are started together take their shares from the beginning, instead of one taking all.
    private async ValueTask SettleAsync(CancellationToken cancellationToken)
    {
        var end = Now + _duration;
        long? seen = null;
        while (Now < end && !cancellationToken.IsCancellationRequested)
        {
            try
            {
                _board = (await services.Notices.ReadAsync(membership.Identity, cancellationToken).ConfigureAwait(false)).Version;
                if (_board == seen)
                {
                    return;
                }

                seen = _board;
            }
            catch (Exception)
            {
                // The loop reports what lasts.
                return;
            }

            await Task.Delay(_tick, services.Clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            membership.LeaseLoopMoved();
        }
    }

    private async ValueTask TickAsync(CancellationToken cancellationToken)
    {
        await generation.LookAsync(cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        await ReadNoticesAsync(cancellationToken).ConfigureAwait(false);
        await LookAsync(cancellationToken).ConfigureAwait(false);
        if (Now >= _readAt)
        {
            await ReadAsync(cancellationToken).ConfigureAwait(false);
        }

        await _taker.TakeSomeAsync(cancellationToken).ConfigureAwait(false);
        HandOver();
    }

    private async ValueTask ReadNoticesAsync(CancellationToken cancellationToken)
    {
        var notices = await services.Notices.ReadAsync(membership.Identity, cancellationToken).ConfigureAwait(false);
        if (notices.Version > _board)
        {
            _board = notices.Version;
            _lookAt = Now;
            generation.Wake();

            // Not all at once: a large fleet reads a large table.
            ReadSoon(_tick * services.Random());
        }

        if (notices.Handed.Count > 0 && services.Rules.Adoption)
        {
            await _taker.AdoptAsync(notices.Handed, cancellationToken).ConfigureAwait(false);
            await services.Notices.ClearAsync(membership.Identity, notices.Handed, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask LookAsync(CancellationToken cancellationToken)
    {
        if (Now >= _lookAt)
        {
            if (await membership.Fleet.LookAsync(Owners(), cancellationToken).ConfigureAwait(false))
            {
                _plan = null;
                ReadSoon(_tick * services.Random());
            }

            _lookAt = Now + Pace.Look(_duration);
        }

        // By the clock, not by the next look: every moment counts when a worker has died.
        if (await membership.Fleet.BuryAsync(cancellationToken).ConfigureAwait(false))
        {
            ReadSoon(TimeSpan.Zero);
            await services.Notices.PostAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask ReadAsync(CancellationToken cancellationToken)
    {
        _leases = await services.Leases.ReadAllAsync(consistent: false, cancellationToken).ConfigureAwait(false);
        membership.LeaseLoopMoved();
        generation.Wake();
        _plan = PlanFor(membership.Fleet.Seats(Owners()), _leases);
        _handedOver.Clear();
        RewindAsked();
        await _taker.AdoptNamedAsync(_leases, cancellationToken).ConfigureAwait(false);
        await runs.VerifyAsync(_leases, cancellationToken).ConfigureAwait(false);
        _taker.Want(_leases.Where(lease => _plan.OwnerOf(lease.Key) == membership.Identity));
        ReportOthers();
        ReportCapacity(_plan.Unplaced);

        // Only a reading that went through to its end counts.
        _lastRead = Now;
        _readAt = Now + Pace.SlowRead(membership.Fleet.Living.Count);
    }

    private void RewindAsked()
    {
        foreach (var lease in _leases.Where(lease => lease.Request is not null && lease.Owner == membership.Identity))
        {
            runs.Rewind(lease.Key, lease.Epoch);
        }
    }

    private void ReadSoon(TimeSpan delay)
    {
        var (wanted, earliest) = (Now + delay, _lastRead + Pace.ReadGap(_duration));
        var at = wanted > earliest ? wanted : earliest;
        _readAt = at < _readAt ? at : _readAt;
    }

    private Assignment PlanFor(IReadOnlyList<Seat> seats, IEnumerable<Lease> leases)
    {
        var countAs = membership.Fleet.CountAs();
        return Assignment.Make(
            seats,
            leases.Where(static lease => lease.IsRunnable)
                .Select(lease => new Share(lease.Key, lease.Owner is null ? null : countAs.GetValueOrDefault(lease.Owner))));
    }

    private Assignment PlanLeaving()
    {
        var (leases, mine) = (_leases, runs.Keys.ToHashSet());
        var free = mine.Select(static key => new Lease { Key = key, State = LeaseState.Open, GateOpen = true });
        var seats = membership.Fleet.Seats(Owners(), without: membership.Identity);
        return PlanFor(seats, leases.Where(lease => !mine.Contains(lease.Key)).Concat(free));
    }

    private IEnumerable<string> Owners() => _leases.Select(static lease => lease.Owner).OfType<string>();

    // Each once for a plan: what came back was given back for a reason that the next reading shows.
    private void HandOver()
    {
        if (_plan is not { Moves.Count: > 0 })
        {
            return;
        }

        // What it has counts: one that was just started is to have a few, and more as it goes on living.
        var given = Owners().GroupBy(static owner => owner, StringComparer.Ordinal)
            .ToDictionary(static owned => owned.Key, static owned => owned.Count(), StringComparer.Ordinal);
        foreach (var (key, from, to) in _plan.Moves)
        {
            if (from is null)
            {
                continue;
            }

            var before = given[to] = given.GetValueOrDefault(to) + 1;
            if (from == membership.Identity && before <= membership.Fleet.Allowance(to) && _handedOver.Add(key))
            {
                runs.HandOver(key, to);
            }
        }
    }

    // What cannot be cleaned, for want of a permission say, must not keep the worker from its work.
    private async ValueTask SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (membership.Fleet.IsFirst)
            {
                await _janitor.SweepAsync(membership.Fleet.Gone, cancellationToken).ConfigureAwait(false);
                await _sweep.SweepAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Log.SweepFailed(services.Logger, e, services.Options.Application);
        }
    }

    // Else a worker that starts after a crash looks as if it did nothing. Once: a large fleet changes all the time.
    private void ReportOthers()
    {
        if (_othersReported)
        {
            return;
        }

        _othersReported = true;
        var owners = _leases.Where(static lease => lease.IsRunnable).Select(static lease => lease.Owner).OfType<string>()
            .Where(owner => owner != membership.Identity && !membership.Fleet.Gone.Contains(owner)).ToList();
        if (owners.Count > 0)
        {
            var workers = owners.Distinct(StringComparer.Ordinal).Count();
            Log.OwnedByOthers(services.Logger, owners.Count, workers, owners.Min(StringComparer.Ordinal)!, _duration);
        }
    }

    private void ReportCapacity(int unplaced)
    {
        services.Meter.Unassigned(unplaced);
        if (unplaced > 0 && membership.Fleet.IsFirst && Now - _capacityReported > TimeSpan.FromMinutes(1))
        {
            _capacityReported = Now;
            Log.FleetTooSmall(services.Logger, unplaced, services.Options.Application, membership.Fleet.Living.Count);
        }
    }
}
