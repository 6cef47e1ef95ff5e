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
            Assert.Empty(_liveness.Observe(rows, []));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Empty(_liveness.Observe(rows, []));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Single(_liveness.Observe(rows, []));
    }

    [Fact]
    public void An_observer_that_was_asleep_itself_buries_nobody()
    {
        ObserveFor(TimeSpan.FromSeconds(5), static _ => 5);

        _clock.Advance(TimeSpan.FromHours(1));

        Assert.Empty(_liveness.Observe([Row(5)], []));
    }

    [Fact]
    public void An_owner_without_a_row_is_buried_like_one_that_stands_still()
    {
        for (var second = 0; second < 10; second++)
        {
            Assert.Empty(_liveness.Observe([], ["lost"]));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        var (identity, heartbeat) = Assert.Single(_liveness.Observe([], ["lost"]));
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
            Assert.Empty(_liveness.Observe([Row(5) with { State = state }], []));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private static WorkerRow Row(long heartbeat, TimeSpan? duration = null) =>
        new("other", WorkerState.Live, heartbeat, duration ?? Duration);

    private List<(string, long)> ObserveFor(TimeSpan time, Func<int, long> heartbeat)
    {
        var buried = new List<(string, long)>();
        for (var second = 0; second < time.TotalSeconds; second++)
        {
            buried.AddRange(_liveness.Observe([Row(heartbeat(second))], []));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        buried.AddRange(_liveness.Observe([Row(heartbeat((int)time.TotalSeconds))], []));
        return buried;
    }
}
