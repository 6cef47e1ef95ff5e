using DynamoHandlers.Dispatching;

namespace DynamoHandlers.Runtime.Tests.Hosting;

/// <summary>Workers that handle several records of a shard at a time.</summary>
public sealed class LanesTests
{
    [Fact]
    public async Task With_64_lanes_handlers_that_wait_get_through_a_shard_50_times_as_fast()
    {
        var alone = await TimeAsync(lanes: 1);
        var side = await TimeAsync(lanes: 64);

        Assert.True(alone / side >= 50, $"{alone} with one lane, {side} with 64: {alone / side:0.0} times as fast");
    }

    [Fact]
    public Task Of_an_item_one_record_is_handled_at_a_time_and_in_order() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var random = new Random(1);
        var (underWay, most, seen) = (new List<string>(), 0, new List<string>());
        using var worker = fixture.Worker(static o => o.Parallelism = 8, WorkerFixture.Handler((in HandlerCall call) =>
        {
            var (item, change) = (call.CreateContext().Keys, WorkerFixture.Describe(call));
            Assert.DoesNotContain(item, underWay);
            underWay.Add(item);
            most = Math.Max(most, underWay.Count);
            return new(HandleAsync());

            async Task HandleAsync()
            {
                await fixture.WaitAsync(random.NextDouble());
                seen.Add(change);
                underWay.Remove(item);
            }
        }));
        for (var i = 0; i < 300; i++)
        {
            await fixture.PutAsync($"item-{random.Next(20)}", i);
        }

        await worker.StartAsync();
        await fixture.UntilAsync(() => seen.Count == 300);
        await worker.StopAsync();

        Assert.Equal(8, most);
        Assert.All(
            seen.Select(static change => change.Split('=')).GroupBy(static change => change[0], static change => int.Parse(change[1], null)),
            static item => Assert.Equal(item.Order(), item));
    }, shards: 1);

    [Fact]
    public Task The_checkpoint_stays_before_the_first_record_that_is_not_done() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var (seen, again) = (new List<string>(), new List<string>());
        var connection = fixture.Connect();
        using var worker = fixture.Worker(connection, static o => o.Parallelism = 4, Blocking(fixture, seen, "b=2"));
        await worker.StartAsync();
        await fixture.PutAsync("a", 1);
        await fixture.PutAsync("b", 2);
        for (var i = 3; i < 50; i++)
        {
            await fixture.PutAsync($"item-{i}", i);
        }

        await fixture.UntilAsync(() => seen.Count == 49);
        await fixture.WaitAsync(20);
        Assert.Equal("1", Assert.Single((await fixture.Leases.AllAsync()).Values).Checkpoint.ToString().TrimStart('0'));
        connection.Freeze();
        using var next = fixture.Worker(WorkerFixture.Recorder(again));
        await next.StartAsync();
        await fixture.UntilAsync(() => again.Count == 48);

        Assert.Equal("b=2", again[0]);
        await next.StopAsync();
    }, shards: 1);

    [Fact]
    public Task An_item_that_fails_holds_up_itself_and_not_for_ever_many_others() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        var isMended = false;
        using var worker = fixture.Worker(static o => o.Parallelism = 4, WorkerFixture.Handler((in HandlerCall call) =>
        {
            var change = WorkerFixture.Describe(call);
            if (change.StartsWith("bad", StringComparison.Ordinal) && !isMended)
            {
                throw new InvalidOperationException("no");
            }

            seen.Add(change);
            return default;
        }));
        await worker.StartAsync();
        await fixture.PutAsync("bad", 1);
        await fixture.PutAsync("bad", 2);
        for (var i = 0; i < 11_000; i++)
        {
            await fixture.PutAsync($"item-{i % 10}", i);
        }

        await fixture.WaitAsync(300);

        // What a crash would repeat, and what is remembered meanwhile, is bounded.
        Assert.InRange(seen.Count, 9_900, 10_000);
        isMended = true;
        await fixture.UntilAsync(() => seen.Count == 11_002);
        Assert.True(seen.IndexOf("bad=1") < seen.IndexOf("bad=2"));
        await worker.StopAsync();
    }, shards: 1);

    [Fact]
    public Task A_worker_that_stops_lets_what_runs_finish_and_begins_nothing() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var (begun, ended) = (0, 0);
        using var worker = fixture.Worker(static o => o.Parallelism = 4, WorkerFixture.Handler((in HandlerCall call) => new(HandleAsync(call.Stop))));
        for (var i = 0; i < 100; i++)
        {
            await fixture.PutAsync($"item-{i}", i);
        }

        await worker.StartAsync();
        await fixture.UntilAsync(() => begun == 4);
        await worker.StopAsync();

        Assert.Equal((4, 4), (begun, ended));
        Assert.Equal("4", Assert.Single((await fixture.Leases.AllAsync()).Values).Checkpoint.ToString().TrimStart('0'));

        async Task HandleAsync(CancellationToken stop)
        {
            begun++;
            await Task.Delay(TimeSpan.FromSeconds(5), fixture.Clock, stop);
            ended++;
        }
    }, shards: 1);

    [Fact]
    public Task A_shard_is_done_to_its_end_when_all_its_lanes_are() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        using var worker = fixture.Worker(static o => o.Parallelism = 4, WorkerFixture.Handler((in HandlerCall call) =>
        {
            var change = WorkerFixture.Describe(call);
            return new(HandleAsync());

            async Task HandleAsync()
            {
                await fixture.WaitAsync(change == "a=1" ? 8 : 0.01);
                seen.Add(change);
            }
        }));
        await worker.StartAsync();
        await fixture.PutAsync("a", 1);
        await fixture.PutAsync("b", 2);
        fixture.Db.RollShards("Items");
        await fixture.PutAsync("a", 3);
        await fixture.UntilAsync(() => seen.Count == 3);
        await worker.StopAsync();

        Assert.Equal(["b=2", "a=1", "a=3"], seen);
    }, shards: 1);

    private static async Task<double> TimeAsync(int lanes)
    {
        var seconds = 0.0;
        await WorkerFixture.RunAsync(async fixture =>
        {
            await fixture.CreateTableAsync();
            for (var i = 0; i < 6_400; i++)
            {
                await fixture.PutAsync($"item-{i}", i);
            }

            var (handled, first) = (0, default(DateTimeOffset?));
            using var worker = fixture.Worker(o => o.Parallelism = lanes, WorkerFixture.Handler((in HandlerCall _) =>
            {
                first ??= fixture.Clock.GetUtcNow();
                return new(HandleAsync());
            }));
            await worker.StartAsync();
            await fixture.UntilAsync(() => handled == 6_400);
            seconds = (fixture.Clock.GetUtcNow() - first!.Value).TotalSeconds;
            await worker.StopAsync();

            async Task HandleAsync()
            {
                await fixture.WaitAsync(0.01);
                handled++;
            }
        }, shards: 1);
        return seconds;
    }

    private static HandlerDescriptor Blocking(WorkerFixture fixture, List<string> seen, string blocked) =>
        WorkerFixture.Handler((in HandlerCall call) =>
        {
            var change = WorkerFixture.Describe(call);
            seen.Add(change);
            return change == blocked ? new(Task.Delay(Timeout.InfiniteTimeSpan, fixture.Clock, call.Stop)) : default;
        });
}
