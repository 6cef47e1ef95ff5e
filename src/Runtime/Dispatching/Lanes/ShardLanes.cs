namespace DynamoHandlers.Dispatching.Lanes;

/// <summary>
/// Handles records of a shard side by side: as many at once as there are dispatchers, of an item one at a time and in
/// order. A bounded number waits. When one fails for good, as the shard is being given up, no further one begins.
/// Thread-safe.
/// </summary>
internal sealed class ShardLanes
{
    // Enough for lanes to find work when many records are of few items, and few enough to be handled soon.
    private const int RecordsPerLane = 16;

    private readonly object _gate = new();
    private readonly Stack<RecordDispatcher> _free;
    private readonly ItemQueues<LaneRecord> _queues = new();
    private readonly int _capacity;
    private readonly int _lanes;
    private readonly Func<Task> _onPageEnd;
    private readonly CancellationToken _quit;
    private TaskCompletionSource? _changed;
    private Exception? _failure;

    /// <param name="dispatchers">One for each lane.</param>
    /// <param name="onPageEnd">Called when all records of a page are handled.</param>
    /// <param name="quit">When it is cancelled no record is begun.</param>
    public ShardLanes(IEnumerable<RecordDispatcher> dispatchers, Func<Task> onPageEnd, CancellationToken quit)
    {
        _free = new(dispatchers);
        (_lanes, _capacity, _onPageEnd, _quit) = (_free.Count, _free.Count * RecordsPerLane, onPageEnd, quit);
    }

    /// <summary>Has a record handled; waits while too many wait.</summary>
    /// <exception cref="OperationCanceledException">The shard is being given up.</exception>
    public async Task AddAsync(LaneRecord record)
    {
        await WhenAsync(() => _queues.Count < _capacity).ConfigureAwait(false);
        lock (_gate)
        {
            _queues.Add(record.Item, record);
            StartReady();
        }
    }

    /// <summary>Waits until all records that were added are handled.</summary>
    /// <exception cref="OperationCanceledException">The shard is being given up.</exception>
    public Task WhenHandledAsync() => WhenAsync(() => _queues.Count == 0);

    /// <summary>Drops what has not begun, and waits for what has, however it ends.</summary>
    public async Task StopAsync()
    {
        IReadOnlyList<LaneRecord> dropped;
        lock (_gate)
        {
            _failure ??= new OperationCanceledException("The shard is being given up.");
            dropped = _queues.Clear();
        }

        foreach (var record in dropped)
        {
            record.Page.Release();
        }

        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_free.Count == _lanes)
                {
                    return;
                }

                changed = Changed();
            }

            await changed.ConfigureAwait(false);
        }
    }

    private async Task WhenAsync(Func<bool> condition)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_failure is not null)
                {
                    throw new OperationCanceledException("The shard is being given up.", _failure);
                }

                if (condition())
                {
                    return;
                }

                changed = Changed();
            }

            await changed.WaitAsync(_quit).ConfigureAwait(false);
        }
    }

    private Task Changed() => (_changed ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    private void StartReady()
    {
        while (_failure is null && _free.Count > 0 && _queues.TryTake(out _, out var record))
        {
            var lane = _free.Pop();

            // Away from the caller: a handler that computes before it waits must not keep the others from starting.
            _ = Task.Run(() => RunAsync(lane, record), CancellationToken.None);
        }
    }

    private async Task RunAsync(RecordDispatcher lane, LaneRecord record)
    {
        Exception? failure = null;
        try
        {
            _quit.ThrowIfCancellationRequested();
            await lane.DispatchAsync(record.Record, record.Slot).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            failure = e;
        }

        failure = await EndPageAsync(record.Page, failure).ConfigureAwait(false);
        lock (_gate)
        {
            _failure ??= failure;
            _queues.End(record.Item);
            _free.Push(lane);
            StartReady();
            _changed?.TrySetResult();
            _changed = null;
        }
    }

    private async ValueTask<Exception?> EndPageAsync(PageWork page, Exception? failure)
    {
        if (!page.Release() || failure is not null)
        {
            return failure;
        }

        try
        {
            await _onPageEnd().ConfigureAwait(false);
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }
}
