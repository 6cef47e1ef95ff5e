using DynamoHandlers.Testing.Simulation.Invariants;

namespace DynamoHandlers.Simulation.Tests.Invariants;

public sealed class DeliveriesTests : IDisposable
{
    private readonly Judged _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void A_shard_may_go_from_one_worker_to_another_and_begin_again_at_its_checkpoint()
    {
        var (first, second) = (_world.Write("x", 1), _world.Write("x", 2));
        _world.Handle(_world.A, Run("a#1", 1), first);
        var run = Run("b#1", 2);
        _world.Handle(_world.B, run, first);
        _world.Handle(_world.B, run, second);
        Assert.Null(_world.Violation);
    }

    [Fact]
    public void No_handler_is_called_under_an_epoch_below_one_that_has_run()
    {
        var (first, second) = (_world.Write("x", 1), _world.Write("y", 1));
        var old = Run("a#1", 1);
        _world.Handle(_world.A, old, first);
        _world.Handle(_world.B, Run("b#1", 2), first);
        _world.Handle(_world.A, old, second);
        Assert.Contains("which has run under epoch 2", _world.Violation, StringComparison.Ordinal);
    }

    [Fact]
    public void An_epoch_runs_once_in_a_process()
    {
        var sequence = _world.Write("x", 1);
        _world.Handle(_world.A, Run("a#1", 1), sequence);
        _world.Handle(_world.A, Run("a#1", 1), sequence);
        Assert.Contains("again under the same epoch", _world.Violation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shard_does_not_run_while_handlers_of_its_last_run_are_out_in_the_process()
    {
        var sequence = _world.Write("x", 1);
        _world.Begin(_world.A, Run("a#1", 1), sequence, isCancelled: true);
        _world.Begin(_world.A, Run("a#2", 2), sequence);
        Assert.Contains("while handlers of its run under epoch 1 are out", _world.Violation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shard_does_not_run_while_handlers_of_another_worker_are_not_cancelled()
    {
        var sequence = _world.Write("x", 1);
        _world.Begin(_world.A, Run("a#1", 1), sequence);
        _world.Begin(_world.B, Run("b#1", 2), sequence);
        Assert.Contains("are out and not cancelled", _world.Violation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shard_may_run_while_handlers_of_another_worker_are_cancelled()
    {
        var sequence = _world.Write("x", 1);
        _world.Begin(_world.A, Run("a#1", 1), sequence, isCancelled: true);
        _world.Begin(_world.B, Run("b#1", 2), sequence);
        Assert.Null(_world.Violation);
    }

    [Fact]
    public void What_a_suspended_worker_has_in_flight_is_excused()
    {
        var sequence = _world.Write("x", 1);
        _world.Begin(_world.A, Run("a#1", 1), sequence);
        _world.A.Pause();
        _world.Begin(_world.B, Run("b#1", 2), sequence);
        Assert.Null(_world.Violation);
    }

    [Fact]
    public void An_item_is_handled_in_order()
    {
        _world.Write("x", 1);
        var later = _world.Write("x", 2);
        _world.Begin(_world.A, Run("a#1", 1), later);
        Assert.Contains("before the item's earlier record", _world.Violation, StringComparison.Ordinal);
    }

    [Fact]
    public void An_item_is_handled_in_order_over_shards()
    {
        var earlier = _world.Write("x", 1);
        var run = Run("a#1", 1);
        _world.Begin(_world.A, run, earlier);
        var child = _world.Roll();
        _world.Begin(_world.A, _world.Run(child, "a#1", 1), _world.Write("x", 2));
        Assert.Contains("before the item's earlier record", _world.Violation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_does_not_go_back_in_an_item()
    {
        var (first, second) = (_world.Write("x", 1), _world.Write("x", 2));
        var run = Run("a#1", 1);
        _world.Handle(_world.A, run, first);
        _world.Handle(_world.A, run, second);
        _world.Handle(_world.A, run, first);
        Assert.Contains("after a later one of the same item", _world.Violation, StringComparison.Ordinal);
    }

    [Fact]
    public void An_item_is_handled_one_record_at_a_time()
    {
        var (first, second) = (_world.Write("x", 1), _world.Write("x", 2));
        var run = Run("a#1", 1);
        _world.Handle(_world.A, run, first);
        _world.Begin(_world.A, run, first, attempt: 2);
        _world.Begin(_world.A, run, second);
        Assert.Contains("of one item at once", _world.Violation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_does_not_repeat_what_has_succeeded()
    {
        var sequence = _world.Write("x", 1);
        var run = Run("a#1", 1);
        _world.Handle(_world.A, run, sequence);
        _world.Handle(_world.A, run, sequence);
        Assert.Contains("again, with which", _world.Violation, StringComparison.Ordinal);
    }

    [Fact]
    public void Whose_lease_is_deleted_by_hand_may_run_on_beside_another()
    {
        var sequence = _world.Write("x", 1);
        _world.PutLease(_world.Shard, "TRIM_HORIZON", epoch: 5);
        _world.Begin(_world.A, Run("a#1", 5), sequence);
        _world.DeleteByHand(_world.Shard);
        _world.Begin(_world.B, Run("b#1", 1), sequence);
        Assert.Null(_world.Violation);
    }

    [Fact]
    public void Whose_lease_is_deleted_by_hand_must_not_run_twice_in_one_process()
    {
        var sequence = _world.Write("x", 1);
        _world.PutLease(_world.Shard, "TRIM_HORIZON", epoch: 5);
        _world.Begin(_world.A, Run("a#1", 5), sequence, isCancelled: true);
        _world.DeleteByHand(_world.Shard);
        _world.Begin(_world.A, Run("a#1", 6), sequence);
        Assert.Contains("while handlers of its run under epoch 5 are out", _world.Violation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shard_does_not_run_behind_a_gate()
    {
        var child = _world.Roll();
        _world.PutLease(child, "TRIM_HORIZON", epoch: 0, owner: null, gate: "shut");
        _world.Begin(_world.A, _world.Run(child, "a#1", 1), _world.Write("x", 1));
        Assert.Contains("while its gate is shut", _world.Violation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_call_that_failed_leaves_its_record_unhandled()
    {
        var sequence = _world.Write("x", 1);
        Deliveries.End(_world.Begin(_world.A, Run("a#1", 1), sequence), hasSucceeded: false);
        _world.PutLease(_world.Shard, "TRIM_HORIZON", epoch: 1);
        _world.PutLease(_world.Shard, sequence, epoch: 1);
        Assert.Contains("whose handlers have not succeeded", _world.Violation, StringComparison.Ordinal);
    }

    private DynamoHandlers.Dispatching.DeliverySource Run(string identity, long epoch) => _world.Run(_world.Shard, identity, epoch);
}
