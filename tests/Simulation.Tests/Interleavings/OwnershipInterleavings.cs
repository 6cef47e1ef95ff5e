using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Dispatching;
using DynamoHandlers.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoHandlers.Simulation.Tests.Interleavings;

/// <summary>Moments at which two workers could own a shard, or none: each is named and numbered in docs/scenarios.md.</summary>
public sealed class OwnershipInterleavings
{
    // Interleaving 2: a heartbeat is refused once the death of its worker is written.
    [Fact]
    public Task A_worker_whose_clock_stood_still_while_it_was_succeeded_beats_no_more_and_comes_back_as_another() =>
        SimulatedCluster.RunAsync(new(), async cluster =>
        {
            await cluster.CreateTableAsync();
            var a = await cluster.StartAsync(name: "a");
            await cluster.StartAsync(name: "b");
            await cluster.BalancedAsync(TimeSpan.FromSeconds(20));
            a.Pause();
            await cluster.UntilAsync(() => cluster.Runnable().All(key => cluster.OwnerOf(key) == "b"), TimeSpan.FromSeconds(20));
            var succeeded = Assert.Single(cluster.IdentitiesOf("a"));
            Assert.Equal("dead", succeeded.Row.State);

            await cluster.PutManyAsync(20, number: 1);
            a.Resume(clockStoodStill: true);
            await cluster.WaitAsync(TimeSpan.FromSeconds(10));
            var identities = cluster.IdentitiesOf("a");
            Assert.Equal(2, identities.Count);
            Assert.Equal(succeeded, Assert.Single(identities, row => row.Identity == succeeded.Identity));
            await cluster.SettleAsync();
        });

    // Interleaving 3: a process runs an epoch at most once, and otherwise takes the lease again.
    [Fact]
    public Task A_handover_that_arrives_when_its_sender_has_gone_on_with_the_shard_has_no_effect() =>
        SimulatedCluster.RunAsync(new(), async cluster =>
        {
            await cluster.CreateTableAsync();
            var meddling = new Meddling(cluster) { Failure = Meddling.Refusal };
            meddling.Holds = request => request.IsHandover() && meddling.Held == 0;
            meddling.Loses = static request => request.IsHandover();
            await cluster.StartAsync(name: "a");
            await cluster.PutManyAsync(40, number: 0);
            await cluster.BalancedAsync(TimeSpan.FromSeconds(20));
            await cluster.StartAsync(name: "b");
            await cluster.UntilAsync(() => meddling.Held > 0, TimeSpan.FromSeconds(30));
            var key = ((UpdateItemRequest)meddling.Requests[0]).Key["sk"].S;
            await cluster.PutManyAsync(40, number: 1);
            await cluster.UntilAsync(() => cluster.Core.Deliveries.Calls >= 80, TimeSpan.FromSeconds(20));
            Assert.Equal("a", cluster.OwnerOf(key));
            Assert.Equal(0, meddling.Release());

            await cluster.PutManyAsync(40, number: 2);
            await cluster.SettleAsync();
            Assert.True(cluster.IsBalanced());
        });

    // Interleaving 4: a worker runs the leases that name it, though it does not know that it took them.
    [Fact]
    public Task A_lease_taken_without_its_takers_knowledge_is_adopted() => SimulatedCluster.RunAsync(new(), async cluster =>
    {
        await cluster.CreateTableAsync();
        var lost = 0;
        _ = new Meddling(cluster)
        {
            LosesAnswers = request => request.IsTake() && lost++ == 0,
            Failure = Meddling.Refusal,
        };
        await cluster.StartAsync();
        await cluster.PutManyAsync(20, number: 1);
        await cluster.SettleAsync(TimeSpan.FromSeconds(30));
        Assert.InRange(lost, 1, 10);
    });

    // Interleaving 4: the next reading of the leases finds what the notice would have said.
    [Fact]
    public Task A_lease_handed_to_a_worker_that_is_not_told_is_found_when_it_reads_the_leases() => SimulatedCluster.RunAsync(new(), async cluster =>
    {
        await cluster.CreateTableAsync();
        var meddling = new Meddling(cluster) { Holds = static request => request.IsNotice() };
        await cluster.StartAsync(name: "a");
        await cluster.BalancedAsync(TimeSpan.FromSeconds(20));
        await cluster.StartAsync(name: "b");
        await cluster.UntilAsync(() => meddling.Held > 0, TimeSpan.FromSeconds(30));
        await cluster.PutManyAsync(20, number: 1);
        await cluster.SettleAsync(TimeSpan.FromMinutes(3));
        Assert.True(cluster.IsBalanced());
        Assert.Contains(cluster.Runnable(), key => cluster.ReaderOf(key) == "b");
    });

    // Interleaving 5: a commit compares the previous checkpoint, not the owner and the epoch alone.
    [Fact]
    public Task A_checkpoint_that_arrives_behind_a_later_one_is_refused() => SimulatedCluster.RunAsync(new() { ShardsPerTable = 1 }, async cluster =>
    {
        await cluster.CreateTableAsync();
        var meddling = new Meddling(cluster);
        meddling.Holds = request => request.IsCheckpoint() && meddling.Held == 0;
        await cluster.StartAsync();
        var key = "";
        for (var number = 1; number <= 6; number++)
        {
            await cluster.PutManyAsync(5, number);
            await cluster.WaitAsync(TimeSpan.FromSeconds(4));
            key = Assert.Single(cluster.Runnable());
        }

        await cluster.WaitAsync(TimeSpan.FromSeconds(6));
        Assert.Equal(1, meddling.Held);
        var before = cluster.Core.Rows.Lease(key);
        Assert.False(before!.Value.Checkpoint.IsBeginning);
        Assert.Equal(0, meddling.Release());
        Assert.Equal(before, cluster.Core.Rows.Lease(key));
        await cluster.SettleAsync();
    });

    // Interleaving 8: a worker's row says how long it may stand still, and others keep to that.
    [Fact]
    public Task Workers_with_a_short_lease_duration_do_not_bury_one_with_a_long_one() => SimulatedCluster.RunAsync(new(), async cluster =>
    {
        await cluster.CreateTableAsync();
        await cluster.StartAsync(name: "slow", options: static o => o.LeaseDuration = TimeSpan.FromSeconds(60));
        await cluster.StartAsync(name: "quick");
        await cluster.StartAsync(name: "quicker", options: static o => o.LeaseDuration = TimeSpan.FromSeconds(3));
        await cluster.BalancedAsync(TimeSpan.FromMinutes(2));
        var (living, epochs) = (cluster.Living(), cluster.Epochs());
        Assert.Equal(3, living.Length);
        await cluster.WaitAsync(TimeSpan.FromMinutes(10));
        Assert.Equal(living, cluster.Living());
        Assert.Equal(epochs, cluster.Epochs());
    });

    // Interleaving 9: a burial compares the heartbeat that was seen to stand still.
    [Fact]
    public Task A_living_worker_is_not_buried_by_one_that_sees_an_old_copy_of_its_row() => SimulatedCluster.RunAsync(new(), async cluster =>
    {
        await cluster.CreateTableAsync();
        AttributeValue? old = null;
        var burials = 0;
        var meddling = new Meddling(cluster);
        await cluster.StartAsync(name: "a");
        await cluster.StartAsync(name: "b");
        await cluster.BalancedAsync(TimeSpan.FromSeconds(20));
        var living = cluster.Living();
        meddling.Arriving = request => burials += request.IsBurial() ? 1 : 0;
        meddling.Shows = (response, worker) =>
        {
            var rows = worker == "b" && response is QueryResponse query ? query.Items : [];
            foreach (var row in rows.Where(static row => row["pk"].S == "W" && row["sk"].S.StartsWith("a#", StringComparison.Ordinal)))
            {
                row["hb"] = old ??= row["hb"];
            }
        };
        await cluster.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.InRange(burials, 3, 10);
        Assert.Equal(living, cluster.Living());
        Assert.True(cluster.IsBalanced());
    });

    // Interleaving 10: a heartbeat counts from its sending, however late its answer is seen, and fenced is final.
    [Fact]
    public Task A_worker_that_wakes_up_to_the_answer_of_an_old_heartbeat_calls_no_handler() =>
        SimulatedCluster.RunAsync(new() { ShardsPerTable = 1 }, async cluster =>
        {
            await cluster.CreateTableAsync();
            var meddling = new Meddling(cluster);
            var a = await cluster.StartAsync(name: "a", handle: Slow);
            await cluster.BalancedAsync(TimeSpan.FromSeconds(20));
            await cluster.PutManyAsync(100, number: 1);
            await cluster.WaitAsync(TimeSpan.FromSeconds(3));
            meddling.Arriving = request =>
            {
                if (!a.IsPaused && request.IsHeartbeat("a"))
                {
                    a.Pause();
                }
            };
            await cluster.UntilAsync(() => a.IsPaused, TimeSpan.FromSeconds(5));
            meddling.Arriving = static _ => { };
            await cluster.StartAsync(name: "b", handle: Slow);
            await cluster.WaitAsync(TimeSpan.FromSeconds(20));
            Assert.Equal("b", cluster.OwnerOf(Assert.Single(cluster.Runnable())));

            var stale = Assert.Single(cluster.IdentitiesOf("a"));
            a.Resume();
            await cluster.WaitAsync(TimeSpan.FromSeconds(10));
            Assert.Equal(stale, cluster.IdentitiesOf("a").Single(row => row.Identity == stale.Identity));
            await cluster.SettleAsync();
        });

    private static ValueTask Slow(in HandlerCall call) =>
        new(Task.Delay(TimeSpan.FromSeconds(0.3), call.Services.GetRequiredService<TimeProvider>(), call.Stop));
}
