namespace DynamoHandlers.Testing;

/// <summary>
/// A clock that stands still until it is told to move: <see cref="Advance"/> and <see cref="FireNext"/> are the only
/// ways in which its time passes and its timers fire. <c>Task.Delay(delay, clock)</c>,
/// <c>new PeriodicTimer(period, clock)</c> and <c>new CancellationTokenSource(delay, clock)</c> wait on it like on any
/// <see cref="TimeProvider"/>.
/// </summary>
/// <remarks>
/// <para>
/// Timers fire in the order of their due times, those due at the same instant in the order in which they were created,
/// on the thread that moves the clock. While a timer's callback runs, the clock shows the instant at which the timer
/// was due. A timer never fires inside <see cref="CreateTimer"/> or <see cref="ITimer.Change"/>: one with a due time of
/// zero waits for the next move, be it by nothing. A periodic timer keeps its beat and fires once for every period that
/// passed.
/// </para>
/// <para>
/// Safe for concurrent use. Callbacks run outside the clock's lock and may create, change and dispose timers and even
/// move the clock. What a callback throws comes out of the move, which stops there: the clock shows that instant, and
/// the timers that are left fire at the next move.
/// </para>
/// </remarks>
public sealed class VirtualClock : TimeProvider
{
    private readonly object _lock = new();
    private readonly SortedSet<VirtualTimer> _scheduled = new(VirtualTimer.ByDueTimeThenCreation);
    private readonly long _start;
    private long _now;
    private long _created;
    private long _schedulings;

    /// <summary>Makes a clock that shows midnight of 1 January 2025, UTC.</summary>
    public VirtualClock()
        : this(new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>Makes a clock that shows a given time.</summary>
    public VirtualClock(DateTimeOffset start) => _start = _now = start.UtcTicks;

    /// <summary>When the next timer is due; null if there is none. Never in the past.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            lock (_lock)
            {
                return _scheduled.Min is { } next ? AsTime(next.Due) : null;
            }
        }
    }

    /// <summary>UTC: virtual time has no seasons.</summary>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>Ten million: a time stamp is a count of <see cref="TimeSpan.Ticks"/>.</summary>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>The virtual time.</summary>
    public override DateTimeOffset GetUtcNow() => AsTime(Volatile.Read(ref _now));

    /// <summary>The ticks that passed since the clock was made; consistent with <see cref="GetUtcNow"/>.</summary>
    public override long GetTimestamp() => Volatile.Read(ref _now) - _start;

    /// <summary>Makes a timer that fires when the clock is moved to or past its due time.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A time is negative (not infinite) or above 49 days.</exception>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        ThrowIfNotTimerSpan(dueTime, nameof(dueTime));
        ThrowIfNotTimerSpan(period, nameof(period));
        lock (_lock)
        {
            var timer = new VirtualTimer(this, _created++, callback, state);
            Schedule(timer, dueTime, period);
            return timer;
        }
    }

    /// <summary>
    /// Moves the clock forward and fires every timer that falls due on the way, each at its own instant.
    /// </summary>
    /// <param name="by">How far; zero fires what is due already.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="by"/> is negative.</exception>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        long target;
        lock (_lock)
        {
            target = checked(_now + by.Ticks);
        }

        while (TakeDue(target) is { } timer)
        {
            timer.Fire();
        }

        lock (_lock)
        {
            MoveTo(target);
        }
    }

    /// <summary>
    /// Jumps to the instant at which the next timer is due and fires all timers due at it. Those which their callbacks
    /// make due at the very same instant are left to the next call, so that one call always ends.
    /// </summary>
    /// <returns>False if there is no timer: nothing will ever happen on this clock by itself.</returns>
    public bool FireNext()
    {
        long instant, bound;
        lock (_lock)
        {
            if (_scheduled.Min is not { } next)
            {
                return false;
            }

            (instant, bound) = (next.Due, _schedulings);
        }

        while (TakeDue(instant, bound) is { } timer)
        {
            timer.Fire();
        }

        return true;
    }

    // The next timer due until then, unscheduled or (periodic) scheduled anew; the clock is moved to its due time.
    private VirtualTimer? TakeDue(long until, long scheduledBefore = long.MaxValue)
    {
        lock (_lock)
        {
            foreach (var timer in _scheduled)
            {
                if (timer.Due > until)
                {
                    return null;
                }

                if (timer.Scheduling >= scheduledBefore)
                {
                    continue;
                }

                _scheduled.Remove(timer);
                MoveTo(timer.Due);
                if (timer.Period > 0)
                {
                    Insert(timer, timer.Due + timer.Period);
                }

                return timer;
            }

            return null;
        }
    }

    private void MoveTo(long instant) => Volatile.Write(ref _now, Math.Max(_now, instant));

    private void Schedule(VirtualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        _scheduled.Remove(timer);
        timer.Period = Math.Max(0, period.Ticks);
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            Insert(timer, _now + dueTime.Ticks);
        }
    }

    private void Insert(VirtualTimer timer, long due)
    {
        timer.Due = due;
        timer.Scheduling = _schedulings++;
        _scheduled.Add(timer);
    }

    private static DateTimeOffset AsTime(long ticks) => new(ticks, TimeSpan.Zero);

    // The bounds of System.Threading.Timer, so that what passes here passes on the system's clock as well.
    private static void ThrowIfNotTimerSpan(TimeSpan span, string name)
    {
        var milliseconds = (long)span.TotalMilliseconds;
        ArgumentOutOfRangeException.ThrowIfLessThan(milliseconds, -1, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(milliseconds, uint.MaxValue - 1, name);
    }

    private sealed class VirtualTimer(VirtualClock clock, long creation, TimerCallback callback, object? state) : ITimer
    {
        public static readonly IComparer<VirtualTimer> ByDueTimeThenCreation = Comparer<VirtualTimer>.Create(
            static (x, y) => x.Due != y.Due ? x.Due.CompareTo(y.Due) : x._creation.CompareTo(y._creation));

        // As the system's timers do: a callback sees the async locals of the code that made its timer.
        private readonly ExecutionContext? _context = ExecutionContext.Capture();
        private readonly long _creation = creation;
        private bool _disposed;

        // All three under the clock's lock; Due orders the set and changes only while the timer is out of it.
        public long Due { get; set; }

        public long Period { get; set; }

        public long Scheduling { get; set; }

        public void Fire()
        {
            if (_context is null)
            {
                callback(state);
            }
            else
            {
                ExecutionContext.Run(_context, static timer => ((VirtualTimer)timer!).Call(), this);
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            ThrowIfNotTimerSpan(dueTime, nameof(dueTime));
            ThrowIfNotTimerSpan(period, nameof(period));
            lock (clock._lock)
            {
                if (_disposed)
                {
                    return false;
                }

                clock.Schedule(this, dueTime, period);
                return true;
            }
        }

        public void Dispose()
        {
            lock (clock._lock)
            {
                _disposed = true;
                clock._scheduled.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Call() => callback(state);
    }
}
