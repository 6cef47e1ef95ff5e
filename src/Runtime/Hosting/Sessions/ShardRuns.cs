using DynamoHandlers.Leasing;
using DynamoHandlers.Telemetry;

namespace DynamoHandlers.Hosting.Sessions;

/// <summary>
/// The shards that run in this process under one identity. A shard runs once at a time, and under an epoch once at all.
/// Thread-safe.
/// </summary>
internal sealed class ShardRuns(
    WorkerServices services,
    Membership membership,
    StreamTargets streams,
    CancellationToken drain,
    CancellationToken abort)
{
    // A shard that fails at once, again and again, must not spin.
    private static readonly TimeSpan FailureDelay = TimeSpan.FromSeconds(1);

    // For much longer than anybody acts upon a lease that was read before its shard was finished.
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    private readonly object _gate = new();
    private readonly Dictionary<LeaseKey, (ShardRun Run, Task Completion)> _running = [];
    private readonly HashSet<LeaseKey> _reserved = [];
    private readonly Dictionary<LeaseKey, long> _epochs = [];
    private readonly Queue<(LeaseKey Key, long At)> _finished = [];
    private int _released;

    /// <summary>Told how a run ended, while the worker goes on.</summary>
    public required Func<RunEnd, ValueTask> OnEnded { get; init; }

    /// <summary>Whom to hand a lease to when the worker leaves; null for nobody.</summary>
    public required Func<LeaseKey, string?> SuccessorOf { get; init; }

    /// <summary>The shards that run.</summary>
    public IReadOnlyList<LeaseKey> Keys
    {
        get
        {
            lock (_gate)
            {
                return [.. _running.Keys];
            }
        }
    }

    /// <summary>
    /// Told of a shard that the comparison with the stream's shards should look after: it was done to its end and its
    /// children are not known yet, or its lease was lost, perhaps as somebody has deleted it.
    /// </summary>
    public Action<LeaseKey> OnUnsettled { get; init; } = static _ => { };

    /// <summary>Whether a shard is one of the application's, and does not run yet.</summary>
    public bool IsWanted(LeaseKey key)
    {
        lock (_gate)
        {
            return streams.IsReady(key.Stream) && !IsRunning(key);
        }
    }

    /// <summary>Keeps a shard from being started, while its lease is changed; false if it runs.</summary>
    public bool TryReserve(LeaseKey key)
    {
        lock (_gate)
        {
            return !IsRunning(key) && _reserved.Add(key);
        }
    }

    /// <summary>Lets a shard be started again.</summary>
    public void EndReservation(LeaseKey key)
    {
        lock (_gate)
        {
            _reserved.Remove(key);
        }
    }

    /// <summary>Starts a shard under a lease of this worker's; false if its epoch has run already.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="isReserved">Whether it was the caller who kept others from starting it.</param>
    public bool TryStart(Lease lease, bool isReserved = false)
    {
        lock (_gate)
        {
            if (isReserved)
            {
                _reserved.Remove(lease.Key);
            }

            // First, as two may come with the same lease at once: who finds it running must not take it for used up.
            if (IsRunning(lease.Key) || drain.IsCancellationRequested)
            {
                return true;
            }

            if (services.Rules.EpochRunsOnce && _epochs.TryGetValue(lease.Key, out var highest) && lease.Epoch <= highest)
            {
                return false;
            }

            ForgetFinished();
            _epochs[lease.Key] = lease.Epoch;
            var (target, from) = streams.GetReady(lease.Key.Stream);
            var run = new ShardRun(
                services, target, lease, membership.Identity, membership.Fence, new(from, lease), () => streams.IsReplaced(target))
            {
                SuccessorOf = SuccessorOf,
            };
            var completion = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _running[lease.Key] = (run, completion.Task);
            _ = SuperviseAsync(run, completion);
            return true;
        }
    }

    /// <summary>Ends a shard's run after the record at hand, and hands its lease to another worker.</summary>
    public void HandOver(LeaseKey key, string to)
    {
        lock (_gate)
        {
            if (_running.TryGetValue(key, out var running))
            {
                running.Run.HandOver(to);
            }
        }
    }

    /// <summary>Ends a shard's run under an epoch after the record at hand, so that the shard can be rewound.</summary>
    public void Rewind(LeaseKey key, long epoch)
    {
        lock (_gate)
        {
            if (_running.TryGetValue(key, out var running) && running.Run.Epoch == epoch)
            {
                running.Run.Rewind();
            }
        }
    }

    /// <summary>
    /// Looks after the rows of shards that run and that a reading of all leases did not show as they were taken.
    /// </summary>
    public async ValueTask VerifyAsync(IEnumerable<Lease> shown, CancellationToken cancellationToken)
    {
        var leases = shown.ToDictionary(static lease => lease.Key);
        foreach (var (run, _) in Snapshot().Where(run => !run.Run.IsShownBy(leases.GetValueOrDefault(run.Run.Key))))
        {
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                await run.VerifyAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException && !cancellationToken.IsCancellationRequested)
            {
                // The run has ended meanwhile.
            }
        }
    }

    /// <summary>Writes the checkpoints of all shards that have advanced.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        // As many at once as one process of a large fleet can send without crowding out its heartbeat.
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Snapshot(), parallel, async (run, _) =>
        {
            try
            {
                await run.Run.FlushAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                // The run ended meanwhile, and has written its last checkpoint itself.
            }
            catch (Exception e)
            {
                Log.CheckpointFailed(services.Logger, e);
            }
        }).ConfigureAwait(false);
    }

    /// <summary>Completes when no shard runs any more.</summary>
    /// <returns>How many shards were released since the worker was told to leave.</returns>
    public async Task<int> WhenAllEndedAsync()
    {
        await Task.WhenAll(Snapshot().Select(static run => run.Completion)).ConfigureAwait(false);
        lock (_gate)
        {
            return _released;
        }
    }

    // A run whose handlers are out still runs, also when its lease is lost.
    private bool IsRunning(LeaseKey key) => _reserved.Contains(key)
        || (_running.TryGetValue(key, out var running) && (services.Rules.OneRunAtATime || running.Run.IsHeld));

    // Shards roll every few hours, for years.
    private void ForgetFinished()
    {
        while (_finished.TryPeek(out var oldest) && services.Clock.GetElapsedTime(oldest.At) > Memory)
        {
            _epochs.Remove(_finished.Dequeue().Key);
        }
    }

    private (ShardRun Run, Task Completion)[] Snapshot()
    {
        lock (_gate)
        {
            return [.. _running.Values];
        }
    }

    private async Task SuperviseAsync(ShardRun run, TaskCompletionSource completion)
    {
        // Away from the caller, who starts many.
        await Task.Yield();
        IReadOnlyList<LeaseKey>? children = null;
        try
        {
            children = await run.RunAsync(drain, abort).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Log.ShardFailed(services.Logger, e, run.Key.Stream.Table, run.Key.ShardId);
            await Task.Delay(FailureDelay, services.Clock, drain).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        lock (_gate)
        {
            if (_running.TryGetValue(run.Key, out var running) && running.Run == run)
            {
                _running.Remove(run.Key);
            }

            _released += run.IsReleased && drain.IsCancellationRequested ? 1 : 0;
            if (run.IsFinished)
            {
                _finished.Enqueue((run.Key, services.Clock.GetTimestamp()));
            }
        }

        run.Dispose();
        try
        {
            if (!drain.IsCancellationRequested && !membership.Fence.IsFenced)
            {
                if (!run.IsReleased && children is { Count: 0 })
                {
                    OnUnsettled(run.Key);
                }

                await OnEnded(new(children ?? [], run.IsFinished, run.IsReleased)).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            // Nothing is lost by it: the lease loop finds the children later.
            Log.LeaseLoopFailed(services.Logger, e);
        }

        completion.SetResult();
    }
}

/// <summary>How a shard's run ended.</summary>
/// <param name="Children">
/// The shards that are this worker's now: the children, or the very shard where it is to be rewound.
/// </param>
/// <param name="IsFinished">Whether the shard was done to its end.</param>
/// <param name="IsReleased">Whether the lease was given up, or handed to another worker.</param>
internal readonly record struct RunEnd(IReadOnlyList<LeaseKey> Children, bool IsFinished, bool IsReleased);
