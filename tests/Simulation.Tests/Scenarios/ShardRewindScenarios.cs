using DynamoHandlers.Leasing;
using DynamoHandlers.Testing;

namespace DynamoHandlers.Simulation.Tests.Scenarios;

/// <summary>Single shards that start again while others go on. See docs/scenarios.md.</summary>
public sealed class ShardRewindScenarios
{
    [Fact]
    public Task A_shard_that_is_rewound_goes_back_under_its_owners_next_epoch_and_the_others_go_on() =>
        SimulatedCluster.RunAsync(new(), async cluster =>
        {
            await cluster.CreateTableAsync();
            await cluster.StartAsync();
            await cluster.StartAsync();
            await cluster.PutManyAsync(80, number: 1);
            await cluster.SettleAsync();
            await cluster.WaitAsync(TimeSpan.FromSeconds(6));
            var epochs = cluster.Epochs();
            var shard = Busy(cluster);
            await cluster.RewindShardAsync(shard, RewindPosition.TrimHorizon);
            await cluster.SettleAsync();
            Assert.Equal(80 + Records(cluster, shard), cluster.Core.Deliveries.Calls);
            Assert.All(cluster.Epochs(), epoch => Assert.Equal(epochs[epoch.Key] + (IsOf(epoch.Key, shard) ? 1 : 0), epoch.Value));
        });

    [Fact]
    public Task A_shard_that_is_rewound_to_a_record_goes_on_with_the_one_that_follows_it() => SimulatedCluster.RunAsync(new() { ShardsPerTable = 1 }, async cluster =>
    {
        await cluster.CreateTableAsync();
        var numbers = new List<string>();
        await cluster.StartAsync(handle: (in call) =>
        {
            numbers.Add(call.Record.SequenceNumber.ToString());
            return default;
        });
        await cluster.PutManyAsync(30, number: 1);
        await cluster.SettleAsync();
        await cluster.WaitAsync(TimeSpan.FromSeconds(6));
        await cluster.RewindShardAsync(Busy(cluster), RewindPosition.After(numbers[19]));
        await cluster.SettleAsync();
        Assert.Equal(numbers[20..30], numbers[30..]);
    });

    [Fact]
    public Task A_shard_that_is_rewound_to_a_time_passes_over_what_was_done_before_it_and_never_over_what_was_not() =>
        SimulatedCluster.RunAsync(new() { ShardsPerTable = 1 }, async cluster =>
        {
            await cluster.CreateTableAsync();
            var poison = 25;
            var handled = 0;
            await cluster.StartAsync(handle: (in _) => handled == poison ? throw new InvalidDataException() : Count());
            await cluster.PutManyAsync(10, number: 1);
            await cluster.WaitAsync(TimeSpan.FromMinutes(1));
            var time = cluster.Clock.GetUtcNow();
            await cluster.WaitAsync(TimeSpan.FromSeconds(2));
            await cluster.PutManyAsync(10, number: 2);
            await cluster.WaitAsync(TimeSpan.FromMinutes(1));
            await cluster.RewindShardAsync(Busy(cluster), RewindPosition.At(time));
            await cluster.UntilAsync(() => handled == poison, TimeSpan.FromMinutes(2));

            // Five that are not done, and a time that is after them.
            await cluster.PutManyAsync(10, number: 3);
            poison = 35;
            await cluster.UntilAsync(() => handled == poison, TimeSpan.FromMinutes(2));
            await cluster.WaitAsync(TimeSpan.FromMinutes(1));
            await cluster.RewindShardAsync(Busy(cluster), RewindPosition.At(cluster.Clock.GetUtcNow()));
            poison = -1;
            await cluster.SettleAsync();
            Assert.Equal(10 + 10 + 10 + 10, handled);

            ValueTask Count()
            {
                handled++;
                return default;
            }
        });

    [Fact]
    public Task A_shard_that_ends_while_a_rewind_is_asked_for_is_rewound_before_its_children_start() =>
        SimulatedCluster.RunAsync(new() { ShardsPerTable = 1 }, async cluster =>
        {
            await cluster.CreateTableAsync();
            await cluster.StartAsync(static o => o.MaxPollDelay = TimeSpan.FromSeconds(20));
            await cluster.PutManyAsync(30, number: 1);
            await cluster.SettleAsync();
            await cluster.WaitAsync(TimeSpan.FromMinutes(1));
            var parent = Busy(cluster);

            // The board is not seen for a while, and the shard ends.
            _ = new Meddling(cluster)
            {
                Shows = static (response, _) =>
                {
                    foreach (var row in (response as Amazon.DynamoDBv2.Model.QueryResponse)?.Items ?? [])
                    {
                        row.Remove("request");
                    }
                },
            };
            var rewind = cluster.RewindShardAsync(parent, RewindPosition.TrimHorizon);
            await cluster.UntilAsync(() => cluster.LeaseOf(parent)?.Request is not null, TimeSpan.FromSeconds(2));
            cluster.RollShards("Items");
            await cluster.PutManyAsync(30, number: 2);
            await rewind;
            await cluster.SettleAsync();
            Assert.Equal(30 + 30 + 30, cluster.Core.Deliveries.Calls);
        });

    [Fact]
    public Task A_rewind_that_its_owner_does_not_live_to_see_is_carried_out_by_who_takes_the_shard() =>
        SimulatedCluster.RunAsync(new() { ShardsPerTable = 1 }, async cluster =>
        {
            await cluster.CreateTableAsync();
            var a = await cluster.StartAsync(name: "a");
            await cluster.PutManyAsync(30, number: 1);
            await cluster.SettleAsync();
            await cluster.WaitAsync(TimeSpan.FromSeconds(6));
            await cluster.StartAsync(name: "b");
            a.Disconnect();
            var who = cluster.NewOperator();
            var shard = Busy(cluster);
            _ = cluster.RewindShardAsync(shard, RewindPosition.TrimHorizon, who);
            await cluster.UntilAsync(() => cluster.LeaseOf(shard)?.Request is not null, TimeSpan.FromSeconds(2));
            who.Kill();
            a.Kill();
            await cluster.SettleAsync();
            Assert.Equal("b", cluster.OwnerOf(cluster.Runnable().Single()));
            Assert.Equal(30 + 30, cluster.Core.Deliveries.Calls);
        });

    [Fact]
    public Task A_shard_without_an_owner_is_rewound_at_once() => SimulatedCluster.RunAsync(new() { ShardsPerTable = 1 }, async cluster =>
    {
        await cluster.CreateTableAsync();
        var a = await cluster.StartAsync();
        await cluster.PutManyAsync(30, number: 1);
        await cluster.SettleAsync();
        await a.StopAsync();
        var began = cluster.Seconds();
        await cluster.RewindShardAsync(Busy(cluster), RewindPosition.TrimHorizon);
        Assert.InRange(cluster.Seconds() - began, 0, 0.5);
        await cluster.StartAsync();
        await cluster.SettleAsync();
        Assert.Equal(30 + 30, cluster.Core.Deliveries.Calls);
    });

    [Fact]
    public Task What_cannot_be_rewound_is_refused_with_a_reason() => SimulatedCluster.RunAsync(new() { ShardsPerTable = 1 }, async cluster =>
    {
        await cluster.CreateTableAsync();
        await Refused(RewindPosition.TrimHorizon, "There is no lease table 'simulated'");
        var broken = false;
        await cluster.StartAsync(handle: (in _) => broken ? throw new InvalidDataException() : default);
        await cluster.PutManyAsync(5, number: 1);
        await cluster.SettleAsync();
        var parent = Busy(cluster);
        var child = cluster.RollShards("Items")[0].ShardId;
        await cluster.UntilAsync(() => cluster.LeaseOf(parent)?.State == "finished", TimeSpan.FromSeconds(10));
        await Refused(RewindPosition.TrimHorizon, $"Shard {parent} of Items is done to its end", parent);
        broken = true;
        await cluster.PutManyAsync(5, number: 2);
        var grandchild = cluster.RollShards("Items")[0].ShardId;
        await cluster.StartAsync(static o => o.ShardSyncInterval = TimeSpan.FromSeconds(10));
        await cluster.UntilAsync(() => cluster.LeaseOf(grandchild) is not null, TimeSpan.FromMinutes(15));
        await Refused(RewindPosition.TrimHorizon, $"Shard {grandchild} of Items has not begun", grandchild);
        await Refused(RewindPosition.TrimHorizon, "has no lease for a shard shardId-unknown of Items", "shardId-unknown");
        await Refused(RewindPosition.After("999999999999999999999999"), "A rewind only goes back", child);
        await Assert.ThrowsAsync<ArgumentException>(() => cluster.RewindAsync(RewindPosition.After("1")));
        await Assert.ThrowsAsync<ArgumentException>(() => cluster.RewindShardAsync(child, RewindPosition.Latest));

        async Task Refused(RewindPosition position, string why, string? shard = null)
        {
            var e = await Assert.ThrowsAsync<RewindException>(
                () => shard is null ? cluster.RewindAsync(position) : cluster.RewindShardAsync(shard, position));
            Assert.Contains(why, e.Message, StringComparison.Ordinal);
        }
    });

    private static string Busy(SimulatedCluster cluster) => LeaseKey.TryParse(
        cluster.Runnable().MaxBy(key => cluster.Core.Deliveries.Shards.FirstOrDefault(shard => shard.Key == key)?.Records.Count ?? 0)!)!.Value.ShardId;

    private static int Records(SimulatedCluster cluster, string shardId) =>
        cluster.Core.Deliveries.Shards.Single(shard => IsOf(shard.Key, shardId)).Records.Count;

    private static bool IsOf(string key, string shardId) => key.EndsWith("/" + shardId, StringComparison.Ordinal);
}
