namespace DynamoHandlers.Runtime.Tests.Hosting;

/// <summary>
/// One worker's clock on top of the test's. Freezing it stops the worker in its tracks, as a paused machine or a dead
/// process does: its timers no longer fire until it thaws.
/// </summary>
internal sealed class WorkerClock(TimeProvider inner) : TimeProvider
{
    private readonly List<Action> _held = [];
    private bool _isFrozen;
    private bool _areTimersHeld;
    private long _frozenAt;
    private long _stoodStill;

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => inner.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow();

    public override long GetTimestamp() => (_isFrozen ? _frozenAt : inner.GetTimestamp()) - _stoodStill;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        inner.CreateTimer(_ => Fire(callback, state), null, dueTime, period);

    public void Freeze() => (_isFrozen, _frozenAt) = (true, inner.GetTimestamp());

    /// <summary>Makes timers late until the clock is thawed, while its time goes on, as on a starved thread pool.</summary>
    public void HoldTimers() => _areTimersHeld = true;

    /// <param name="stoodStill">
    /// Whether the clock does not know of the time it was frozen, like Linux' monotonic clock after a suspension.
    /// </param>
    public void Thaw(bool stoodStill)
    {
        if (stoodStill)
        {
            _stoodStill += inner.GetTimestamp() - _frozenAt;
        }

        (_isFrozen, _areTimersHeld) = (false, false);
        var held = _held.ToArray();
        _held.Clear();
        Array.ForEach(held, static fire => fire());
    }

    private void Fire(TimerCallback callback, object? state)
    {
        if (_isFrozen || _areTimersHeld)
        {
            _held.Add(() => callback(state));
        }
        else
        {
            callback(state);
        }
    }
}
