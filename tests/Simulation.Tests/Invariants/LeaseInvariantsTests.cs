namespace DynamoHandlers.Simulation.Tests.Invariants;

public sealed class LeaseInvariantsTests : IDisposable
{
    private readonly Judged _rows = new();

    public void Dispose() => _rows.Dispose();

    [Fact]
    public void What_the_protocol_allows_is_right()
    {
        var (first, second) = (_rows.Write("x", 1), _rows.Write("x", 2));
        _rows.PutLease(_rows.Shard, "TRIM_HORIZON", epoch: 0, owner: null);
        _rows.PutLease(_rows.Shard, "TRIM_HORIZON", epoch: 1);
        var run = _rows.Run(_rows.Shard, "a#1", epoch: 1);
        _rows.Handle(_rows.A, run, first);
        _rows.Handle(_rows.A, run, second);
        _rows.PutLease(_rows.Shard, second, epoch: 1);
        var child = _rows.Roll();
        _rows.PutLease(child, "TRIM_HORIZON", epoch: 0, owner: null, gate: "shut");
        _rows.PutLease(_rows.Shard, "END", epoch: 1, owner: null, state: "finished");
        _rows.PutLease(child, "TRIM_HORIZON", epoch: 1);
        Assert.Null(_rows.Violation);
    }

    [Fact]
    public void An_epoch_does_not_fall()
    {
        _rows.PutLease(_rows.Shard, "TRIM_HORIZON", epoch: 2);
        _rows.PutLease(_rows.Shard, "TRIM_HORIZON", epoch: 1);
        Assert.Contains("fell from 2 to 1", _rows.Violation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_owner_has_a_new_epoch()
    {
        _rows.PutLease(_rows.Shard, "TRIM_HORIZON", epoch: 2);
        _rows.PutLease(_rows.Shard, "TRIM_HORIZON", epoch: 2, owner: "b#1");
        Assert.Contains("with the epoch 2 unchanged", _rows.Violation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_does_not_go_back()
    {
        var sequence = _rows.Write("x", 1);
        _rows.PutLease(_rows.Shard, sequence, epoch: 1);
        _rows.PutLease(_rows.Shard, "TRIM_HORIZON", epoch: 1);
        Assert.Contains("went back", _rows.Violation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_does_not_pass_a_record_that_is_not_handled()
    {
        var sequence = _rows.Write("x", 1);
        _rows.PutLease(_rows.Shard, "TRIM_HORIZON", epoch: 1);
        _rows.Begin(_rows.A, _rows.Run(_rows.Shard, "a#1", epoch: 1), sequence);
        _rows.PutLease(_rows.Shard, sequence, epoch: 1);
        Assert.Contains("whose handlers have not succeeded", _rows.Violation, StringComparison.Ordinal);
    }

    [Fact]
    public void An_open_shard_is_not_finished()
    {
        _rows.PutLease(_rows.Shard, "TRIM_HORIZON", epoch: 1);
        _rows.PutLease(_rows.Shard, "END", epoch: 1, state: "finished");
        Assert.Contains("while the shard is open", _rows.Violation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gate_does_not_open_before_the_parent_is_finished()
    {
        var child = _rows.Roll();
        _rows.PutLease(_rows.Shard, "TRIM_HORIZON", epoch: 1);
        _rows.PutLease(child, "TRIM_HORIZON", epoch: 0, owner: null);
        Assert.Contains("neither finished nor marked", _rows.Violation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lease_behind_a_gate_is_not_taken()
    {
        var child = _rows.Roll();
        _rows.PutLease(child, "TRIM_HORIZON", epoch: 0, owner: null, gate: "shut");
        _rows.PutLease(child, "TRIM_HORIZON", epoch: 1, gate: "shut");
        Assert.Contains("while its gate is shut", _rows.Violation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lease_that_is_deleted_leaves_a_marker()
    {
        _rows.PutLease(_rows.Shard, "TRIM_HORIZON", epoch: 1);
        _rows.Delete("L#1#0", _rows.Lease(_rows.Shard));
        Assert.Contains("left no marker", _rows.Violation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lease_does_not_stand_beside_its_marker()
    {
        _rows.PutMarker(_rows.Shard, "finished");
        _rows.PutLease(_rows.Shard, "TRIM_HORIZON", epoch: 1);
        Assert.Contains("beside its marker", _rows.Violation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_marker_does_not_call_a_shard_trimmed_that_is_kept()
    {
        _rows.PutMarker(_rows.Shard, "trimmed");
        Assert.Contains("the service keeps it", _rows.Violation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_marker_stays_while_its_shard_is_kept()
    {
        _rows.PutMarker(_rows.Shard, "finished");
        _rows.Delete($"R#1#{_rows.StreamKey}", _rows.Shard);
        Assert.Contains("while the service keeps the shard", _rows.Violation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_finished_lease_stays_finished()
    {
        _rows.PutLease(_rows.Shard, "TRIM_HORIZON", epoch: 1, state: "finished");
        _rows.PutLease(_rows.Shard, "TRIM_HORIZON", epoch: 1);
        Assert.Contains("was finished and is open now", _rows.Violation, StringComparison.Ordinal);
    }
}
