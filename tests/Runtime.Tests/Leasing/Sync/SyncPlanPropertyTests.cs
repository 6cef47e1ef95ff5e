using DynamoHandlers.Leasing;
using DynamoHandlers.Leasing.Sync;
using DynamoHandlers.Streams;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Runtime.Tests.Leasing.Sync;

/// <summary>What holds of every plan, for random lineages, listings and rows.</summary>
public sealed class SyncPlanPropertyTests
{
    private const int Cases = 2000;

    [Fact]
    public void Nothing_is_created_beside_a_row_or_a_marker() => ForAll(static (state, plan) => Assert.DoesNotContain(
        plan.Create, lease => state.Leases.ContainsKey(lease.Key.ShardId) || state.Markers.Contains(lease.Key.ShardId)));

    [Fact]
    public void Only_a_finished_or_marked_parent_opens_a_gate_and_nothing_before_the_stream_may_start() => ForAll(static (state, plan) =>
    {
        var opened = plan.OpenGates.Select(static key => key.ShardId)
            .Concat(plan.Create.Where(static lease => lease.GateOpen).Select(static lease => lease.Key.ShardId));
        Assert.All(opened, shard =>
        {
            var parent = state.Leases.TryGetValue(shard, out var lease) ? lease.ParentShardId : state.Parents[shard];
            var isFinished = parent is not null && state.Leases.GetValueOrDefault(parent)?.State == LeaseState.Finished;
            Assert.True(isFinished || (state.MayStart && (parent is null || state.Markers.Contains(parent))));
        });
    });

    [Fact]
    public void A_listed_shard_without_row_and_marker_is_left_out_only_if_a_child_may_run_or_is_marked() => ForAll(static (state, plan) =>
    {
        var created = plan.Create.Select(static lease => lease.Key.ShardId).ToHashSet();
        foreach (var shard in state.Listed.Where(shard => !state.IsKnown(shard) && !created.Contains(shard)))
        {
            Assert.Contains(
                state.Listed.Where(child => state.Parents[child] == shard),
                child => state.Markers.Contains(child) || state.Leases.GetValueOrDefault(child)?.GateOpen == true);
        }
    });

    [Fact]
    public void A_lease_is_retired_only_when_each_child_has_begun() => ForAll(static (state, plan) => Assert.All(plan.Retire, lease =>
    {
        Assert.Equal(LeaseState.Finished, lease.State);
        Assert.All(lease.Children, child => Assert.True(
            state.Markers.Contains(child) || state.Leases.GetValueOrDefault(child)?.Checkpoint.IsBeginning == false));
    }));

    // Else a new stream would start while an old one has something left, or wait for ever.
    [Fact]
    public void A_stream_is_drained_exactly_when_nothing_of_it_is_left_to_do() => ForAll(static (state, plan) => Assert.Equal(
        state.MayStart
            && state.Status == StreamStatus.Disabled
            && state.Leases.Values.All(static lease => lease.State != LeaseState.Open)
            && plan.Create.Count == 0 && plan.Finish.Count == 0 && plan.Probe.Count == 0,
        plan.IsDrained));

    // The repaired table needs nothing but what waits for records to be handled: a pass is not undone by the next.
    [Fact]
    public void What_a_plan_has_repaired_the_next_one_leaves_alone() => ForAll(static (state, plan) =>
    {
        foreach (var created in plan.Create)
        {
            state.Leases[created.Key.ShardId] = new() { Key = created.Key, ParentShardId = created.ParentShardId, GateOpen = created.GateOpen };
        }

        foreach (var key in plan.OpenGates)
        {
            state.Leases[key.ShardId] = state.Leases[key.ShardId] with { GateOpen = true };
        }

        var next = state.Plan();
        Assert.Empty(next.Create);
        Assert.Empty(next.OpenGates);
    });

    private static void ForAll(Action<Shards, SyncPlan> property)
    {
        var notEmpty = 0;
        for (var seed = 0; seed < Cases; seed++)
        {
            var state = new Shards(new Random(seed));
            var plan = state.Plan();
            notEmpty += plan.Create.Count > 0 && plan.OpenGates.Count > 0 ? 1 : 0;
            property(state, plan);
        }

        Assert.True(notEmpty > Cases / 20, $"Only {notEmpty} of {Cases} plans had something to do.");
    }

    /// <summary>A stream's shards at some moment, in whatever state faults have brought the table to.</summary>
    private sealed class Shards
    {
        private static readonly StreamKey Stream = new("T", "L");

        public Shards(Random random)
        {
            var count = random.Next(1, 14);
            for (var i = 0; i < count; i++)
            {
                Parents[$"s{i:d2}"] = i > 0 && random.Next(4) > 0 ? $"s{random.Next(i):d2}" : null;
            }

            Listed = Parents.Keys.Where(_ => random.Next(8) > 0).ToHashSet();
            Status = random.Next(2) == 0 ? StreamStatus.Enabled : StreamStatus.Disabled;
            MayStart = random.Next(4) > 0;
            foreach (var shard in Parents.Keys)
            {
                switch (random.Next(4))
                {
                    case 0:
                        Markers.Add(shard);
                        break;
                    case 1:
                        break;
                    default:
                        Leases[shard] = NewLease(random, shard);
                        break;
                }
            }
        }

        public Dictionary<string, string?> Parents { get; } = [];

        public HashSet<string> Listed { get; }

        public StreamStatus Status { get; }

        public bool MayStart { get; }

        public HashSet<string> Markers { get; } = [];

        public Dictionary<string, Lease> Leases { get; } = [];

        public bool IsKnown(string shard) => Leases.ContainsKey(shard) || Markers.Contains(shard);

        public SyncPlan Plan() => SyncPlan.Make(
            Stream,
            new ShardListing(
                Listed.Select(shard => new ShardDescription(shard, Parents[shard], IsClosed: true)), DateTimeOffset.UnixEpoch, Status),
            Leases.Values,
            Markers,
            MayStart);

        private Lease NewLease(Random random, string shard)
        {
            var state = (LeaseState)random.Next(3);
            return new()
            {
                Key = new(Stream, shard),
                State = state,
                GateOpen = state != LeaseState.Open || random.Next(2) == 0,
                Checkpoint = state != LeaseState.Open ? Checkpoint.End : random.Next(2) == 0 ? Checkpoint.Beginning : Checkpoint.AfterRecord(new("7")),
                ParentShardId = Parents[shard],
                Children = state == LeaseState.Finished
                    ? [.. Parents.Where(child => child.Value == shard).Select(static child => child.Key)]
                    : [],
            };
        }
    }
}
