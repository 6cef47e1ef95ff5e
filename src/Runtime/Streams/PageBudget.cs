using DynamoHandlers.Telemetry;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Streams;

/// <summary>
/// The memory for the pages of all shards of a worker. Who wants to fetch one waits for room, first come first served;
/// for those who wait, pages of shards that stand still are taken back. Thread-safe.
/// </summary>
internal sealed class PageBudget(long capacity, TimeProvider clock, WorkerMeter meter)
{
    /// <summary>After this long with one record a shard stands still: its page is worth less than another's.</summary>
    public static readonly TimeSpan Standstill = TimeSpan.FromSeconds(1);

    // How often those who wait have it looked for pages to take back.
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    private readonly object _gate = new();
    private readonly LinkedList<TaskCompletionSource> _waiting = new();
    private readonly LinkedList<FetchedPage> _revocable = new();
    private PageLedger _ledger = new(capacity);
    private bool _isLooking;

    /// <summary>The bytes of pages and of room reserved for fetches under way.</summary>
    public long Used
    {
        get
        {
            lock (_gate)
            {
                return _ledger.Used;
            }
        }
    }

    /// <summary>
    /// Waits for the room for a page. It must be filled by <see cref="Fill"/> or given back by <see cref="Release()"/>.
    /// </summary>
    public ValueTask ReserveAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            // Nobody is passed by: as long as there is room, nobody waits.
            if (_ledger.TryReserve())
            {
                return default;
            }

            var turn = _waiting.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            if (!_isLooking)
            {
                _isLooking = true;
                _ = LookAsync();
            }

            return WaitAsync(turn, cancellationToken);
        }
    }

    /// <summary>Whether a page may be fetched before it is needed: nobody waits, and much is free.</summary>
    public bool HasRoomToSpare
    {
        get
        {
            lock (_gate)
            {
                return _ledger.HasRoomToSpare;
            }
        }
    }

    /// <summary>How many records to ask for; see <see cref="PageLedger.RecordsToFetch"/>.</summary>
    public int RecordsToFetch(long bytesPerRecord, int max)
    {
        lock (_gate)
        {
            return _ledger.RecordsToFetch(_waiting.Count, bytesPerRecord, max);
        }
    }

    /// <summary>Puts a page into the room that was reserved for it.</summary>
    /// <param name="page">The page; owned by the result.</param>
    /// <param name="limit">How many records were asked for.</param>
    public FetchedPage Fill(RecordPage page, int limit)
    {
        lock (_gate)
        {
            _ledger.Fill(page.ByteCount);
            var fetched = new FetchedPage(this, page, limit, clock);
            _revocable.AddLast(fetched.Node);
            meter.Prefetched(page.ByteCount);
            Admit();
            return fetched;
        }
    }

    /// <summary>Makes a page stay until it is disposed of, if there may be more of these and it was not taken back.</summary>
    public bool TryKeep(FetchedPage page)
    {
        lock (_gate)
        {
            if (page.Node.List is null || !_ledger.TryKeep(page.ByteCount))
            {
                return false;
            }

            _revocable.Remove(page.Node);
            return true;
        }
    }

    /// <summary>Gives the room for a page back that was not fetched.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _ledger.Release();
            Admit();
        }
    }

    /// <summary>Gives the room of a page back.</summary>
    public void Release(FetchedPage page)
    {
        lock (_gate)
        {
            Remove(page);
            Admit();
        }
    }

    private async ValueTask WaitAsync(LinkedListNode<TaskCompletionSource> turn, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(
            (_, token) => GiveUp(turn, token), null);
        await turn.Value.Task.ConfigureAwait(false);
    }

    private void GiveUp(LinkedListNode<TaskCompletionSource> turn, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (turn.List is null)
            {
                // It has just got its room, and gives that back itself.
                return;
            }

            _waiting.Remove(turn);
        }

        turn.Value.TrySetCanceled(cancellationToken);
    }

    private void Admit()
    {
        while (_waiting.First is { } next && _ledger.TryReserve())
        {
            _waiting.RemoveFirst();
            next.Value.SetResult();
        }
    }

    private void Remove(FetchedPage page)
    {
        if (page.Node.List is not null)
        {
            _revocable.Remove(page.Node);
        }

        _ledger.Release(page.ByteCount, page.IsKept);
        meter.Prefetched(-page.ByteCount);
    }

    private async Task LookAsync()
    {
        while (true)
        {
            await Task.Delay(LookInterval, clock).ConfigureAwait(false);
            lock (_gate)
            {
                TakeBack();
                _isLooking = _waiting.Count > 0;
                if (!_isLooking)
                {
                    return;
                }
            }
        }
    }

    private void TakeBack()
    {
        foreach (var page in _revocable.OrderBy(static page => page.MovedAt).ToArray())
        {
            if (_waiting.Count == 0 || clock.GetElapsedTime(page.MovedAt) < Standstill)
            {
                return;
            }

            if (page.TryTakeBack())
            {
                Remove(page);
                Admit();
            }
        }
    }
}
