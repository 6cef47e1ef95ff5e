using DynamoHandlers.Leasing;
using DynamoHandlers.Telemetry;

namespace DynamoHandlers.Hosting.Sessions;

/// <summary>
/// Makes leases this worker's and runs them: what is free and to be its own, what names it already, and the children of
/// shards that it finished.
/// </summary>
internal sealed class LeaseTaker(WorkerServices services, Membership membership, ShardRuns runs)
{
    // Each starts a shard that reads; a worker that is given thousands at once would do nothing else.
    private const int TakesPerSecond = 50;

    private readonly Queue<Lease> _wanted = new();

    /// <summary>Notes which leases are to be this worker's, replacing what was noted before.</summary>
    public void Want(IEnumerable<Lease> leases)
    {
        _wanted.Clear();
        foreach (var lease in leases.Where(lease => IsFree(lease.Owner) && runs.IsWanted(lease.Key)))
        {
            _wanted.Enqueue(lease);
        }
    }

    /// <summary>Takes some of the wanted leases: as many as may be taken until the next tick.</summary>
    public async ValueTask TakeSomeAsync(CancellationToken cancellationToken)
    {
        var seconds = Pace.Tick(services.Options.LeaseDuration).TotalSeconds;
        var count = Math.Min(_wanted.Count, Math.Max(1, (int)(TakesPerSecond * seconds)));
        var taking = new List<Task>(count);
        for (var i = 0; i < count; i++)
        {
            taking.Add(TakeAsync(_wanted.Dequeue(), cancellationToken));
        }

        await Task.WhenAll(taking).ConfigureAwait(false);
    }

    /// <summary>Runs those of the leases read that name this worker and do not run.</summary>
    public async ValueTask AdoptNamedAsync(IEnumerable<Lease> leases, CancellationToken cancellationToken)
    {
        if (services.Rules.Adoption)
        {
            // The read may be of an old copy, from before a lease was given away: each is read again.
            var named = leases.Where(lease => lease.IsRunnable && lease.Owner == membership.Identity);
            await AdoptAsync(named.Select(static lease => lease.Key), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Runs leases that the table says are this worker's.</summary>
    public async ValueTask AdoptAsync(IEnumerable<LeaseKey> keys, CancellationToken cancellationToken)
    {
        foreach (var key in keys)
        {
            if (runs.IsWanted(key) && await services.Leases.GetAsync(key, cancellationToken).ConfigureAwait(false) is { } lease)
            {
                await AdoptAsync(lease, cancellationToken).ConfigureAwait(false);
            }

            membership.LeaseLoopMoved();
        }
    }

    private bool IsFree(string? owner) => owner is null || membership.Fleet.Gone.Contains(owner);

    private async ValueTask AdoptAsync(Lease lease, CancellationToken cancellationToken)
    {
        if (lease.Owner != membership.Identity || !lease.IsRunnable)
        {
            return;
        }

        // An epoch runs at most once in a process: what ran under it may have been given away since it was read.
        if (!await TryStartAsync(lease, cancellationToken).ConfigureAwait(false))
        {
            await TakeAsync(lease, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Starts a shard, rewinding its lease before if that is asked for; false if its epoch has run already.</summary>
    private async ValueTask<bool> TryStartAsync(Lease lease, CancellationToken cancellationToken)
    {
        if (lease.Request is not { } request)
        {
            return runs.TryStart(lease);
        }

        // Nothing of it may run meanwhile, nor be started by who has read the row before.
        if (!runs.TryReserve(lease.Key))
        {
            return true;
        }

        Lease? rewound = null;
        try
        {
            rewound = await services.Leases.RewindAsync(lease, request, isFree: false, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (rewound is null)
            {
                runs.EndReservation(lease.Key);
            }
        }

        if (rewound is null)
        {
            // It is not as it was seen: the next reading shows whose it is.
            return true;
        }

        Log.ShardRewound(
            services.Logger, lease.Key.Stream.Table, lease.Key.ShardId, request.Position.ToString(), lease.Checkpoint.ToString());
        return runs.TryStart(rewound, isReserved: true);
    }

    private async Task TakeAsync(Lease lease, CancellationToken cancellationToken)
    {
        // Again while the epoch has run here: a row that was deleted and made anew counts from the start.
        Lease? taken = lease;
        do
        {
            var fromDead = taken.Owner is { } owner && membership.Fleet.IsDead(owner);
            taken = await services.Leases.TakeAsync(taken, membership.Identity, fromDead, cancellationToken).ConfigureAwait(false);
            membership.LeaseLoopMoved();
        }
        while (taken is not null && !await TryStartAsync(taken, cancellationToken).ConfigureAwait(false));
    }
}
