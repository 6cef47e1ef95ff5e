namespace DynamoHandlers.Testing.Simulation;

/// <summary>
/// One worker's clock on top of the simulation's: it may run faster or slower, show another time of day, and stop with the
/// machine. Its timers stop with it.
/// </summary>
/// <param name="world">The simulation's clock.</param>
/// <param name="rate">How fast it runs; 1 is right.</param>
/// <param name="offset">How wrong its time of day is.</param>
/// <param name="lateness">How much later than due its timers fire, drawn for each.</param>
internal sealed class SimulatedClock(VirtualClock world, double rate, TimeSpan offset, Func<TimeSpan> lateness) : TimeProvider
{
    private readonly VirtualClock _world = world;
    private readonly Func<TimeSpan> _lateness = lateness;

    // In the order in which they were last set, so that those which are due together fire in that order.
    private readonly LinkedList<Timer> _pending = new();
    private long _stoppedAt;
    private long _stoodStill;
    private TimeSpan _offset = offset;

    public bool IsStopped { get; private set; }

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => _world.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _world.GetUtcNow() + _offset;

    public override long GetTimestamp() => (long)(((IsStopped ? _stoppedAt : _world.GetTimestamp()) - _stoodStill) * rate);

    /// <summary>How long a time on this clock takes in the simulation.</summary>
    /// <remarks>Never a moment too short: who is woken when its time is not over waits again, and would do so for ever.</remarks>
    public TimeSpan InWorld(TimeSpan time) =>
        time > TimeSpan.Zero ? TimeSpan.FromTicks((long)Math.Ceiling(time.Ticks / rate) + 1) : time;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Sets the time of day, as an operator or a time server does; timers and time stamps do not care.</summary>
    public void Jump(TimeSpan by) => _offset += by;

    /// <summary>Stops the machine: no timer fires until it goes on.</summary>
    public void Stop()
    {
        (IsStopped, _stoppedAt) = (true, _world.GetTimestamp());
        foreach (var timer in _pending)
        {
            timer.Suspend();
        }
    }

    /// <param name="stoodStill">
    /// Whether the clock does not know of the time that it was stopped, as Linux' monotonic clock does not of a suspension.
    /// </param>
    public void GoOn(bool stoodStill)
    {
        var pause = _world.GetTimestamp() - _stoppedAt;
        _stoodStill += stoodStill ? pause : 0;
        IsStopped = false;
        foreach (var timer in _pending)
        {
            timer.GoOn(stoodStill ? 0 : pause);
        }
    }

    private sealed class Timer : ITimer
    {
        private readonly SimulatedClock _clock;
        private readonly ITimer _inner;
        private readonly TimerCallback _callback;
        private readonly object? _state;
        private readonly LinkedListNode<Timer> _node;
        private TimeSpan _period;
        private long _due;
        private long _left;

        public Timer(SimulatedClock clock, TimerCallback callback, object? state)
        {
            (_clock, _callback, _state) = (clock, callback, state);
            _node = new LinkedListNode<Timer>(this);
            _inner = clock._world.CreateTimer(
                static timer => ((Timer)timer!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            Forget();
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                return _inner.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }

            _clock._pending.AddLast(_node);
            _left = (_clock.InWorld(dueTime) + _clock._lateness()).Ticks;
            return _clock.IsStopped || Schedule();
        }

        public void Dispose()
        {
            Forget();
            _inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        public void Suspend()
        {
            _left = _due - _clock._world.GetTimestamp();
            _inner.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public void GoOn(long passed)
        {
            _left -= passed;
            Schedule();
        }

        private bool Schedule()
        {
            _left = Math.Max(0, _left);
            _due = _clock._world.GetTimestamp() + _left;
            return _inner.Change(new TimeSpan(_left), Timeout.InfiniteTimeSpan);
        }

        private void Fire()
        {
            if (_clock.IsStopped)
            {
                // Due at the very instant of the stop, and behind it: it waits like the others.
                return;
            }

            Forget();
            if (_period > TimeSpan.Zero)
            {
                Change(_period, _period);
            }

            _callback(_state);
        }

        private void Forget()
        {
            if (_node.List is not null)
            {
                _clock._pending.Remove(_node);
            }
        }
    }
}
