namespace DynamoHandlers.Testing.Tests;

public sealed class VirtualClockTests
{
    private static readonly DateTimeOffset Start = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly VirtualClock _clock = new(Start);
    private readonly List<string> _fired = [];

    [Fact]
    public void It_stands_still_until_it_is_moved()
    {
        Assert.Equal(Start, _clock.GetUtcNow());
        Assert.Equal(0, _clock.GetTimestamp());
        Assert.Equal(Start, _clock.GetUtcNow());
    }

    [Fact]
    public void Wall_time_and_time_stamps_move_together()
    {
        var before = _clock.GetTimestamp();

        _clock.Advance(TimeSpan.FromSeconds(90));

        Assert.Equal(Start.AddSeconds(90), _clock.GetUtcNow());
        Assert.Equal(TimeSpan.FromSeconds(90), _clock.GetElapsedTime(before));
    }

    [Fact]
    public void Timers_fire_in_the_order_of_due_time_then_creation_each_at_its_own_instant()
    {
        Timer("c", 3);
        Timer("a", 1);
        Timer("b1", 2);
        Timer("b2", 2);

        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(["a@1", "b1@2", "b2@2", "c@3"], _fired);
        Assert.Equal(Start.AddSeconds(10), _clock.GetUtcNow());
    }

    [Fact]
    public void A_timer_due_later_than_the_move_does_not_fire()
    {
        Timer("a", 5);

        _clock.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1));
        Assert.Empty(_fired);

        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(["a@5"], _fired);
    }

    [Fact]
    public void A_timer_that_a_callback_makes_fires_in_the_same_advance_if_due()
    {
        using var timer = _clock.CreateTimer(_ => Timer("second", 2), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        _clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(["second@3"], _fired);
    }

    [Fact]
    public void A_timer_due_at_once_waits_for_the_next_move_be_it_by_nothing()
    {
        Timer("now", 0);
        Assert.Empty(_fired);

        _clock.Advance(TimeSpan.Zero);

        Assert.Equal(["now@0"], _fired);
    }

    [Fact]
    public void A_periodic_timer_fires_once_for_every_period()
    {
        using var timer = Timer("tick", 1, 2);

        _clock.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal(["tick@1", "tick@3", "tick@5"], _fired);
        Assert.Equal(Start.AddSeconds(7), _clock.NextDue);
    }

    [Fact]
    public void A_changed_timer_forgets_its_old_due_time()
    {
        using var timer = Timer("t", 1);

        Assert.True(timer.Change(TimeSpan.FromSeconds(4), Timeout.InfiniteTimeSpan));
        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(["t@4"], _fired);
    }

    [Fact]
    public void A_timer_changed_to_infinity_or_disposed_does_not_fire()
    {
        using var stopped = Timer("stopped", 1);
        var disposed = Timer("disposed", 1);
        stopped.Change(Timeout.InfiniteTimeSpan, TimeSpan.FromSeconds(1));
        disposed.Dispose();

        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Empty(_fired);
        Assert.Null(_clock.NextDue);
        Assert.False(disposed.Change(TimeSpan.Zero, TimeSpan.Zero));
    }

    [Fact]
    public void FireNext_jumps_to_the_next_due_time_and_fires_all_that_are_due_then()
    {
        Timer("b", 7);
        Timer("a1", 3);
        Timer("a2", 3);

        Assert.True(_clock.FireNext());

        Assert.Equal(["a1@3", "a2@3"], _fired);
        Assert.Equal(Start.AddSeconds(3), _clock.GetUtcNow());
        Assert.Equal(Start.AddSeconds(7), _clock.NextDue);
    }

    [Fact]
    public void FireNext_leaves_what_callbacks_make_due_at_the_same_instant_to_the_next_call()
    {
        using var timer = _clock.CreateTimer(_ => Timer("again", 0), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        Assert.True(_clock.FireNext());
        Assert.Empty(_fired);

        Assert.True(_clock.FireNext());
        Assert.Equal(["again@1"], _fired);
    }

    [Fact]
    public void FireNext_without_timers_says_so_and_leaves_the_time() =>
        Assert.Multiple(
            () => Assert.False(_clock.FireNext()),
            () => Assert.Equal(Start, _clock.GetUtcNow()));

    [Fact]
    public void A_callback_may_move_the_clock_and_the_outer_move_never_turns_it_back()
    {
        using var timer = _clock.CreateTimer(
            _ => _clock.Advance(TimeSpan.FromMinutes(1)), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(Start.AddSeconds(61), _clock.GetUtcNow());
    }

    [Fact]
    public void What_a_callback_throws_comes_out_and_the_rest_fires_at_the_next_move()
    {
        using var bad = _clock.CreateTimer(
            _ => throw new InvalidOperationException("boom"), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        Timer("rest", 1);

        Assert.Throws<InvalidOperationException>(() => _clock.Advance(TimeSpan.FromSeconds(5)));
        Assert.Equal(Start.AddSeconds(1), _clock.GetUtcNow());

        _clock.Advance(TimeSpan.Zero);
        Assert.Equal(["rest@1"], _fired);
    }

    [Fact]
    public void Callbacks_see_the_async_locals_of_the_code_that_made_the_timer()
    {
        var local = new AsyncLocal<string> { Value = "maker" };
        string? seen = null;
        using var timer = _clock.CreateTimer(_ => seen = local.Value, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        local.Value = "mover";

        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("maker", seen);
    }

    [Fact]
    public async Task Task_Delay_waits_on_it()
    {
        var delay = Task.Delay(TimeSpan.FromHours(1), _clock, TestContext.Current.CancellationToken);

        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.False(delay.IsCompleted);

        _clock.Advance(TimeSpan.FromMinutes(1));
        await delay;
    }

    [Fact]
    public async Task A_PeriodicTimer_ticks_on_it()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1), _clock);

        for (var i = 0; i < 3; i++)
        {
            var tick = timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            Assert.False(tick.IsCompleted);
            _clock.Advance(TimeSpan.FromMinutes(1));
            Assert.True(await tick);
        }
    }

    [Fact]
    public void A_CancellationTokenSource_cancels_on_it()
    {
        using var source = new CancellationTokenSource(TimeSpan.FromSeconds(30), _clock);

        _clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(source.IsCancellationRequested);

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(source.IsCancellationRequested);
    }

    [Fact]
    public void It_never_moves_back_and_refuses_timers_that_the_system_would_refuse()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _clock.Advance(TimeSpan.FromTicks(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Timer("t", -2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Timer("t", 60 * 60 * 24 * 50));
    }

    private ITimer Timer(string name, double due, double? period = null) => _clock.CreateTimer(
        _ => _fired.Add($"{name}@{(_clock.GetUtcNow() - Start).TotalSeconds:0}"),
        null,
        TimeSpan.FromSeconds(due),
        period is { } p ? TimeSpan.FromSeconds(p) : Timeout.InfiniteTimeSpan);
}
