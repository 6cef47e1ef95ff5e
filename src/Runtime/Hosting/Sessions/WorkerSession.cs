using DynamoHandlers.Leasing;
using DynamoHandlers.Telemetry;

namespace DynamoHandlers.Hosting.Sessions;

/// <summary>
/// A worker under one identity: from joining until it leaves, or until it is fenced and must come back as another.
/// </summary>
internal sealed class WorkerSession : IDisposable
{
    // How long handlers get to notice that they are cancelled, their shards to write a last checkpoint, and the worker
    // to say that it has left.
    private static readonly TimeSpan CancellationGrace = TimeSpan.FromSeconds(2);

    private readonly WorkerServices _services;
    private readonly StreamTargets _targets;
    private readonly Membership _membership;
    private readonly CancellationToken _drain;
    private readonly CancellationToken _abort;
    private readonly GenerationWatch _generation;
    private readonly CancellationTokenSource _late;
    private readonly CancellationTokenRegistration _aborted;

    /// <param name="services">What the worker is made of.</param>
    /// <param name="targets">The streams that it handles.</param>
    /// <param name="drain">Ends the session in good order.</param>
    /// <param name="abort">Cancels the handlers that still run.</param>
    public WorkerSession(
        WorkerServices services, StreamTargets targets, CancellationToken drain, CancellationToken abort)
    {
        _services = services;
        _targets = targets;
        _membership = new Membership(services);
        _generation = new GenerationWatch(services, _membership.Identity);
        _drain = drain;
        _abort = abort;
        _late = new CancellationTokenSource(Timeout.InfiniteTimeSpan, services.Clock);
        _aborted = abort.UnsafeRegister(
            static late => ((CancellationTokenSource)late!).CancelAfter(CancellationGrace), _late);
    }

    public string Identity => _membership.Identity;

    /// <summary>Whether there is a row of the identity: it can be declared dead.</summary>
    public bool HasJoined { get; private set; }

    /// <param name="was">The identity that this worker had before it was fenced; null at its start.</param>
    public async Task<SessionEnd> RunAsync(string? was)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(_drain, _membership.Fence.Token, _generation.Over);
        using var over = new CancellationTokenSource();
        if (!await JoinAsync(was, end.Token).ConfigureAwait(false))
        {
            return _membership.Fence.IsFenced && !_drain.IsCancellationRequested ? SessionEnd.Fenced : SessionEnd.Left;
        }

        Log.Joined(
            _services.Logger, Identity, _services.Options.Application, string.Join(", ", _targets.All.Select(static target => target.Key)));
        var beats = _membership.BeatAsync(over.Token);
        try
        {
            await TryAsync(_membership.AnnounceAsync).ConfigureAwait(false);
            return await WorkAsync(end.Token).ConfigureAwait(false);
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            await beats.ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        _aborted.Dispose();
        _late.Dispose();
        _generation.Dispose();
        _membership.Dispose();
    }

    /// <summary>Joins, whatever stands in the way: credentials that cannot be renewed may be there again soon.</summary>
    /// <returns>False if the session ended before.</returns>
    private async Task<bool> JoinAsync(string? was, CancellationToken end)
    {
        while (!HasJoined)
        {
            try
            {
                await _membership.JoinAsync(was, _targets.All.Select(static target => target.Key), end).ConfigureAwait(false);
                HasJoined = true;
            }
            catch (Exception) when (end.IsCancellationRequested)
            {
                // Whether the row was written is not known; if it was, it stands still and is buried.
                return false;
            }
            catch (Exception e)
            {
                Log.JoinFailed(_services.Logger, e, Identity, _services.Options.Application);
                await Task.Delay(_services.Options.LeaseDuration / 10, _services.Clock, end)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        return true;
    }

    private async Task<SessionEnd> WorkAsync(CancellationToken end)
    {
        // A rewind ends the session as a shutdown does, and the handlers that do not return in time are cancelled.
        using var drain = CancellationTokenSource.CreateLinkedTokenSource(_drain, _generation.Over);
        using var overdue = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _services.Clock);
        using var abort = CancellationTokenSource.CreateLinkedTokenSource(_abort, overdue.Token);
        await using var rewound = _generation.Over.UnsafeRegister(
            _ => overdue.CancelAfter(_services.Options.ShutdownTimeout), null).ConfigureAwait(false);
        await WarnOfReplacedStreamsAsync(end).ConfigureAwait(false);
        LeaseLoop? leases = null;
        StreamLoops? streams = null;
        var runs = new ShardRuns(_services, _membership, _targets, drain.Token, abort.Token)
        {
            OnEnded = run => EndedAsync(run, leases!, end),
            OnUnsettled = shard => streams!.Wake(shard.Stream),
            SuccessorOf = key => _generation.Over.IsCancellationRequested ? null : leases!.SuccessorOf(key),
        };
        leases = new LeaseLoop(_services, _membership, runs, _generation);
        streams = new StreamLoops(_services, _targets, _membership, leases.Wake);
        using var ended = new CancellationTokenSource();
        var checkpoints = WriteCheckpointsAsync(runs, ended.Token);
        var running = streams.RunAsync(end);
        await streams.WhenReadyAsync(end).ConfigureAwait(false);
        await Task.WhenAll(leases.RunAsync(end), running).ConfigureAwait(false);
        var how = await LeaveAsync(runs).ConfigureAwait(false);
        await ended.CancelAsync().ConfigureAwait(false);
        await checkpoints.WaitAsync(_late.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return how;
    }

    /// <summary>Where the options name a stream, the rest of the table's others is nobody's, and that must not be silent.</summary>
    private async Task WarnOfReplacedStreamsAsync(CancellationToken end)
    {
        var targets = _targets.All;
        if (!targets.Any(static target => target.IsPinned))
        {
            return;
        }

        await TryAsync(async _ =>
        {
            var leases = await _services.Leases.ReadAllAsync(consistent: false, end).ConfigureAwait(false);
            foreach (var target in targets.Where(static target => target.IsPinned).Select(static target => target.Key))
            {
                var unfinished = leases.Where(lease => lease.State == LeaseState.Open
                    && lease.Key.Stream.Table == target.Table && !targets.Any(other => other.Key == lease.Key.Stream));
                foreach (var old in unfinished.GroupBy(static lease => lease.Key.Stream.Label, StringComparer.Ordinal))
                {
                    Log.StreamReplaced(_services.Logger, target.Table, target.Label, old.Key, old.Count());
                }
            }
        }).ConfigureAwait(false);
    }

    private static async ValueTask EndedAsync(RunEnd run, LeaseLoop leases, CancellationToken end)
    {
        if (run.Children.Count == 0)
        {
            if (!run.IsFinished && !run.IsReleased)
            {
                // Lost, or failed: perhaps it is this worker's still.
                leases.Wake();
            }

            return;
        }

        try
        {
            await leases.AdoptAsync(run.Children, end).ConfigureAwait(false);
        }
        catch
        {
            leases.Wake();
            throw;
        }
    }

    private async Task WriteCheckpointsAsync(ShardRuns runs, CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            await Task.Delay(_services.Options.CheckpointInterval, _services.Clock, ended)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await runs.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for the shards that run, each of which writes its last checkpoint and gives up its lease.</summary>
    private async Task<SessionEnd> LeaveAsync(ShardRuns runs)
    {
        if (_membership.Fence.IsFenced)
        {
            Log.Fenced(_services.Logger, Identity, _services.Options.Application);
        }
        else
        {
            await TryAsync(_membership.LeaveAsync).ConfigureAwait(false);
        }

        var ended = runs.WhenAllEndedAsync();
        await ((Task)ended).WaitAsync(_late.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!ended.IsCompleted)
        {
            Log.LeftLate(_services.Logger, Identity, _services.Options.ShutdownTimeout);
            return SessionEnd.Left;
        }

        if (!_membership.Fence.IsFenced)
        {
            await TryAsync(_membership.GoneAsync).ConfigureAwait(false);
            Log.Left(_services.Logger, Identity, await ended.ConfigureAwait(false));
        }

        return _drain.IsCancellationRequested ? SessionEnd.Left
            : _membership.Fence.IsFenced ? SessionEnd.Fenced
            : SessionEnd.Rewound;
    }

    private async Task TryAsync(Func<CancellationToken, ValueTask> change)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(_membership.Fence.Token, _late.Token);
        try
        {
            await change(end.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Log.LeaseLoopFailed(_services.Logger, e);
        }
    }
}

/// <summary>How a session ended.</summary>
internal enum SessionEnd
{
    /// <summary>The worker has left.</summary>
    Left,

    /// <summary>The worker was fenced, and is to come back as another.</summary>
    Fenced,

    /// <summary>The application is being rewound: the worker is to come back for the next generation of leases.</summary>
    Rewound,
}
