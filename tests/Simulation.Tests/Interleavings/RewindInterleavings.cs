using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoHandlers.Leasing;
using DynamoHandlers.Testing;

namespace DynamoHandlers.Simulation.Tests.Interleavings;

/// <summary>
/// Moments at which a rewind could be lost, be carried out twice, or meet somebody of before it: number 14 in
/// docs/scenarios.md.
/// </summary>
public sealed class RewindInterleavings
{
    [Fact]
    public Task A_checkpoint_of_before_the_rewind_that_arrives_after_it_is_refused() => OnOneShard(async (cluster, shard) =>
    {
        var meddling = new Meddling(cluster) { Holds = static request => request.IsCheckpoint() };
        await cluster.PutManyAsync(10, number: 2);
        await cluster.UntilAsync(() => meddling.Held > 0, TimeSpan.FromSeconds(10));
        await cluster.RewindShardAsync(shard, RewindPosition.TrimHorizon);
        Assert.Equal(0, meddling.Release());
        await cluster.SettleAsync();
        Assert.Equal(10 + 10 + 20, cluster.Core.Deliveries.Calls);
    });

    [Fact]
    public Task A_request_that_arrives_again_after_it_was_carried_out_is_refused() => OnOneShard(async (cluster, shard) =>
    {
        var meddling = new Meddling(cluster);
        meddling.Holds = request => IsRequest(request) && meddling.Held == 0;
        await cluster.RewindShardAsync(shard, RewindPosition.TrimHorizon);
        Assert.Equal(1, meddling.Held);
        Assert.Equal(0, meddling.Release());
        await cluster.SettleAsync();
        Assert.Equal(10 + 10, cluster.Core.Deliveries.Calls);
    });

    [Fact]
    public Task A_rewind_whose_answers_are_lost_is_carried_out_once() => OnOneShard(async (cluster, shard) =>
    {
        var lost = 0;
        _ = new Meddling(cluster) { LosesAnswers = request => (IsRequest(request) || IsRewind(request)) && ++lost > 0 };
        var epoch = cluster.LeaseOf(shard)!.Value.Epoch;
        await cluster.RewindShardAsync(shard, RewindPosition.TrimHorizon);
        await cluster.SettleAsync();
        Assert.Equal(2, lost);
        Assert.Equal(epoch + 1, cluster.LeaseOf(shard)!.Value.Epoch);
        Assert.Equal(10 + 10, cluster.Core.Deliveries.Calls);
    });

    [Fact]
    public Task Two_operators_who_rewind_a_shard_to_one_position_rewind_it_once_and_to_two_the_second_is_refused() =>
        OnOneShard(async (cluster, shard) =>
        {
            var meddling = new Meddling(cluster) { Loses = IsRewind };
            var first = cluster.RewindShardAsync(shard, RewindPosition.TrimHorizon);
            await cluster.UntilAsync(() => cluster.LeaseOf(shard)!.Value.Request is not null, TimeSpan.FromSeconds(2));
            var second = cluster.RewindShardAsync(shard, RewindPosition.TrimHorizon);
            var e = await Assert.ThrowsAsync<RewindException>(
                () => cluster.RewindShardAsync(shard, RewindPosition.At(cluster.Clock.GetUtcNow())));
            Assert.Contains($"Shard {shard} of Items is being rewound to TrimHorizon already", e.Message, StringComparison.Ordinal);
            await cluster.WaitAsync(TimeSpan.FromSeconds(10));
            meddling.Loses = static _ => false;
            await Task.WhenAll(first, second);
            await cluster.SettleAsync();
            Assert.Equal(10 + 10, cluster.Core.Deliveries.Calls);
        });

    [Fact]
    public Task A_child_at_the_tip_starts_again_when_its_parent_has_been_replayed() => OnOneShard(async (cluster, parent) =>
    {
        cluster.RollShards("Items");
        await cluster.PutManyAsync(10, number: 2);
        await cluster.SettleAsync();
        var child = LeaseKey.TryParse(cluster.Runnable().Single())!.Value.ShardId;
        Assert.NotEqual(parent, child);
        var callsBefore = 0L;
        var meddling = new Meddling(cluster);
        meddling.Arriving = request => callsBefore = callsBefore == 0 && IsFinish(request) ? cluster.Core.Deliveries.Calls : callsBefore;
        await cluster.RewindAsync(RewindPosition.TrimHorizon);
        await cluster.SettleAsync();
        Assert.Equal(20 + 10, callsBefore);
        Assert.Equal("finished", cluster.LeaseOf(parent)?.State);
        Assert.Equal(20 + 20, cluster.Core.Deliveries.Calls);
    });

    [Fact]
    public Task A_worker_that_read_the_generation_before_a_rewind_and_joins_after_it_takes_nothing_of_it() =>
        OnOneShard(async (cluster, _) =>
        {
            var isWaitedFor = true;
            var meddling = new Meddling(cluster);
            meddling.Shows = (response, worker) =>
            {
                if (isWaitedFor && worker == "late" && response is GetItemResponse { IsItemSet: false })
                {
                    isWaitedFor = false;
                    cluster.Workers.Single(static member => member.Name == "late").Pause();
                }
            };
            var starting = cluster.StartAsync(name: "late");
            await cluster.UntilAsync(() => !isWaitedFor, TimeSpan.FromSeconds(5));
            await starting;
            Assert.Empty(cluster.IdentitiesOf("late"));
            await cluster.RewindAsync(RewindPosition.TrimHorizon);
            await cluster.SettleAsync();
            cluster.Workers.Single(static member => member.Name == "late").Resume();
            await cluster.UntilAsync(() => cluster.IdentitiesOf("late").Count == 2, TimeSpan.FromSeconds(30));
            Assert.Equal("left", cluster.IdentitiesOf("late")[0].Row.State);
            Assert.Equal("live", cluster.IdentitiesOf("late")[1].Row.State);
            await cluster.BalancedAsync();
            Assert.Equal(10 + 10, cluster.Core.Deliveries.Calls);
        });

    [Fact]
    public Task A_worker_that_joins_between_a_request_and_its_publication_is_waited_for() => OnOneShard(async (cluster, _) =>
    {
        var meddling = new Meddling(cluster) { Loses = IsPublication };
        var rewind = cluster.RewindAsync(RewindPosition.TrimHorizon);
        await cluster.StartAsync(name: "late");
        await cluster.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.False(rewind.IsCompleted);
        Assert.Empty(cluster.Living());
        meddling.Loses = static _ => false;
        await rewind;
        await cluster.SettleAsync();
        Assert.Equal(2, cluster.Living().Length);
        Assert.Equal(10 + 10, cluster.Core.Deliveries.Calls);
    });

    [Fact]
    public Task A_worker_that_wakes_up_in_a_generation_that_is_over_commits_nothing_and_comes_back_in_the_next() =>
        OnOneShard(async (cluster, _) =>
        {
            var sleeper = cluster.Workers[0];
            await cluster.PutManyAsync(10, number: 2);
            await cluster.WaitAsync(TimeSpan.FromSeconds(1));
            sleeper.Pause();
            await cluster.StartAsync(name: "b");
            await cluster.RewindAsync(RewindPosition.TrimHorizon);
            await cluster.SettleAsync();
            var old = await RowsAsync("L#1#");
            Assert.All(old, static row => Assert.Contains("closed", row, StringComparison.Ordinal));
            sleeper.Resume(clockStoodStill: true);
            await cluster.UntilAsync(() => cluster.Living().Length == 2, TimeSpan.FromSeconds(60));
            await cluster.WaitAsync(TimeSpan.FromMinutes(2));
            Assert.Equal(old, await RowsAsync("L#1#"));

            async Task<string[]> RowsAsync(string partition) =>
            [
                .. (await cluster.Client.ScanAsync("simulated", ["pk", "sk", "st", "ep", "cp", "owner"])).Items
                    .Where(row => row["pk"].S.StartsWith(partition, StringComparison.Ordinal))
                    .Select(static row => $"{row["sk"].S} {row["st"].S} {row["ep"].N} {row["cp"].S} {row.GetValueOrDefault("owner")?.S}"),
            ];
        });

    [Fact]
    public Task A_publication_and_closings_that_arrive_after_a_later_rewind_change_nothing() => OnOneShard(async (cluster, _) =>
    {
        var meddling = new Meddling(cluster);
        meddling.Holds = request => (IsPublication(request) && !meddling.Requests.Any(IsPublication))
            || (IsClosing(request) && !meddling.Requests.Any(IsClosing));
        await cluster.RewindAsync(RewindPosition.TrimHorizon);
        await cluster.SettleAsync();
        await cluster.RewindAsync(RewindPosition.TrimHorizon);
        await cluster.SettleAsync();
        Assert.Equal(2, meddling.Held);
        Assert.Equal(0, meddling.Release());
        Assert.Equal(3, cluster.Core.Rows.Generation);
        await cluster.SettleAsync();
        Assert.Equal(30, cluster.Core.Deliveries.Calls);
    });

    private static bool IsRequest(AmazonWebServiceRequest request) => request is UpdateItemRequest { UpdateExpression: "SET #request = :request" };

    private static bool IsRewind(AmazonWebServiceRequest request) =>
        request is UpdateItemRequest update && update.UpdateExpression.Contains("#rewound = :request", StringComparison.Ordinal);

    private static bool IsPublication(AmazonWebServiceRequest request) => request is UpdateItemRequest { UpdateExpression: "SET #gen = :next REMOVE #next" };

    private static bool IsFinish(AmazonWebServiceRequest request) => request is TransactWriteItemsRequest transaction
        && transaction.TransactItems.Exists(static item => item.Update?.UpdateExpression.Contains("#children", StringComparison.Ordinal) == true);

    private static bool IsClosing(AmazonWebServiceRequest request) =>
        request is UpdateItemRequest update && update.UpdateExpression.StartsWith("SET #st = :closed", StringComparison.Ordinal);

    // One worker with one shard, which has ten records that are handled and checkpointed.
    private static Task OnOneShard(Func<SimulatedCluster, string, Task> body) =>
        SimulatedCluster.RunAsync(new() { ShardsPerTable = 1 }, async cluster =>
        {
            await cluster.CreateTableAsync();
            await cluster.StartAsync();
            await cluster.PutManyAsync(10, number: 1);
            await cluster.SettleAsync();
            await cluster.WaitAsync(TimeSpan.FromSeconds(6));
            await body(cluster, LeaseKey.TryParse(cluster.Runnable().Single())!.Value.ShardId);
        });
}
