using DynamoHandlers.Dispatching;
using Microsoft.Extensions.Hosting;

namespace DynamoHandlers.Runtime.Tests.Hosting;

/// <summary>Records that kill the worker that handles them, one worker after the other.</summary>
public sealed class CrashTests
{
    [Fact]
    public Task A_record_that_kills_workers_is_isolated_and_those_around_it_are_handled() => WorkerFixture.RunAsync(async fixture =>
    {
        var fleet = new DyingFleet(fixture, static o => (o.Failure.MaxAttempts, o.Failure.Then) = (1, FailureAction.Skip));
        await fleet.PutAsync(count: 10, deadly: 5);

        await fleet.RunUntilAsync(() => fleet.Seen.Contains("item-10=10"));

        // Once before anybody is careful, then as often as MaxCrashes says.
        Assert.Equal(4, fleet.Deaths);
        Assert.Equal(4, fleet.Seen.Count(static change => change == "item-5=5"));
        Assert.Equal(Enumerable.Range(1, 10), fleet.Seen.Select(static change => int.Parse(change.Split('=')[1], null)).Distinct());
        Assert.Single(fixture.LoggedWith("RECORD ISOLATED: 3 workers have died"));
        Assert.Contains("WorkerDiedException", Assert.Single(fixture.LoggedWith("CHANGE SKIPPED")), StringComparison.Ordinal);
    }, shards: 1);

    [Fact]
    public Task With_the_policy_to_block_the_shard_waits_and_the_worker_lives() => WorkerFixture.RunAsync(async fixture =>
    {
        var fleet = new DyingFleet(fixture, configure: null);
        await fleet.PutAsync(count: 10, deadly: 5);

        await fleet.RunUntilAsync(() => fixture.LoggedWith("RECORD ISOLATED").Any());
        await fixture.WaitAsync(3600);
        Assert.Equal(4, fleet.Deaths);
        Assert.DoesNotContain("item-6=6", fleet.Seen);

        // Whoever restarts it may have mended it.
        fleet.IsDeadly = false;
        await fleet.RestartAsync();
        await fixture.UntilAsync(() => fleet.Seen.Contains("item-10=10"));
        await fleet.StopAsync();
    }, shards: 1);

    [Fact]
    public Task With_lanes_a_deadly_record_is_found_too() => WorkerFixture.RunAsync(async fixture =>
    {
        var fleet = new DyingFleet(
            fixture, static o => (o.Parallelism, o.Failure.MaxAttempts, o.Failure.Then) = (8, 1, FailureAction.Skip));
        await fleet.PutAsync(count: 30, deadly: 20);

        await fleet.RunUntilAsync(() => fixture.LoggedWith("CHANGE SKIPPED").Any());
        await fixture.UntilAsync(() => fleet.Seen.Contains("item-30=30"));
        await fleet.StopAsync();

        Assert.Matches("with record 0*20 of", Assert.Single(fixture.LoggedWith("CHANGE SKIPPED")));
    }, shards: 1);

    // Its shards' owners die though nothing is wrong with any record.
    [Fact]
    public Task A_shard_that_was_idle_while_workers_died_isolates_nothing() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            var connection = fixture.Connect();
            using var worker = fixture.Worker(connection, null, WorkerFixture.Recorder(seen));
            await worker.StartAsync();
            await fixture.WaitAsync(30);
            connection.Freeze();
        }

        using var last = fixture.Worker(WorkerFixture.Recorder(seen));
        await last.StartAsync();
        await fixture.WaitAsync(30);
        Assert.InRange(Assert.Single((await fixture.Leases.AllAsync()).Values).Tries, 5, 6);
        await fixture.PutAsync("a", 1);
        await fixture.UntilAsync(() => seen.Count == 1);
        await last.StopAsync();

        Assert.Empty(fixture.LoggedWith("ISOLATED"));
        Assert.Equal(0, Assert.Single((await fixture.Leases.AllAsync()).Values).Tries);
    }, shards: 1);

    /// <summary>Workers, one at a time, of which each dies when it handles the deadly record; the next takes over.</summary>
    private sealed class DyingFleet(WorkerFixture fixture, Action<DynamoHandlersOptions>? configure)
    {
        private string _deadly = "";
        private Connection? _connection;
        private IHost? _worker;

        public List<string> Seen { get; } = [];

        public int Deaths { get; private set; }

        public bool IsDeadly { get; set; } = true;

        public async Task PutAsync(int count, int deadly)
        {
            await fixture.CreateTableAsync();
            _deadly = $"item-{deadly}={deadly}";
            for (var i = 1; i <= count; i++)
            {
                await fixture.PutAsync($"item-{i}", i);
            }
        }

        public async Task RunUntilAsync(Func<bool> condition)
        {
            await StartAsync();
            var deaths = 0;
            await fixture.UntilAsync(
                () =>
                {
                    if (Deaths > deaths)
                    {
                        deaths = Deaths;
                        _ = StartAsync();
                    }

                    return condition();
                },
                seconds: 600);
        }

        public async Task RestartAsync()
        {
            await StopAsync();
            await StartAsync();
        }

        public Task StopAsync() => _worker!.StopAsync();

        private Task StartAsync()
        {
            var connection = _connection = fixture.Connect();
            _worker = fixture.Worker(connection, configure, WorkerFixture.Handler((in HandlerCall call) =>
            {
                var change = WorkerFixture.Describe(call);
                Seen.Add(change);
                if (change != _deadly || !IsDeadly)
                {
                    return default;
                }

                Deaths++;
                connection.Freeze();
                return new(new TaskCompletionSource().Task);
            }));
            return _worker.StartAsync();
        }
    }
}
