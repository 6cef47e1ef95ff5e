using DynamoHandlers.Dispatching;

namespace DynamoHandlers.Runtime.Tests.Hosting;

/// <summary>A limit of how many shards call handlers at once.</summary>
public sealed class DispatchTurnsTests
{
    [Fact]
    public Task No_more_shards_than_allowed_call_handlers_at_once_and_all_come_equally_often() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var (running, most, handled) = (0, 0, new Dictionary<string, int>());
        using var worker = fixture.Worker(
            static o => o.MaxDispatchingShards = 3, WorkerFixture.Handler((in HandlerCall call) => new(HandleAsync(call.Source.ShardId))));
        for (var i = 0; i < 600; i++)
        {
            await fixture.PutAsync($"k{i}", i);
        }

        await worker.StartAsync();
        await fixture.UntilAsync(() => handled.Values.Sum() >= 200);
        await worker.StopAsync();

        Assert.Equal(3, most);
        Assert.Equal(12, handled.Count);
        Assert.InRange(handled.Values.Max() - handled.Values.Min(), 0, 2);

        async Task HandleAsync(string shard)
        {
            most = Math.Max(most, ++running);
            handled[shard] = handled.GetValueOrDefault(shard) + 1;

            // Some take longer than others: the order is that of asking, not of luck.
            await fixture.WaitAsync(0.05 + (handled[shard] % 3 * 0.05));
            running--;
        }
    }, shards: 12);

    [Fact]
    public Task A_shard_whose_handler_failed_gives_its_turn_to_others_while_it_waits() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var (failing, failures, others, running) = ("", 0, 0, 0);
        using var worker = fixture.Worker(
            static o => o.MaxDispatchingShards = 1, WorkerFixture.Handler((in HandlerCall call) => new(HandleAsync(call.Source.ShardId))));
        await worker.StartAsync();
        await fixture.PutAsync("poison", 1);
        await fixture.UntilAsync(() => failures > 8, seconds: 300);
        for (var i = 0; i < 40; i++)
        {
            await fixture.PutAsync($"k{i}", i);
        }

        await fixture.UntilAsync(() => others > 20, seconds: 5);
        await worker.StopAsync();

        async Task HandleAsync(string shard)
        {
            Assert.Equal(0, running++);
            await fixture.WaitAsync(0.05);
            running--;
            failing = failing.Length == 0 ? shard : failing;
            if (shard == failing)
            {
                failures++;
                throw new InvalidOperationException("no");
            }

            others++;
        }
    });

    [Fact]
    public Task Who_waits_for_a_turn_holds_no_handler_and_leaves_at_once() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var (begun, done) = (0, 0);
        using var worker = fixture.Worker(
            static o => o.MaxDispatchingShards = 1, WorkerFixture.Handler((in HandlerCall _) => new(HandleAsync())));
        for (var i = 0; i < 100; i++)
        {
            await fixture.PutAsync($"k{i}", i);
        }

        await worker.StartAsync();
        await fixture.UntilAsync(() => begun == 1);
        var asked = fixture.Clock.GetUtcNow();
        await worker.StopAsync();

        // The one that has begun is drained, no other begins.
        Assert.InRange((fixture.Clock.GetUtcNow() - asked).TotalSeconds, 4, 5);
        Assert.Equal((1, 1), (begun, done));
        Assert.Empty(fixture.LoggedWith("Error"));

        async Task HandleAsync()
        {
            begun++;
            await fixture.WaitAsync(5);
            done++;
        }
    });

    [Fact]
    public Task All_handlers_of_a_record_are_one_turn() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var calls = new List<(string Shard, string Name)>();
        using var worker = fixture.Worker(static o => o.MaxDispatchingShards = 1, Handler("First"), Handler("Second"));
        for (var i = 0; i < 20; i++)
        {
            await fixture.PutAsync($"k{i}", i);
        }

        await worker.StartAsync();
        await fixture.UntilAsync(() => calls.Count == 40);
        await worker.StopAsync();

        Assert.All(calls.Chunk(2), static pair =>
            Assert.Equal([(pair[0].Shard, "First"), (pair[0].Shard, "Second")], pair));

        HandlerDescriptor Handler(string name) => WorkerFixture.Handler(
            (in HandlerCall call) =>
            {
                calls.Add((call.Source.ShardId, name));
                return new(fixture.WaitAsync(0.1));
            },
            name: name);
    });
}
