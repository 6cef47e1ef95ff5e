using DynamoHandlers.Dispatching;
using DynamoHandlers.Leasing.Workers;
using DynamoHandlers.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoHandlers.Runtime.Tests.Hosting;

public sealed class ShutdownTests
{
    [Fact]
    public Task The_running_handler_is_drained_and_no_new_record_starts() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var (begun, done) = (new List<string>(), new List<string>());
        using var worker = fixture.Worker(WorkerFixture.Handler((in HandlerCall call) =>
            new(HandleAsync(WorkerFixture.Describe(call), call.Stop))));
        await worker.StartAsync();
        await PutAsync(fixture, 5);
        await fixture.UntilAsync(() => begun.Count == 3);
        var asked = fixture.Clock.GetUtcNow();
        await worker.StopAsync();

        Assert.Equal(["a=0", "a=1", "a=2"], begun);
        Assert.Equal(["a=0", "a=1", "a=2"], done);
        Assert.InRange((fixture.Clock.GetUtcNow() - asked).TotalSeconds, 4, 5);
        await AssertLeftAsync(fixture, "00000000000000000003");

        async Task HandleAsync(string what, CancellationToken stop)
        {
            begun.Add(what);
            await Task.Delay(TimeSpan.FromSeconds(5), fixture.Clock, stop);
            done.Add(what);
        }
    }, shards: 1);

    // The lease loop has ended by then, which must not be taken for one that is stuck.
    [Fact]
    public Task Draining_may_take_far_longer_than_the_lease_duration() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var (begun, done) = (0, 0);
        using var worker = fixture.Worker(
            static o => (o.LeaseDuration, o.ShutdownTimeout) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60)),
            WorkerFixture.Handler((in HandlerCall call) => new(HandleAsync(call.Stop))));
        await worker.StartAsync();
        await fixture.PutAsync("a", 0);
        await fixture.UntilAsync(() => begun == 1);
        await worker.StopAsync();

        Assert.Equal(1, done);
        await AssertLeftAsync(fixture, "00000000000000000001");

        async Task HandleAsync(CancellationToken stop)
        {
            begun++;
            await Task.Delay(TimeSpan.FromSeconds(40), fixture.Clock, stop);
            done++;
        }
    }, shards: 1);

    [Fact]
    public Task All_handlers_of_the_record_at_hand_are_called_so_that_none_is_repeated() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var calls = new List<string>();
        for (var worker = 0; worker < 2; worker++)
        {
            using var host = fixture.Worker(
                WorkerFixture.Handler((in HandlerCall call) => Slow(WorkerFixture.Describe(call) + " first"), name: "First"),
                WorkerFixture.Handler((in HandlerCall call) => Slow(WorkerFixture.Describe(call) + " second"), name: "Second"));
            await host.StartAsync();
            if (worker == 0)
            {
                await PutAsync(fixture, 2);
                await fixture.UntilAsync(() => calls.Count == 1);
            }
            else
            {
                await fixture.UntilAsync(() => calls.Count == 4);
            }

            await host.StopAsync();
        }

        Assert.Equal(["a=0 first", "a=0 second", "a=1 first", "a=1 second"], calls);

        ValueTask Slow(string what)
        {
            calls.Add(what);
            return new(fixture.WaitAsync(1));
        }
    }, shards: 1);

    [Fact]
    public Task A_handler_that_hangs_is_cancelled_at_the_time_out_and_its_record_goes_to_the_next_worker() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var hung = false;
        using var hanging = fixture.Worker(WorkerFixture.Handler((in HandlerCall call) =>
        {
            hung = WorkerFixture.Describe(call) == "a=1";
            return hung ? new(Task.Delay(Timeout.InfiniteTimeSpan, fixture.Clock, call.Stop)) : default;
        }));
        await hanging.StartAsync();
        await PutAsync(fixture, 3);
        await fixture.UntilAsync(() => hung);
        var asked = fixture.Clock.GetUtcNow();
        await hanging.StopAsync();

        Assert.InRange((fixture.Clock.GetUtcNow() - asked).TotalSeconds, 20, 20.1);
        await AssertLeftAsync(fixture, "00000000000000000001");
        var seen = new List<string>();
        using var next = fixture.Worker(WorkerFixture.Recorder(seen));
        await next.StartAsync();
        await fixture.UntilAsync(() => seen.Count == 2, seconds: 2);
        await next.StopAsync();
        Assert.Equal(["a=1", "a=2"], seen);
    }, shards: 1);

    [Fact]
    public Task A_handler_that_ignores_its_cancellation_does_not_keep_the_host_from_stopping() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var begun = 0;
        using var worker = fixture.Worker(WorkerFixture.Handler((in HandlerCall _) =>
        {
            begun++;
            return new(fixture.WaitAsync(1_000_000));
        }));
        await worker.StartAsync();
        await PutAsync(fixture, 2);
        await fixture.UntilAsync(() => begun == 1);
        var asked = fixture.Clock.GetUtcNow();
        await worker.StopAsync();

        Assert.InRange((fixture.Clock.GetUtcNow() - asked).TotalSeconds, 20, 23);
        Assert.Single(fixture.LoggedWith("leaves with handlers still running"));
        Assert.Equal(WorkerState.Leaving, Assert.Single(await fixture.Leases.Workers.ReadAllAsync(default)).State);

        // Its shard goes to another only when its lease has expired.
        var seen = new List<string>();
        using var next = fixture.Worker(WorkerFixture.Recorder(seen));
        await next.StartAsync();
        await fixture.UntilAsync(() => seen.Count == 2, seconds: 15);
        await next.StopAsync();
    }, shards: 1);

    [Fact]
    public Task Stopping_while_a_failing_handler_waits_for_its_next_attempt_returns_at_once() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var attempts = 0;
        using var failing = fixture.Worker(WorkerFixture.Handler((in HandlerCall call) =>
            WorkerFixture.Describe(call) == "a=1" && ++attempts > 0 ? throw new InvalidOperationException("no") : default));
        await failing.StartAsync();
        await PutAsync(fixture, 3);
        await fixture.UntilAsync(() => attempts == 10);
        var asked = fixture.Clock.GetUtcNow();
        await failing.StopAsync();

        Assert.InRange((fixture.Clock.GetUtcNow() - asked).TotalSeconds, 0, 0.1);
        Assert.Equal(10, attempts);
        await AssertLeftAsync(fixture, "00000000000000000001");
        var seen = new List<string>();
        using var next = fixture.Worker(WorkerFixture.Recorder(seen));
        await next.StartAsync();
        await fixture.UntilAsync(() => seen.Count == 2, seconds: 2);
        await next.StopAsync();
        Assert.Equal(["a=1", "a=2"], seen);
    }, shards: 1);

    [Fact]
    public Task Stopping_during_the_first_leases_making_ends_in_good_order() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var connection = fixture.Connect();
        var isStarted = false;
        connection.Before = call => isStarted && call.IsStream ? throw new HttpRequestException("unreachable") : Task.CompletedTask;
        using var worker = fixture.Worker(connection, configure: null, WorkerFixture.Recorder([]));
        await worker.StartAsync();
        isStarted = true;
        await fixture.WaitAsync(5);
        var asked = fixture.Clock.GetUtcNow();
        await worker.StopAsync();

        Assert.InRange((fixture.Clock.GetUtcNow() - asked).TotalSeconds, 0, 0.1);
        Assert.Equal(WorkerState.Left, Assert.Single(await fixture.Leases.Workers.ReadAllAsync(default)).State);
    });

    [Fact]
    public Task A_start_that_is_cancelled_ends_with_its_cancellation_and_can_be_stopped() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var connection = fixture.Connect();
        connection.Before = call => Task.Delay(TimeSpan.FromSeconds(10), fixture.Clock, call.Stop);
        using var worker = fixture.Worker(connection, configure: null, WorkerFixture.Recorder([]));
        using var impatience = new CancellationTokenSource(TimeSpan.FromSeconds(15), fixture.Clock);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => worker.StartAsync(impatience.Token));
        await worker.StopAsync();

        Assert.Empty(fixture.LoggedWith("Critical"));
    });

    [Fact]
    public Task A_handler_that_fails_while_the_worker_drains_is_left_to_the_next_worker() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var begun = 0;
        using var worker = fixture.Worker(WorkerFixture.Handler((in HandlerCall _) =>
        {
            begun++;
            return new(FailAsync());
        }));
        await worker.StartAsync();
        await PutAsync(fixture, 2);
        await fixture.UntilAsync(() => begun == 1);
        await worker.StopAsync();

        Assert.Equal(1, begun);
        Assert.Single(fixture.LoggedWith("while the shard was being given up"));
        var seen = new List<string>();
        using var next = fixture.Worker(WorkerFixture.Recorder(seen));
        await next.StartAsync();
        await fixture.UntilAsync(() => seen.Count == 2, seconds: 2);
        await next.StopAsync();
        Assert.Equal(["a=0", "a=1"], seen);

        async Task FailAsync()
        {
            await fixture.WaitAsync(2);
            throw new InvalidOperationException("no");
        }
    }, shards: 1);

    [Fact]
    public Task Stopping_at_any_moment_of_the_start_ends_in_good_order() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        for (var moment = 0; moment < 40; moment++)
        {
            var connection = fixture.Connect();
            connection.Before = _ => fixture.WaitAsync(0.05);
            connection.After = _ => fixture.WaitAsync(0.05);
            using var worker = fixture.Worker(connection, configure: null, WorkerFixture.Recorder([]));
            await worker.StartAsync();
            await fixture.WaitAsync(moment * 0.05);
            await worker.StopAsync();
        }

        AssertNothingWentWrong(fixture);
        Assert.All(await fixture.Leases.Workers.ReadAllAsync(default), static row => Assert.Equal(WorkerState.Left, row.State));
    });

    // What a stopping worker has on its way may fail with anything, not only with the cancellation of its token.
    [Theory]
    [InlineData("Query")]
    [InlineData("UpdateItem")]
    [InlineData("DescribeStream")]
    public Task Requests_that_fail_at_the_moment_of_stopping_do_not_upset_it(string operation) => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        var (underWay, failing) = (false, false);
        var connection = fixture.Connect();
        using var worker = fixture.Worker(connection, configure: null, WorkerFixture.Recorder(seen));
        await worker.StartAsync();
        await fixture.PutAsync("a", 1);
        await fixture.UntilAsync(() => seen.Count == 1);
        await fixture.WaitAsync(6);
        connection.Before = async call =>
        {
            if (call.Operation == operation)
            {
                underWay = true;
                await fixture.WaitAsync(0.3);
                _ = failing ? throw new HttpRequestException("connection closed") : 0;
            }
        };
        fixture.Db.RollShards("Items");
        await fixture.UntilAsync(() => underWay, seconds: 700);
        failing = true;
        var stopping = worker.StopAsync();
        await fixture.WaitAsync(0.4);
        failing = false;
        await stopping;

        Assert.Empty(fixture.LoggedWith("Critical"));
        Assert.Equal(WorkerState.Left, Assert.Single(await fixture.Leases.Workers.ReadAllAsync(default)).State);
    }, shards: 1);

    [Fact]
    public Task An_unreachable_lease_table_holds_a_stop_up_no_longer_than_the_time_out() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        var connection = fixture.Connect();
        using var worker = fixture.Worker(
            connection,
            static o => (o.LeaseDuration, o.ShutdownTimeout) = (TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(5)),
            WorkerFixture.Recorder(seen));
        await worker.StartAsync();
        await fixture.PutAsync("a", 1);
        await fixture.UntilAsync(() => seen.Count == 1);
        connection.Cut();
        var asked = fixture.Clock.GetUtcNow();
        await worker.StopAsync();

        Assert.InRange((fixture.Clock.GetUtcNow() - asked).TotalSeconds, 0, 8);
    }, shards: 1);

    [Fact]
    public Task The_hosts_own_time_out_cancels_the_handlers_too() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var hung = false;
        using var worker = fixture.Worker(
            static o => o.ShutdownTimeout = TimeSpan.FromHours(1),
            WorkerFixture.Handler((in HandlerCall call) =>
            {
                hung = true;
                return new(Task.Delay(Timeout.InfiniteTimeSpan, fixture.Clock, call.Stop));
            }));
        await worker.StartAsync();
        await fixture.PutAsync("a", 1);
        await fixture.UntilAsync(() => hung);
        using var impatience = new CancellationTokenSource(TimeSpan.FromSeconds(3), fixture.Clock);
        var asked = fixture.Clock.GetUtcNow();
        var stopping = worker.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().Single().StopAsync(impatience.Token);
        await stopping;

        Assert.InRange((fixture.Clock.GetUtcNow() - asked).TotalSeconds, 3, 3.1);
    }, shards: 1);

    private static async Task PutAsync(WorkerFixture fixture, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await fixture.PutAsync("a", i);
        }
    }

    private static void AssertNothingWentWrong(WorkerFixture fixture)
    {
        Assert.Empty(fixture.LoggedWith("Critical"));
        Assert.Empty(fixture.LoggedWith("Error"));
    }

    private static async Task AssertLeftAsync(WorkerFixture fixture, string checkpoint)
    {
        Assert.Empty(fixture.LoggedWith("Critical"));
        Assert.Equal(WorkerState.Left, Assert.Single(await fixture.Leases.Workers.ReadAllAsync(default)).State);
        var lease = Assert.Single((await fixture.Leases.AllAsync()).Values);
        Assert.Null(lease.Owner);
        Assert.Equal(new SequenceNumber(checkpoint), lease.Checkpoint.After);
    }
}
