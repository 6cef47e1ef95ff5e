using System.Collections.Concurrent;
using DynamoHandlers.Leasing;
using DynamoHandlers.Leasing.Sync;
using DynamoHandlers.Telemetry;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Hosting.Sessions;

/// <summary>
/// What a worker does for each of its streams: waits until it has its first leases, or makes them, and then keeps the
/// leases in step with the shards. Streams are added as tables turn out to have others. One session's.
/// </summary>
/// <param name="services">What the worker is made of.</param>
/// <param name="targets">The streams.</param>
/// <param name="membership">The worker among the others.</param>
/// <param name="changed">Called when leases may have become runnable.</param>
internal sealed class StreamLoops(
    WorkerServices services, StreamTargets targets, Membership membership, Action changed)
{
    // A stream that cannot be begun with, as it is gone or its images do not suffice, may stay so for long.
    private static readonly TimeSpan MaxPause = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<StreamKey, SyncLoop> _syncs = [];
    private readonly ConcurrentQueue<Task> _running = [];
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StreamFollower? _follower;

    /// <summary>Asks for the shards of a stream to be compared with its leases now.</summary>
    public void Wake(StreamKey stream)
    {
        if (_syncs.TryGetValue(stream, out var sync))
        {
            sync.Wake();
        }
    }

    /// <summary>
    /// Waits until all streams that the session begins with are ready: before, there is nothing to take. One that cannot
    /// be begun with does not keep the others from their work.
    /// </summary>
    public async Task WhenReadyAsync(CancellationToken end) =>
        await _ready.Task.WaitAsync(services.Options.LeaseDuration, services.Clock, end)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Runs until the session ends.</summary>
    public async Task RunAsync(CancellationToken end)
    {
        foreach (var target in targets.All)
        {
            Start(target, isNew: false, end);
        }

        _follower = new StreamFollower(services, targets, target => Start(target, isNew: true, end));
        _running.Enqueue(_follower.RunAsync(end));
        while (_running.TryDequeue(out var running))
        {
            await running.ConfigureAwait(false);
        }
    }

    private void Start(StreamTarget target, bool isNew, CancellationToken end) =>
        _running.Enqueue(RunStreamAsync(target, isNew, end));

    private async Task RunStreamAsync(StreamTarget target, bool isNew, CancellationToken end)
    {
        // Away from the caller, who starts several.
        await Task.Yield();
        if (isNew)
        {
            Log.StreamAdded(services.Logger, target.Key.ToString());
            await UntilDoneAsync(target, stop => services.Workers.ServeAsync(membership.Identity, target.Key, stop), end)
                .ConfigureAwait(false);
        }

        StreamRow? row = null;
        await UntilDoneAsync(
            target,
            async stop => row = await InitializeAsync(target, stop).ConfigureAwait(false),
            end).ConfigureAwait(false);
        if (row is null)
        {
            return;
        }

        targets.SetReady(target.Key, row.From);
        if (targets.All.All(other => targets.IsReady(other.Key)))
        {
            _ready.TrySetResult();
        }

        changed();
        if (isNew)
        {
            // Everybody's plan depends on who serves what.
            await UntilDoneAsync(target, services.Notices.PostAsync, end).ConfigureAwait(false);
        }

        var sync = new SyncLoop(services, target, row, targets, membership, pass => Passed(target, pass));
        _syncs[target.Key] = sync;
        await Task.WhenAll(sync.RunAsync(end), FollowBackAsync(target, row.Previous, end)).ConfigureAwait(false);
    }

    private async ValueTask<StreamRow> InitializeAsync(StreamTarget target, CancellationToken end)
    {
        var initializer = new StreamInitializer(
            services.Discovery, services.Leases, services.Streams, services.Clock, services.Options.LeaseDuration, services.Logger);
        var vanished = new Patience(services.Clock, services.Options.LeaseDuration);
        while (true)
        {
            try
            {
                return await initializer.EnsureAsync(
                    target.StreamArn, services.Options.StartPosition, isFollowing: !target.IsPinned, end).ConfigureAwait(false);
            }
            catch (StreamException e) when (e.Error == StreamError.NotFound && targets.IsReplaced(target))
            {
                // It was enabled and disabled again before anybody could begin with it.
                if (vanished.IsOver())
                {
                    await initializer.GiveUpAsync(target.StreamArn, end).ConfigureAwait(false);
                }

                await Task.Delay(services.Options.LeaseDuration, services.Clock, end).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Serves the stream that the table had before too, if that is not done yet.</summary>
    private async Task FollowBackAsync(StreamTarget target, string? previous, CancellationToken end)
    {
        if (previous is null)
        {
            return;
        }

        await UntilDoneAsync(
            target,
            async stop =>
            {
                if (!await services.Streams.MayStartAsync(target.Key.Table, previous, stop).ConfigureAwait(false))
                {
                    await AddPreviousAsync(target, previous, stop, end).ConfigureAwait(false);
                }
            },
            end).ConfigureAwait(false);
    }

    private async ValueTask AddPreviousAsync(
        StreamTarget target, string previous, CancellationToken stop, CancellationToken end)
    {
        // The operator wants this very stream; what is left of others is reported elsewhere.
        if (target.IsPinned || targets.All.Any(other => other.StreamArn == target.ArnOf(previous)))
        {
            return;
        }

        var other = await services.Locator.FindPreviousAsync(target, previous, stop).ConfigureAwait(false);
        if (targets.Add(other))
        {
            Start(other, isNew: true, end);
        }
    }

    private void Passed(StreamTarget target, SyncPass pass)
    {
        if (pass.HasChanged)
        {
            changed();
        }

        if (pass.IsDrained)
        {
            foreach (var next in targets.All.Where(other => other.Follows(target)))
            {
                Wake(next.Key);
            }
        }

        if (pass.Status is StreamStatus.Enabled or StreamStatus.Enabling || targets.IsReplaced(target))
        {
            return;
        }

        if (targets.TellOnce($"{target.Key} is disabled"))
        {
            Log.StreamDisabled(services.Logger, target.Key.ToString(), target.IsPinned
                ? "DynamoHandlersOptions.Tables names this very stream: a new stream of the table is not looked for."
                : "When the table gets a new stream, that is handled too, without a restart.");
        }

        if (!target.IsPinned)
        {
            _follower?.Wake();
        }
    }

    /// <summary>Tries again what fails, until it succeeds or the session ends.</summary>
    private async Task UntilDoneAsync(
        StreamTarget target, Func<CancellationToken, ValueTask> attempt, CancellationToken end)
    {
        var pause = services.Options.LeaseDuration / 10;
        for (; !end.IsCancellationRequested; pause = pause * 2 < MaxPause ? pause * 2 : MaxPause)
        {
            try
            {
                await attempt(end).ConfigureAwait(false);
                return;
            }
            catch (Exception) when (end.IsCancellationRequested)
            {
                return;
            }
            catch (WorkerStartException e)
            {
                if (targets.TellOnce(e.Message))
                {
                    Log.StreamRefused(services.Logger, target.TableName, e.Message);
                }
            }
            catch (Exception e)
            {
                Log.SyncFailed(services.Logger, e, target.TableName);
            }

            await Task.Delay(pause, services.Clock, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
