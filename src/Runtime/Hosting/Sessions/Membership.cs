using DynamoHandlers.Leasing;
using DynamoHandlers.Leasing.Workers;
using DynamoHandlers.Telemetry;

namespace DynamoHandlers.Hosting.Sessions;

/// <summary>
/// This worker among the others: its heartbeat and its fence, and the watch over who has stood still. One identity from
/// joining to leaving or being fenced.
/// </summary>
internal sealed class Membership : IDisposable
{
    // The lease loop is not watched before it begins and after it has ended: there is nothing to take then.
    private const long NotWatched = long.MinValue;

    private readonly WorkerServices _services;
    private readonly TimeSpan _duration;
    private readonly Liveness _liveness;
    private long _leaseLoopMoved = NotWatched;

    public Membership(WorkerServices services)
    {
        _services = services;
        _duration = services.Options.LeaseDuration;
        Identity = NewIdentity(services);

        // Before the row is sent: what is measured from here can only be too careful.
        Fence = new Fence(services.Clock, _duration);
        _liveness = new Liveness(services.Clock, _duration);
    }

    /// <summary>The worker's name and its incarnation.</summary>
    public string Identity { get; }

    public Fence Fence { get; }

    /// <summary>The workers that live, as the last look showed them.</summary>
    public IReadOnlyList<WorkerRow> Living { get; private set; } = [];

    /// <summary>Whether this worker does what one of all has to do.</summary>
    public bool IsFirst => Living.Count == 0
        || Living.Select(static row => row.Identity).Min(StringComparer.Ordinal) == Identity;

    /// <summary>Joins the application.</summary>
    /// <param name="was">The identity that this worker had before it was fenced; null at its start.</param>
    /// <param name="streams">The streams that it handles.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public ValueTask JoinAsync(string? was, IEnumerable<StreamKey> streams, CancellationToken cancellationToken) =>
        was is null
            ? _services.Workers.JoinAsync(Identity, _duration, streams, cancellationToken)
            : _services.Workers.RejoinAsync(Identity, was, _duration, streams, cancellationToken);

    /// <summary>Takes note that the lease loop works: one that is stuck must not keep its leases.</summary>
    public void LeaseLoopMoved() => Volatile.Write(ref _leaseLoopMoved, _services.Clock.GetTimestamp());

    /// <summary>Takes note that the lease loop has ended, as the worker leaves: draining may take longer than any look.</summary>
    public void LeaseLoopEnded() => Volatile.Write(ref _leaseLoopMoved, NotWatched);

    /// <summary>Beats until it is cancelled or fenced.</summary>
    public async Task BeatAsync(CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Fence.Token);
        for (var number = 2L; !end.IsCancellationRequested; number++)
        {
            var succeeded = await TryBeatAsync(number, end.Token).ConfigureAwait(false);
            var pause = succeeded ? _duration / 3 : _duration / 20;
            await Task.Delay(pause, _services.Clock, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (IsLeaseLoopStuck())
            {
                Fence.Trip();
            }
        }
    }

    /// <summary>Looks who is there, and declares dead who has stood still.</summary>
    /// <param name="owners">The identities that leases name.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <returns>Those whose leases are free: the dead, and those who have left.</returns>
    public async ValueTask<HashSet<string>> LookAsync(
        IEnumerable<string> owners, CancellationToken cancellationToken)
    {
        var rows = await _services.Workers.ReadAllAsync(cancellationToken).ConfigureAwait(false);
        var gone = rows.Where(static row => row.IsGone).Select(static row => row.Identity).ToHashSet(StringComparer.Ordinal);
        foreach (var (identity, heartbeat) in _liveness.Observe(rows, owners))
        {
            if (identity != Identity && await BuryAsync(identity, heartbeat, cancellationToken).ConfigureAwait(false))
            {
                Log.Buried(_services.Logger, identity);
                gone.Add(identity);
            }
        }

        Living = [.. rows.Where(row => !gone.Contains(row.Identity))];
        return gone;
    }

    public ValueTask LeaveAsync(CancellationToken cancellationToken) =>
        _services.Workers.LeaveAsync(Identity, cancellationToken);

    public ValueTask GoneAsync(CancellationToken cancellationToken) =>
        _services.Workers.GoneAsync(Identity, cancellationToken);

    public void Dispose() => Fence.Dispose();

    private bool IsLeaseLoopStuck()
    {
        var moved = Volatile.Read(ref _leaseLoopMoved);
        return moved != NotWatched && _services.Clock.GetElapsedTime(moved) > _duration * 3;
    }

    // An identity is never used twice, also by two processes that were given the same name.
    private static string NewIdentity(WorkerServices services)
    {
        var incarnation = (long)(services.Random() * (1L << 48));
        return $"{services.Options.WorkerId}#{services.Clock.GetUtcNow():yyyyMMddHHmmss}-{incarnation:x12}";
    }

    private async ValueTask<bool> BuryAsync(string identity, long heartbeat, CancellationToken cancellationToken)
    {
        if (!Liveness.HasNoRow(heartbeat))
        {
            return await _services.Workers.BuryAsync(identity, heartbeat, cancellationToken).ConfigureAwait(false);
        }

        await _services.Workers.BuryMissingAsync(identity, cancellationToken).ConfigureAwait(false);
        return false;
    }

    private async ValueTask<bool> TryBeatAsync(long number, CancellationToken cancellationToken)
    {
        var sent = _services.Clock.GetTimestamp();
        using var timeout = new CancellationTokenSource(_duration / 10, _services.Clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            if (await _services.Workers.BeatAsync(Identity, number, end.Token).ConfigureAwait(false))
            {
                Fence.Acknowledge(sent);
                return true;
            }

            Fence.Trip();
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // The session ends; what was under way may fail with anything then.
        }
        catch (Exception e)
        {
            Log.BeatFailed(_services.Logger, e is OperationCanceledException ? null : e, Identity);
        }

        return false;
    }
}
