using DynamoHandlers.Dispatching.States;
using DynamoHandlers.Dispatching.Watching;
using DynamoHandlers.Wire;
using Microsoft.Extensions.Logging;

namespace DynamoHandlers.Dispatching.Batches;

/// <summary>
/// The batches of one handler in one shard: collects records, and hands them to the handler when there are enough of them
/// or their time has come; one batch after the other. Thread-safe.
/// </summary>
internal sealed class BatchLane(HandlerDescriptor handler, DispatchParts parts, SemaphoreSlim? turn, TimeProvider clock, ILogger logger)
{
    private readonly BatchSettings _settings = handler.Batch ?? (handler.WindowSize is null ? new() : OfWindows);
    private readonly ShardWindow? _window = parts.States?.WindowOf(handler);
    // What was fetched together, at most.
    private static readonly BatchSettings OfWindows = new() { MaxCount = 1000 };

    private readonly WatchedCall? _watched = parts.Watch?.MakeCall(parts.Source);
    private readonly object _gate = new();
    private List<BatchItem> _items = [];
    private long _bytes;
    private Task _running = Task.CompletedTask;

    /// <summary>Whether a batch waits for records that are yet to come.</summary>
    public bool Waits => _settings.Window > TimeSpan.Zero;

    /// <summary>Has the calls of the handler watched until the result is disposed of.</summary>
    public IDisposable? Watch() => parts.Watch?.Watch(_watched!);

    public HandlerDescriptor Handler => handler;

    /// <summary>Adds a record; a batch that would be too large with it is handled first.</summary>
    public async ValueTask AddAsync(StreamRecord record, RecordProgress.Slot? slot)
    {
        var item = new BatchItem(record, slot);
        var before = Task.CompletedTask;
        lock (_gate)
        {
            // Not those of windows, which are called between two records, or with the last of them: what they write is
            // committed then.
            if (_items.Count > 0 && _bytes + item.Bytes > _settings.MaxBytes && _window is null)
            {
                before = Start();
            }

            if (_window is not null)
            {
                parts.States!.Open(_window, record.CreatedAt);
            }

            _items.Add(item);
            _bytes += item.Bytes;
            if (_items.Count == 1 && Waits)
            {
                _ = StartLaterAsync(_items);
            }
        }

        await before.ConfigureAwait(false);
    }

    /// <summary>Hands over what there is, if it is a batch, and waits until it is handled.</summary>
    public Task FlushFullAsync()
    {
        lock (_gate)
        {
            return _items.Count >= _settings.MaxCount || _bytes >= _settings.MaxBytes ? Start() : Task.CompletedTask;
        }
    }

    /// <summary>Hands over what there is, and waits until it and all before is handled.</summary>
    public Task FlushAsync()
    {
        lock (_gate)
        {
            return _items.Count > 0 ? Start() : _running;
        }
    }

    /// <summary>Waits until nothing is being handled any more, however it ends.</summary>
    public Task WhenIdleAsync()
    {
        lock (_gate)
        {
            return _running.ContinueWith(
                static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    // With the turn first: whoever has it may be waiting for this lane.
    private async Task StartLaterAsync(List<BatchItem> items)
    {
        try
        {
            await Task.Delay(_settings.Window, clock, parts.Quit).ConfigureAwait(false);
            await (turn?.WaitAsync(parts.Quit) ?? Task.CompletedTask).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Whoever gives the shard up hands over what there is.
            return;
        }

        try
        {
            await StartIfSame(items).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Whoever comes next waits for the same task, and hears of it.
        }
        finally
        {
            turn?.Release();
        }
    }

    private Task StartIfSame(List<BatchItem> items)
    {
        lock (_gate)
        {
            return _items == items ? Start() : Task.CompletedTask;
        }
    }

    // A batch that has failed for good, as the shard is being given up, fails all that come after it.
    private Task Start()
    {
        var batch = _items;
        (_items, _bytes) = ([], 0);
        return _running = RunAsync(_running, batch);
    }

    private async Task RunAsync(Task before, List<BatchItem> batch)
    {
        // Away from the lock that it was started under.
        await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await HandleAsync(batch).ConfigureAwait(false);
    }

    private async ValueTask HandleAsync(List<BatchItem> batch)
    {
        while (batch.Count > 0)
        {
            var attempt = new BatchAttempt(handler, parts, batch, _window, _watched);
            if (_settings.Bisect && batch.Count > 1)
            {
                await HandleHalvingAsync(attempt).ConfigureAwait(false);
                return;
            }

            await parts.Attempts.RunAsync(attempt, parts.Quit).ConfigureAwait(false);

            // What was given up is settled; what was withheld for its sake is handled now.
            batch = attempt.Left;
        }
    }

    /// <summary>Calls once; what fails is halved until it is single changes.</summary>
    private async ValueTask HandleHalvingAsync(BatchAttempt attempt)
    {
        try
        {
            await attempt.CallAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is not DeliveryEndedException && !parts.Quit.IsCancellationRequested)
        {
            attempt.ReportHalving(logger, e);
            var half = Math.Max(1, attempt.Left.Count / 2);
            await HandleAsync([.. attempt.Left.Take(half)]).ConfigureAwait(false);
            await HandleAsync([.. attempt.Left.Skip(half)]).ConfigureAwait(false);
        }
    }
}
