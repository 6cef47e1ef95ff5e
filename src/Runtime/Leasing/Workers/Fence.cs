namespace DynamoHandlers.Leasing.Workers;

/// <summary>
/// How long a worker may believe itself alive: until 0.85 of the lease duration after it <em>sent</em> the last
/// heartbeat that was acknowledged. Others bury it no sooner than a whole duration after they <em>received</em> that
/// heartbeat, so the handlers here are cancelled before another worker may start, as long as the clock rates of the two
/// differ by less than 15 %. Once fenced, for ever fenced: a late acknowledgement revives nobody. Thread-safe.
/// </summary>
internal sealed class Fence : IDisposable
{
    // reference: the lease protocol's timing; what is left of the duration is the tolerance of clock rates.
    private const double Share = 0.85;

    private readonly TimeProvider _clock;
    private readonly TimeSpan _allowance;
    private readonly CancellationTokenSource _fenced = new();
    private readonly ITimer _timer;
    private readonly bool _asksTheClock;
    private long _lastSent;

    public Fence(TimeProvider clock, TimeSpan leaseDuration, ProtocolRules? rules = null)
    {
        _clock = clock;
        _asksTheClock = (rules ?? ProtocolRules.All).FenceAsksTheClock;
        _allowance = leaseDuration * Share;
        _lastSent = clock.GetTimestamp();
        _timer = clock.CreateTimer(static fence => ((Fence)fence!).Check(), this, _allowance, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Cancelled when the worker must act no more.</summary>
    public CancellationToken Token => _fenced.Token;

    /// <summary>Whether the worker must act no more; looks at the clock, as a timer can be late.</summary>
    public bool IsFenced
    {
        get
        {
            if (_asksTheClock && !_fenced.IsCancellationRequested && Remaining() <= TimeSpan.Zero)
            {
                Trip();
            }

            return _fenced.IsCancellationRequested;
        }
    }

    /// <summary>Takes note of an acknowledged heartbeat.</summary>
    /// <param name="sent">The clock's time stamp right before it was sent.</param>
    public void Acknowledge(long sent)
    {
        // The question comes first: an answer that was processed too late must not count.
        if (!IsFenced)
        {
            Volatile.Write(ref _lastSent, sent);
        }
    }

    /// <summary>Fences at once: the worker was declared dead, or its lease loop is stuck.</summary>
    public void Trip() => _ = _fenced.CancelAsync();

    // The source stays usable: a handler that ignored its cancellation may still come and ask.
    public void Dispose() => _timer.Dispose();

    private TimeSpan Remaining() => _allowance - _clock.GetElapsedTime(Volatile.Read(ref _lastSent));

    private void Check()
    {
        // The time may run out between two questions, and a negative due time would throw on the timer's thread.
        var remaining = Remaining();
        if (remaining <= TimeSpan.Zero)
        {
            Trip();
        }
        else
        {
            // Timers have a resolution of a millisecond, and one that fires too early would be set again and again.
            _timer.Change(remaining + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
        }
    }
}
