using DynamoHandlers.Leasing.Workers;
using DynamoHandlers.Testing;

namespace DynamoHandlers.Runtime.Tests.Leasing.Workers;

public sealed class FenceTests
{
    private readonly VirtualClock _clock = new();
    private readonly Fence _fence;

    public FenceTests() => _fence = new Fence(_clock, TimeSpan.FromSeconds(10));

    [Fact]
    public void It_trips_at_85_percent_of_the_duration()
    {
        _clock.Advance(TimeSpan.FromSeconds(8.4));
        Assert.False(_fence.IsFenced);

        _clock.Advance(TimeSpan.FromSeconds(0.1));

        Assert.True(_fence.Token.IsCancellationRequested);
    }

    [Fact]
    public void It_counts_from_the_sending_of_an_acknowledged_beat_not_from_its_answer()
    {
        _clock.Advance(TimeSpan.FromSeconds(3));
        var sent = _clock.GetTimestamp();
        _clock.Advance(TimeSpan.FromSeconds(4));
        _fence.Acknowledge(sent);

        _clock.Advance(TimeSpan.FromSeconds(4.4));
        Assert.False(_fence.IsFenced);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True(_fence.IsFenced);
    }

    [Fact]
    public void An_answer_that_comes_too_late_revives_nobody()
    {
        var sent = _clock.GetTimestamp();
        _clock.Advance(TimeSpan.FromSeconds(8.5));

        _fence.Acknowledge(sent);
        _fence.Acknowledge(_clock.GetTimestamp());

        Assert.True(_fence.IsFenced);
    }

    [Fact]
    public void It_looks_at_the_clock_itself_when_its_timer_is_late()
    {
        var late = new TimerlessClock(_clock);
        var fence = new Fence(late, TimeSpan.FromSeconds(10));
        _clock.Advance(TimeSpan.FromSeconds(9));

        Assert.True(fence.IsFenced);
        Assert.True(fence.Token.IsCancellationRequested);
    }

    private sealed class TimerlessClock(TimeProvider inner) : TimeProvider
    {
        public override long TimestampFrequency => inner.TimestampFrequency;

        public override long GetTimestamp() => inner.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            inner.CreateTimer(static _ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
