using DynamoHandlers.Dispatching;

namespace DynamoHandlers.Runtime.Tests.Hosting;

/// <summary>Handler calls that do not return (scenario 26).</summary>
public sealed class HandlerWatchTests
{
    [Fact]
    public Task A_call_that_hangs_is_reported_at_growing_intervals_and_other_shards_go_on() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var (hung, others) = ("", 0);
        using var worker = fixture.Worker(
            static o => o.ShutdownTimeout = TimeSpan.Zero,
            WorkerFixture.Handler((in HandlerCall call) =>
            {
                if (hung.Length > 0 && call.Source.ShardId != hung)
                {
                    others++;
                    return default;
                }

                hung = call.Source.ShardId;
                return new(Task.Delay(Timeout.InfiniteTimeSpan, fixture.Clock, call.Stop));
            }));
        await worker.StartAsync();
        await fixture.PutAsync("stuck", 1);
        await fixture.UntilAsync(() => hung.Length > 0);
        await fixture.WaitAsync(59);
        Assert.Empty(Reports(fixture));

        await fixture.WaitAsync(8);
        Assert.Equal(
            $"Warning: Handler has been running for 00:01:0X with record 000000000000000000001 of shard {hung} of Items, "
            + "key {\"pk\":{\"S\":\"stuck\"}}, and has not returned. It is not cancelled; later records of the shard wait for it, "
            + "other shards go on.",
            System.Text.RegularExpressions.Regex.Replace(Assert.Single(Reports(fixture)).Trim(), @"(00:01:0)\d\.?\d*", "$1X"));
        await fixture.WaitAsync(60);
        Assert.Equal(2, Reports(fixture).Count());
        await fixture.WaitAsync(120);
        Assert.Equal(3, Reports(fixture).Count());
        await fixture.WaitAsync(120);
        Assert.Equal(3, Reports(fixture).Count());

        for (var i = 0; i < 40; i++)
        {
            await fixture.PutAsync($"k{i}", i);
        }

        await fixture.UntilAsync(() => others > 20, seconds: 2);
        await worker.StopAsync();
    });

    [Fact]
    public Task Neither_the_wait_between_attempts_nor_many_short_calls_make_a_long_one() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var (attempts, calls) = (0, 0);
        using var worker = fixture.Worker(
            static o => o.HandlerWarningAfter = TimeSpan.FromSeconds(1),
            WorkerFixture.Handler((in HandlerCall call) =>
            {
                if (WorkerFixture.Describe(call) == "failing=0")
                {
                    attempts++;
                    throw new InvalidOperationException("no");
                }

                calls++;
                return new(fixture.WaitAsync(0.9));
            }));
        await worker.StartAsync();
        for (var i = 0; i < 20; i++)
        {
            await fixture.PutAsync("a", i);
        }

        await fixture.PutAsync("failing", 0);
        await fixture.UntilAsync(() => attempts > 8 && calls >= 20, seconds: 300);
        await worker.StopAsync();

        Assert.Empty(Reports(fixture));
    }, shards: 2);

    [Fact]
    public Task Nothing_is_watched_when_it_is_switched_off() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var called = false;
        using var worker = fixture.Worker(
            static o => (o.HandlerWarningAfter, o.ShutdownTimeout) = (Timeout.InfiniteTimeSpan, TimeSpan.Zero),
            WorkerFixture.Handler((in HandlerCall call) =>
            {
                called = true;
                return new(Task.Delay(Timeout.InfiniteTimeSpan, fixture.Clock, call.Stop));
            }));
        await worker.StartAsync();
        await fixture.PutAsync("a", 1);
        await fixture.UntilAsync(() => called);
        await fixture.WaitAsync(3600);
        await worker.StopAsync();

        Assert.Empty(Reports(fixture));
    }, shards: 1);

    [Fact]
    public Task Each_call_counts_once_in_the_metric_however_often_it_is_reported() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var done = 0;
        using var overdue = new MetricSum("dynamo_handlers.handler.overdue");
        using var worker = fixture.Worker(
            static o => o.HandlerWarningAfter = TimeSpan.FromSeconds(10),
            WorkerFixture.Handler((in HandlerCall _) => new(WaitAsync())));
        await worker.StartAsync();
        await fixture.PutAsync("a", 1);
        await fixture.PutAsync("a", 2);
        await fixture.UntilAsync(() => done == 2, seconds: 300);
        await worker.StopAsync();

        Assert.Equal(2, overdue.Now);
        Assert.Equal(6, Reports(fixture).Count());

        async Task WaitAsync()
        {
            await fixture.WaitAsync(75);
            done++;
        }
    }, shards: 1);

    private static IEnumerable<string> Reports(WorkerFixture fixture) => fixture.LoggedWith("has been running for");
}
