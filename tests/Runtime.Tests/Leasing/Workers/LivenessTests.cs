using DynamoHandlers.Leasing.Workers;
using DynamoHandlers.Testing;

namespace DynamoHandlers.Runtime.Tests.Leasing.Workers;

public sealed class LivenessTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(10);

    private readonly VirtualClock _clock = new();
    private readonly Liveness _liveness;

    public LivenessTests() => _liveness = new Liveness(_clock, Duration);

    [Fact]
    public void A_heartbeat_that_stands_still_for_the_duration_is_buried()
    {
        Assert.Empty(ObserveFor(TimeSpan.FromSeconds(9), static _ => 5));

        Assert.Equal([("other", 5L)], ObserveFor(TimeSpan.FromSeconds(1), static _ => 5));
    }

    [Fact]
    public void A_heartbeat_that_moves_is_never_buried() =>
        Assert.Empty(ObserveFor(TimeSpan.FromMinutes(5), static second => second / 9));

    [Fact]
    public void The_duration_is_the_observed_workers_own()
    {
        var rows = new[] { Row(5, TimeSpan.FromSeconds(60)) };
        for (var second = 0; second < 59; second++)
        {
            Assert.Empty(Look(rows, []));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Empty(Look(rows, []));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Single(Look(rows, []));
    }

    [Fact]
    public void An_observer_that_was_asleep_itself_buries_nobody()
    {
        ObserveFor(TimeSpan.FromSeconds(5), static _ => 5);

        _clock.Advance(TimeSpan.FromHours(1));

        Assert.Empty(Look([Row(5)], []));
    }

    [Fact]
    public void One_that_stands_still_is_buried_in_the_end_however_slow_the_looks_are()
    {
        for (var look = 0; look < 4; look++)
        {
            Assert.Empty(Look([Row(5)], []));
            _clock.Advance(TimeSpan.FromSeconds(9));
        }

        Assert.Single(Look([Row(5)], []));
    }

    [Fact]
    public void One_is_due_by_the_clock_without_another_look()
    {
        Look([Row(5)], []);
        for (var second = 0; second < 10; second++)
        {
            Assert.Empty(_liveness.Standing(static _ => TimeSpan.Zero));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Empty(_liveness.Standing(static _ => TimeSpan.FromSeconds(1)));
        Assert.Equal([("other", 5L)], _liveness.Standing(static _ => TimeSpan.Zero));
    }

    [Fact]
    public void An_owner_without_a_row_is_buried_like_one_that_stands_still()
    {
        for (var second = 0; second < 10; second++)
        {
            Assert.Empty(Look([], ["lost"]));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        var (identity, heartbeat) = Assert.Single(Look([], ["lost"]));
        Assert.Equal("lost", identity);
        Assert.True(Liveness.HasNoRow(heartbeat));
    }

    [Theory]
    [InlineData(WorkerState.Dead)]
    [InlineData(WorkerState.Left)]
    internal void Who_is_gone_is_left_in_peace(WorkerState state)
    {
        for (var second = 0; second < 30; second++)
        {
            Assert.Empty(Look([Row(5) with { State = state }], []));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private IReadOnlyList<(string Identity, long Heartbeat)> Look(WorkerRow[] rows, string[] owners)
    {
        _liveness.Observe(rows, owners);
        return _liveness.Standing(static _ => TimeSpan.Zero);
    }

    private static WorkerRow Row(long heartbeat, TimeSpan? duration = null) =>
        new("other", WorkerState.Live, heartbeat, duration ?? Duration);

    private List<(string, long)> ObserveFor(TimeSpan time, Func<int, long> heartbeat)
    {
        var buried = new List<(string, long)>();
        for (var second = 0; second < time.TotalSeconds; second++)
        {
            buried.AddRange(Look([Row(heartbeat(second))], []));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        buried.AddRange(Look([Row(heartbeat((int)time.TotalSeconds))], []));
        return buried;
    }
}
