using DynamoHandlers.Dispatching;
using DynamoHandlers.Dispatching.Routing;
using DynamoHandlers.Leasing;
using DynamoHandlers.Leasing.Workers;
using DynamoHandlers.Streams;
using DynamoHandlers.Telemetry;
using DynamoHandlers.Wire;
using Polly;

namespace DynamoHandlers.Hosting.Sessions;

/// <summary>
/// One shard under one epoch of its lease: from the checkpoint on until the shard is done, the worker leaves, or the
/// lease is lost.
/// </summary>
internal sealed class ShardRun : IDisposable
{
    private readonly WorkerServices _services;
    private readonly StreamTarget _target;
    private readonly LeaseHold _hold;
    private readonly ResiliencePipeline _retry;
    private readonly ShardCheckpointer _checkpointer;
    private readonly RecordStart _from;
    private readonly CancellationTokenSource _leave = new();
    private string? _successor;
    private bool _isToBeRewound;

    private readonly Func<bool> _isReplaced;

    public ShardRun(
        WorkerServices services,
        StreamTarget target,
        Lease lease,
        string worker,
        Fence fence,
        RecordStart from,
        Func<bool> isReplaced)
    {
        _isReplaced = isReplaced;
        _services = services;
        _target = target;
        _hold = new LeaseHold(lease, worker, fence);
        _retry = services.ReadRetry(target.TableName, lease.Key.ShardId);
        _checkpointer = new ShardCheckpointer(_hold, services.Leases, services.Meter);
        _from = from;
    }

    public LeaseKey Key => _hold.Key;

    public long Epoch => _hold.Epoch;

    /// <summary>Whether the run ended by giving its lease up: to another worker, or for others to take at once.</summary>
    public bool IsReleased { get; private set; }

    /// <summary>Whether the shard was done to its end: its lease never runs again.</summary>
    public bool IsFinished { get; private set; }

    /// <summary>Whom to hand the lease to when the worker leaves; null for nobody.</summary>
    public required Func<LeaseKey, string?> SuccessorOf { get; init; }

    /// <summary>Whether the lease is held still.</summary>
    public bool IsHeld => _hold.IsHeld;

    /// <summary>Writes the checkpoint if there is something to write.</summary>
    public ValueTask<bool> FlushAsync() => _checkpointer.FlushAsync(_hold.Lost);

    /// <summary>Whether a lease is the one that the shard runs under, as it was taken.</summary>
    public bool IsShownBy(Lease? lease) => lease?.Owner == _hold.Owner && lease.Epoch == _hold.Epoch;

    /// <summary>
    /// Ends the run if the lease's row is not its own any more. If somebody has deleted it, the row is made anew first, or
    /// corrected: a worker that compares shards with leases may have been faster, and an idle shard commits nothing that
    /// would be refused.
    /// </summary>
    public async ValueTask VerifyAsync()
    {
        if (!IsShownBy(await _services.Leases.GetAsync(Key, _hold.Lost).ConfigureAwait(false)))
        {
            await _checkpointer.VerifyAsync(_hold.Lost).ConfigureAwait(false);
        }
    }

    /// <summary>Ends the run after the record at hand, and hands its lease to another worker.</summary>
    public void HandOver(string to)
    {
        Volatile.Write(ref _successor, to);
        if (!_services.Rules.DrainBeforeHandover)
        {
            _ = HandOverAsync(to);
        }

        _ = _leave.CancelAsync();
    }

    /// <summary>Ends the run after the record at hand, so that the shard can be rewound.</summary>
    public void Rewind()
    {
        Volatile.Write(ref _isToBeRewound, true);
        _ = _leave.CancelAsync();
    }

    /// <summary>Runs the shard.</summary>
    /// <param name="drain">Ends the run after the record at hand, with a last checkpoint.</param>
    /// <param name="abort">Cancels a handler that is running.</param>
    /// <returns>
    /// What is this worker's now: the children, if the shard was done to its end; the shard itself, if it is to be rewound.
    /// </returns>
    public async Task<IReadOnlyList<LeaseKey>> RunAsync(CancellationToken drain, CancellationToken abort)
    {
        Log.ShardStarted(_services.Logger, _target.TableName, Key.ShardId, _hold.Epoch, _hold.Committed.ToString());
        using var quit = CancellationTokenSource.CreateLinkedTokenSource([drain, abort, _hold.Lost, _leave.Token]);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(abort, _hold.Lost);
        var processing = MakeProcessing(quit.Token, stop.Token);
        await using (processing.ConfigureAwait(false))
        {
            try
            {
                await processing.RunAsync(MakePump(processing)).ConfigureAwait(false);
                return await FinishAsync(quit.Token).ConfigureAwait(false);
            }
            catch (Exception) when (quit.IsCancellationRequested || !_hold.IsHeld)
            {
                // Whatever was thrown, what is not done will be handled from the checkpoint on.
                if (!_hold.IsHeld)
                {
                    // What handlers have left running ends too, also if the loss was seen before it was signalled.
                    await stop.CancelAsync().ConfigureAwait(false);
                }

                await processing.EndAsync(_hold.IsHeld).ConfigureAwait(false);
                if (Volatile.Read(ref _isToBeRewound) && _hold.IsHeld && !drain.IsCancellationRequested)
                {
                    // Its lease stays this worker's, under this epoch, until the rewind takes the next one.
                    return [Key];
                }

                await LeaveAsync().ConfigureAwait(false);
                return [];
            }
            catch
            {
                // The shard is taken up again from its checkpoint: what is done must not be repeated each time.
                await processing.EndAsync(_hold.IsHeld).ConfigureAwait(false);
                await KeepAsync().ConfigureAwait(false);
                throw;
            }
        }
    }

    public void Dispose()
    {
        _leave.Dispose();
        _hold.Dispose();
    }

    private async ValueTask KeepAsync()
    {
        try
        {
            await FlushAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Log.CheckpointFailed(_services.Logger, e);
        }
    }

    private async ValueTask LeaveAsync()
    {
        try
        {
            var to = Volatile.Read(ref _successor);
            if (to is null)
            {
                // The worker stops, perhaps to come back with handlers that are mended.
                _checkpointer.Isolate(false);
                to = SuccessorOf(Key);
            }

            IsReleased = to is null
                ? await _checkpointer.ReleaseAsync(_hold.Lost).ConfigureAwait(false)
                : await HandOverAsync(to).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!_hold.IsHeld)
        {
            // Lost while it was being given up.
        }

        if (!IsReleased)
        {
            ReportLoss();
        }
    }

    private async Task<bool> HandOverAsync(string to)
    {
        if (!_hold.IsHeld)
        {
            return false;
        }

        var isWritten = await _checkpointer.HandOverAsync(to, _hold.Lost).ConfigureAwait(false);
        if (isWritten)
        {
            Log.HandedOver(_services.Logger, _target.TableName, Key.ShardId, to);
        }

        // Told also if the answer was lost and the row no longer says how it ended: whoever is told reads the row.
        using var end = new CancellationTokenSource(_services.Options.LeaseDuration, _services.Clock);
        try
        {
            await _services.Notices.TellAsync(to, Key, end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The other finds it the next time it reads the leases.
        }

        return isWritten;
    }

    private void ReportLoss()
    {
        if (_hold.WasDeleted)
        {
            Log.LeaseRowDeleted(_services.Logger, _target.TableName, Key.ShardId, _hold.Committed.ToString());
        }
        else
        {
            Log.LeaseLost(_services.Logger, _target.TableName, Key.ShardId, _hold.Epoch);
        }
    }

    private async ValueTask<IReadOnlyList<LeaseKey>> FinishAsync(CancellationToken cancellationToken)
    {
        var children = await FindChildrenAsync(cancellationToken).ConfigureAwait(false);
        if (!await _checkpointer.FinishAsync(children, cancellationToken).ConfigureAwait(false))
        {
            if (_hold.IsToBeRewound)
            {
                return [Key];
            }

            ReportLoss();
            return [];
        }

        IsFinished = true;
        Log.ShardEnded(_services.Logger, _target.TableName, Key.ShardId, children.Count);
        return children;
    }

    /// <summary>The children as far as they are listed yet; what is not, the stream's sync finds.</summary>
    private async ValueTask<IReadOnlyList<LeaseKey>> FindChildrenAsync(CancellationToken cancellationToken)
    {
        try
        {
            var shards = await _retry.ExecuteAsync(
                static (run, stop) => run._services.Shards(run._target.StreamArn).FindChildrenAsync(run.Key.ShardId, stop),
                this,
                cancellationToken).ConfigureAwait(false);
            return [.. shards.Select(child => new LeaseKey(Key.Stream, child))];
        }
        catch (StreamException e) when (e.Error == StreamError.NotFound)
        {
            return [];
        }
    }

    private ShardProcessing MakeProcessing(CancellationToken quit, CancellationToken stop)
    {
        var source = new DeliverySource(_target.StreamArn, _target.TableName, Key.ShardId, _hold.Owner, _hold.Epoch);
        var parts = new DispatchParts(
            new TableRouting(_target.Routes, _services.Options.Unmatched, _services.Unmatched),
            _services.Scopes,
            _services.HandlerRetry,
            source,
            () => _hold.IsHeld)
        {
            Singletons = _services.Singletons,
            Turns = _services.DispatchTurns,
            Watch = _services.HandlerWatch,
            GivenUp = _services.GivenUp,
            Quit = quit,
            Stop = stop,
        };
        return ShardProcessing.Create(_services, _target, parts, _checkpointer);
    }

    private ShardPump MakePump(ShardProcessing processing)
    {
        var options = _services.Options;
        var reader = new ShardReader(new(
            _services.Clients.Streams, _target.StreamArn, Key.ShardId, options.MaxRecords, _services.Pages, _retry));
        var missing = new MissingShard(
            _services.Shards(_target.StreamArn), Key.ShardId, _isReplaced, _services.Clock, options.LeaseDuration);
        var settings = new PumpSettings(_from, new(options.MinPollDelay, options.MaxPollDelay), options.TrimmedData);
        return new ShardPump(
            reader,
            processing.Processor,
            _checkpointer,
            missing,
            processing.Source,
            settings,
            _services.Clock,
            _services.Meter,
            _services.Logger);
    }
}
