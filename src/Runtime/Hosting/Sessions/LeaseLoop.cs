using DynamoHandlers.Leasing;
using DynamoHandlers.Telemetry;

namespace DynamoHandlers.Hosting.Sessions;

/// <summary>
/// Takes the leases that are free and starts their shards, and runs on what this worker has got otherwise: what an
/// answer that was lost gave it, and the children of shards that it finished.
/// </summary>
internal sealed class LeaseLoop(WorkerServices services, Membership membership, ShardRuns runs)
{
    // Leases change owners seldom, and what does change makes itself known; this finds what that missed.
    private static readonly TimeSpan SlowRead = TimeSpan.FromSeconds(60);

    private readonly WakeSignal _wake = new(services.Clock);
    private readonly Janitor _janitor = new(services);
    private readonly HashSet<string> _reported = new(StringComparer.Ordinal);
    private IReadOnlyList<Lease> _leases = [];
    private HashSet<string> _gone = new(StringComparer.Ordinal);
    private long _lastRead;
    private bool _readSoon = true;

    /// <summary>Asks for the leases to be read now.</summary>
    public void Wake() => _wake.Set();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var pause = services.Options.LeaseDuration / 3;
        membership.LeaseLoopMoved();
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(cancellationToken).ConfigureAwait(false);
                membership.LeaseLoopMoved();
                await SweepAsync(cancellationToken).ConfigureAwait(false);
                _readSoon |= await _wake.WaitAsync(pause, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception) when (cancellationToken.IsCancellationRequested)
            {
                // What was under way may fail with anything, not only with the cancellation.
            }
            catch (Exception e)
            {
                Log.LeaseLoopFailed(services.Logger, e);
                _readSoon = true;
                await Task.Delay(pause, services.Clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        membership.LeaseLoopEnded();
    }

    /// <summary>Runs leases that the table says are this worker's.</summary>
    public async ValueTask AdoptAsync(IEnumerable<LeaseKey> keys, CancellationToken cancellationToken)
    {
        foreach (var key in keys)
        {
            if (await services.Leases.GetAsync(key, cancellationToken).ConfigureAwait(false) is { } lease)
            {
                await AdoptAsync(lease, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask LookAsync(CancellationToken cancellationToken)
    {
        var owners = _leases.Select(static lease => lease.Owner).OfType<string>();
        var gone = await membership.LookAsync(owners, cancellationToken).ConfigureAwait(false);
        var isDue = _readSoon || !gone.SetEquals(_gone) || services.Clock.GetElapsedTime(_lastRead) >= SlowRead;
        if (!isDue)
        {
            return;
        }

        _leases = await services.Leases.ReadAllAsync(consistent: false, cancellationToken).ConfigureAwait(false);
        foreach (var lease in _leases)
        {
            if (lease.IsRunnable && runs.IsWanted(lease.Key))
            {
                await TakeOrAdoptAsync(lease, gone, cancellationToken).ConfigureAwait(false);
            }
        }

        ReportOthers(gone);

        // Only a look that went through to its end counts.
        _gone = gone;
        _lastRead = services.Clock.GetTimestamp();
        _readSoon = false;
    }

    // What cannot be cleaned, for want of a permission say, must not keep the worker from its work.
    private async ValueTask SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (membership.IsFirst)
            {
                await _janitor.SweepAsync(_gone, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Log.SweepFailed(services.Logger, e, services.Options.Application);
        }
    }

    // Else a worker that starts after a crash looks as if it did nothing.
    private void ReportOthers(HashSet<string> gone)
    {
        var others = _leases.Where(lease => lease.IsRunnable && lease.Owner is { } owner
            && owner != membership.Identity && !gone.Contains(owner));
        foreach (var shards in others.GroupBy(static lease => lease.Owner!, StringComparer.Ordinal))
        {
            if (_reported.Add(shards.Key))
            {
                Log.OwnedByOther(services.Logger, shards.Count(), shards.Key, services.Options.LeaseDuration);
            }
        }
    }

    private async ValueTask TakeOrAdoptAsync(
        Lease lease, HashSet<string> gone, CancellationToken cancellationToken)
    {
        if (lease.Owner == membership.Identity)
        {
            // The read may be of an old copy, from before the lease was given away.
            await AdoptAsync([lease.Key], cancellationToken).ConfigureAwait(false);
        }
        else if (lease.Owner is null || gone.Contains(lease.Owner))
        {
            await TakeAsync(lease, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask AdoptAsync(Lease lease, CancellationToken cancellationToken)
    {
        if (lease.Owner != membership.Identity || !lease.IsRunnable || !runs.IsWanted(lease.Key))
        {
            return;
        }

        // An epoch runs at most once in a process: what ran under it may have been given away since it was read.
        if (!runs.TryStart(lease))
        {
            await TakeAsync(lease, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask TakeAsync(Lease lease, CancellationToken cancellationToken)
    {
        // Again while the epoch has run here: a row that was deleted and made anew counts from the start.
        Lease? taken = lease;
        do
        {
            taken = await services.Leases.TakeAsync(taken, membership.Identity, cancellationToken).ConfigureAwait(false);
            membership.LeaseLoopMoved();
        }
        while (taken is not null && !runs.TryStart(taken));
    }
}
