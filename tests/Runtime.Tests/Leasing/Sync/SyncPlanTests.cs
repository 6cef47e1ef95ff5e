using DynamoHandlers.Leasing;
using DynamoHandlers.Leasing.Sync;
using DynamoHandlers.Streams;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Runtime.Tests.Leasing.Sync;

public sealed class SyncPlanTests
{
    private static readonly StreamKey Stream = new("T", "L");

    [Fact]
    public void Roots_may_run_and_children_wait_for_their_parents()
    {
        var plan = Plan([Shard("p", null), Shard("c", "p")], []);

        Assert.Equal([("p", true), ("c", false)], Created(plan));
    }

    [Fact]
    public void A_gate_opens_when_the_parent_is_finished()
    {
        var plan = Plan(
            [Shard("p", null), Shard("c", "p")],
            [Lease("p", null) with { State = LeaseState.Finished }, Lease("c", "p") with { GateOpen = false }]);

        Assert.Equal(["c"], plan.OpenGates.Select(static key => key.ShardId));
    }

    [Theory]
    [InlineData(LeaseState.Open)]
    [InlineData(LeaseState.Ended)]
    internal void A_gate_stays_shut_while_the_parent_is_not_finished(LeaseState state)
    {
        var plan = Plan(
            [Shard("p", null), Shard("c", "p")],
            [Lease("p", null) with { State = state }, Lease("c", "p") with { GateOpen = false }]);

        Assert.Empty(plan.OpenGates);
    }

    [Fact]
    public void A_parent_without_a_row_never_counts_as_finished()
    {
        var plan = Plan([Shard("c", "p")], [Lease("c", "p") with { GateOpen = false }]);

        Assert.Empty(plan.OpenGates);
        Assert.Equal(["p"], plan.Probe.Keys);
    }

    [Fact]
    public void A_marked_parent_is_positive_evidence()
    {
        var plan = Plan([Shard("c", "p")], [], "p");

        Assert.Equal([("c", true)], Created(plan));
        Assert.Empty(plan.Probe);
    }

    [Fact]
    public void A_marked_shard_gets_no_lease() => Assert.Empty(Plan([Shard("p", null)], [], "p").Create);

    [Fact]
    public void A_shard_whose_child_may_run_is_behind_us_and_gets_no_lease() =>
        Assert.Empty(Plan([Shard("p", null), Shard("c", "p")], [Lease("c", "p")]).Create);

    // The grandchild was leased while its parent was not listed; the parent's records must not be skipped.
    [Fact]
    public void A_shard_whose_child_is_leased_but_shut_gets_its_lease() => Assert.Equal(
        [("c", false)],
        Created(Plan(
            [Shard("p", null), Shard("c", "p"), Shard("g", "c")],
            [Lease("p", null), Lease("g", "c") with { GateOpen = false }])));

    [Fact]
    public void An_ended_shard_is_finished_once_its_children_are_known()
    {
        var plan = Plan(
            [Shard("p", null), Shard("c1", "p"), Shard("c2", "p")],
            [Lease("p", null) with { State = LeaseState.Ended }]);

        var (ended, children) = Assert.Single(plan.Finish);
        Assert.Equal("p", ended.Key.ShardId);
        Assert.Equal(["c1", "c2"], children.Select(static key => key.ShardId));
        Assert.False(plan.Childless);
    }

    [Fact]
    public void An_ended_shard_without_children_is_waited_for()
    {
        var plan = Plan([Shard("p", null)], [Lease("p", null) with { State = LeaseState.Ended }]);

        Assert.Empty(plan.Finish);
        Assert.True(plan.Childless);
    }

    [Theory]
    [InlineData("TRIM_HORIZON", false)]
    [InlineData("17", true)]
    [InlineData("END", true)]
    public void A_finished_lease_is_retired_once_its_children_have_begun(string childCheckpoint, bool retired)
    {
        var plan = Plan(
            [Shard("p", null), Shard("c1", "p"), Shard("c2", "p")],
            [
                Lease("p", null) with { State = LeaseState.Finished, Children = ["c1", "c2"] },
                Lease("c1", "p") with { Checkpoint = Checkpoint.TryParse(childCheckpoint)!.Value },
                Lease("c2", "p") with { Checkpoint = Checkpoint.End },
            ]);

        Assert.Equal(retired ? ["p"] : [], plan.Retire.Select(static lease => lease.Key.ShardId));
    }

    [Fact]
    public void A_finished_lease_whose_childs_row_is_missing_stays() => Assert.Empty(
        Plan([Shard("p", null)], [Lease("p", null) with { State = LeaseState.Finished, Children = ["c"] }]).Retire);

    [Fact]
    public void An_ended_shard_that_is_listed_no_longer_is_not_waited_for() =>
        Assert.False(Plan([Shard("g", "c")], [Lease("p", null) with { State = LeaseState.Ended }]).Childless);

    [Fact]
    public void Leases_of_other_streams_do_not_matter()
    {
        var other = Lease("p", null) with { Key = new(new("T", "other label"), "p"), State = LeaseState.Finished };

        Assert.Equal([("p", true)], Created(Plan([Shard("p", null)], [other])));
    }

    // The rule that the simulation leaves out: then the records of the unlisted child would be skipped.
    [Fact]
    public void Without_the_rule_of_evidence_any_leased_descendant_leaves_a_shard_out()
    {
        var plan = SyncPlan.Make(
            Stream,
            Listing(StreamStatus.Enabled, Shard("p", null), Shard("c", "p"), Shard("g", "c")),
            [Lease("p", null), Lease("g", "c") with { GateOpen = false }],
            new HashSet<string>(),
            rules: ProtocolRules.All with { PassedByEvidence = false });

        Assert.Empty(plan.Create);
    }

    [Fact]
    public void A_stream_that_must_wait_for_the_one_before_gets_its_leases_with_all_gates_shut()
    {
        var plan = SyncPlan.Make(
            Stream,
            Listing(StreamStatus.Enabled, Shard("r", null), Shard("c", "trimmed")),
            [Lease("s", null) with { GateOpen = false }],
            new HashSet<string> { "trimmed" },
            mayStart: false);

        Assert.Equal([("r", false), ("c", false)], Created(plan));
        Assert.Empty(plan.OpenGates);
        Assert.Equal(["s"], Plan([], [Lease("s", null) with { GateOpen = false }]).OpenGates.Select(static key => key.ShardId));
    }

    [Fact]
    public void A_child_that_its_finished_parent_names_and_that_has_no_row_was_deleted_by_somebody()
    {
        var plan = Plan(
            [Shard("p", null), Shard("c", "p"), Shard("d", "p")],
            [Lease("p", null) with { State = LeaseState.Finished, Children = ["c"] }]);

        Assert.Equal([("c", true, true), ("d", true, false)], plan.Create.Select(static lease => (lease.Key.ShardId, lease.GateOpen, lease.IsLost)));
    }

    [Fact]
    public void A_child_of_a_finished_shard_that_is_nowhere_is_asked_for()
    {
        var plan = Plan([Shard("p", null)], [Lease("p", null) with { State = LeaseState.Finished, Children = ["c"] }]);

        Assert.Equal(new NewLease(new(Stream, "c"), "p", GateOpen: true, IsLost: true), Assert.Single(plan.Probe).Value);
    }

    // A listing may leave it out, and its own parent is not known then.
    [Theory]
    [InlineData(LeaseState.Open, false)]
    [InlineData(LeaseState.Ended, false)]
    [InlineData(LeaseState.Finished, true)]
    internal void A_shard_that_is_not_listed_may_begin_only_when_all_that_are_older_are_done(LeaseState older, bool mayBegin)
    {
        var plan = Plan(
            [Shard("a", null), Shard("c", "b")],
            [Lease("a", null) with { State = older, Checkpoint = Checkpoint.End }, Lease("c", "b") with { GateOpen = false }]);

        Assert.Equal(new NewLease(new(Stream, "b"), null, mayBegin), Assert.Single(plan.Probe).Value);
    }

    [Theory]
    [InlineData(LeaseState.Open, false)]
    [InlineData(LeaseState.Ended, true)]
    [InlineData(LeaseState.Finished, true)]
    internal void A_disabled_stream_is_drained_when_no_shard_has_anything_left(LeaseState state, bool isDrained) => Assert.Equal(
        isDrained,
        SyncPlan.Make(
            Stream,
            Listing(StreamStatus.Disabled, Shard("p", null), Shard("q", null)),
            [Lease("p", null) with { State = state }],
            new HashSet<string> { "q" }).IsDrained);

    [Theory]
    [InlineData(StreamStatus.Enabled)]
    [InlineData(StreamStatus.Disabling)]
    public void A_stream_that_is_not_disabled_yet_is_not_drained(StreamStatus status) => Assert.False(SyncPlan.Make(
        Stream, Listing(status, Shard("p", null)), [], new HashSet<string> { "p" }).IsDrained);

    private static ShardListing Listing(StreamStatus status, params ShardDescription[] shards) =>
        new(shards, DateTimeOffset.UnixEpoch, status);

    private static SyncPlan Plan(ShardDescription[] shards, Lease[] leases, params string[] markers) => SyncPlan.Make(
        Stream,
        new ShardListing(shards, DateTimeOffset.UnixEpoch, StreamStatus.Enabled),
        leases,
        markers.ToHashSet());

    private static IEnumerable<(string, bool)> Created(SyncPlan plan) =>
        plan.Create.Select(static lease => (lease.Key.ShardId, lease.GateOpen));

    private static ShardDescription Shard(string id, string? parent) => new(id, parent, IsClosed: false);

    private static Lease Lease(string id, string? parent) =>
        new() { Key = new(Stream, id), ParentShardId = parent, GateOpen = true };
}
