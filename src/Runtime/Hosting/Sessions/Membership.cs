using DynamoHandlers.Leasing;
using DynamoHandlers.Leasing.Workers;
using DynamoHandlers.Telemetry;

namespace DynamoHandlers.Hosting.Sessions;

/// <summary>
/// This worker's place among the others: its identity, its heartbeat and its fence, from joining to leaving or being
/// fenced.
/// </summary>
internal sealed class Membership : IDisposable
{
    // The lease loop is not watched before it begins and after it has ended: there is nothing to take then.
    private const long NotWatched = long.MinValue;

    private readonly WorkerServices _services;
    private readonly TimeSpan _duration;
    private long _leaseLoopMoved = NotWatched;

    public Membership(WorkerServices services)
    {
        _services = services;
        _duration = services.Options.LeaseDuration;
        Identity = NewIdentity(services);

        // Before the row is sent: what is measured from here can only be too careful.
        Fence = new Fence(services.Clock, _duration, services.Rules);
        Fleet = new Fleet(services, Identity);
    }

    /// <summary>The worker's name and its incarnation.</summary>
    public string Identity { get; }

    public Fence Fence { get; }

    /// <summary>The workers of the application.</summary>
    public Fleet Fleet { get; }

    /// <summary>Joins the application.</summary>
    /// <param name="was">The identity that this worker had before it was fenced; null at its start.</param>
    /// <param name="streams">The streams that it handles.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async ValueTask JoinAsync(string? was, IEnumerable<StreamKey> streams, CancellationToken cancellationToken)
    {
        var row = new WorkerRow(Identity, WorkerState.Live, Heartbeat: 1, _duration)
        {
            Capacity = _services.Options.MaxLeases,
            Streams = streams.ToHashSet(),
            Was = was,
            Generation = _services.Generation,
        };
        await _services.Workers.JoinAsync(row, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Tells the others that this worker has joined.</summary>
    public ValueTask AnnounceAsync(CancellationToken cancellationToken) => _services.Notices.PostAsync(cancellationToken);

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

    /// <summary>Says that this worker takes nothing more and is finishing.</summary>
    public async ValueTask LeaveAsync(CancellationToken cancellationToken)
    {
        await _services.Workers.LeaveAsync(Identity, cancellationToken).ConfigureAwait(false);
        await _services.Notices.PostAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Says that this worker has finished.</summary>
    public async ValueTask GoneAsync(CancellationToken cancellationToken)
    {
        await _services.Workers.GoneAsync(Identity, cancellationToken).ConfigureAwait(false);
        await _services.Notices.PostAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => Fence.Dispose();

    private bool IsLeaseLoopStuck()
    {
        var moved = Volatile.Read(ref _leaseLoopMoved);
        return moved != NotWatched && _services.Clock.GetElapsedTime(moved) > _duration * 3;
    }

    // An identity is never used twice, also by two processes that were given the same name.
    private static string NewIdentity(WorkerServices services)
    {
        if (!services.Rules.FreshIdentity)
        {
            return services.Options.WorkerId;
        }

        var incarnation = (long)(services.Random() * (1L << 48));
        return $"{services.Options.WorkerId}#{services.Clock.GetUtcNow():yyyyMMddHHmmss}-{incarnation:x12}";
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
