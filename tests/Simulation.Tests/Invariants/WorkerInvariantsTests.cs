namespace DynamoHandlers.Simulation.Tests.Invariants;

public sealed class WorkerInvariantsTests : IDisposable
{
    private readonly Judged _rows = new();

    public void Dispose() => _rows.Dispose();

    [Fact]
    public void What_the_protocol_allows_is_right()
    {
        Put("a#1", "live", heartbeat: 1);
        Put("a#1", "live", heartbeat: 2);
        Put("a#1", "leaving", heartbeat: 2);
        Put("a#1", "left", heartbeat: 2);
        _rows.Delete("W", "a#1");
        Put("a#2", "live", heartbeat: 1);
        Assert.Null(_rows.Violation);
    }

    [Theory]
    [InlineData("dead")]
    [InlineData("left")]
    public void Gone_is_gone(string state)
    {
        Put("a#1", "live", heartbeat: 1);
        Put("a#1", state, heartbeat: 1);
        Put("a#1", "live", heartbeat: 1);
        Assert.Contains($"was {state} and is live now", _rows.Violation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_heartbeat_does_not_fall()
    {
        Put("a#1", "live", heartbeat: 2);
        Put("a#1", "live", heartbeat: 1);
        Assert.Contains("fell from 2 to 1", _rows.Violation, StringComparison.Ordinal);
    }

    [Fact]
    public void The_dead_do_not_beat()
    {
        Put("a#1", "live", heartbeat: 1);
        Put("a#1", "dead", heartbeat: 1);
        Put("a#1", "dead", heartbeat: 2);
        Assert.Contains("is dead and beats", _rows.Violation, StringComparison.Ordinal);
    }

    [Fact]
    public void An_identity_does_not_join_twice()
    {
        Put("a#1", "live", heartbeat: 1);
        Put("a#1", "dead", heartbeat: 1);
        _rows.Delete("W", "a#1");
        Put("a#1", "live", heartbeat: 1);
        Assert.Contains("joined twice", _rows.Violation, StringComparison.Ordinal);
    }

    [Fact]
    public void The_living_are_not_declared_dead()
    {
        Join("b#1");
        _rows.Clock.Advance(TimeSpan.FromSeconds(5));
        Put("b#1", "dead", heartbeat: 1);
        Assert.Contains("was declared dead 00:00:05 after a heartbeat", _rows.Violation, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_has_stood_still_for_its_lease_duration_may_be_declared_dead()
    {
        Join("b#1");
        _rows.Clock.Advance(TimeSpan.FromSeconds(10));
        Put("b#1", "dead", heartbeat: 1);
        Assert.Null(_rows.Violation);
    }

    [Fact]
    public void The_row_of_the_living_is_not_deleted()
    {
        Put("a#1", "live", heartbeat: 1);
        _rows.Delete("W", "a#1");
        Assert.Contains("was deleted while it is live", _rows.Violation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_stays_while_a_lease_names_its_worker()
    {
        _rows.PutLease(_rows.Shard, "TRIM_HORIZON", epoch: 1, owner: "a#1");
        Put("a#1", "dead", heartbeat: 1);
        _rows.Delete("W", "a#1");
        Assert.Contains("names it", _rows.Violation, StringComparison.Ordinal);
    }

    private void Put(string identity, string state, int heartbeat, string worker = "a") =>
        _rows.PutAs(worker, "W", identity, ("hb", heartbeat), ("st", state), ("ttl", 10_000));

    // Of another worker than the one that writes otherwise.
    private void Join(string identity) => Put(identity, "live", heartbeat: 1, worker: "b");
}
