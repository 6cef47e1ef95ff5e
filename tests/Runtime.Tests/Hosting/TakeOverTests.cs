using System.Net;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using DynamoHandlers.Dispatching;
using DynamoHandlers.Leasing;

namespace DynamoHandlers.Runtime.Tests.Hosting;

/// <summary>Workers that die, lose touch, are frozen, and are succeeded.</summary>
public sealed class TakeOverTests
{
    [Fact]
    public Task A_dead_workers_shards_are_taken_over_and_only_what_followed_its_last_checkpoint_is_repeated() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var (bySick, byHeir) = (new List<string>(), new List<string>());
        var sick = fixture.Connect();
        using var dying = fixture.Worker(sick, configure: null, WorkerFixture.Recorder(bySick));
        await dying.StartAsync();
        await PutAsync(fixture, 0, 10);
        await fixture.UntilAsync(() => bySick.Count == 10);
        await fixture.WaitAsync(6);
        await PutAsync(fixture, 10, 20);
        await fixture.UntilAsync(() => bySick.Count == 20);
        sick.Freeze();
        var death = fixture.Clock.GetUtcNow();
        await PutAsync(fixture, 20, 30);

        using var heir = fixture.Worker(WorkerFixture.Recorder(byHeir));
        await heir.StartAsync();
        await fixture.UntilAsync(() => byHeir.Count == 20);
        var takenAfter = (fixture.Clock.GetUtcNow() - death).TotalSeconds;
        await heir.StopAsync();

        Assert.Equal(Values(10, 30), byHeir);
        Assert.InRange(takenAfter, 10, 10 + (10 / 3.0) + 1);
        Assert.Single(fixture.LoggedWith("has stood still for its lease duration"));
    }, shards: 1);

    [Fact]
    public Task A_worker_that_cannot_reach_the_lease_table_ends_its_handlers_before_another_starts_them() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var cut = fixture.Connect();
        DateTimeOffset? cancelled = null, taken = null;
        var byCut = new List<string>();
        using var alone = fixture.Worker(cut, static o => o.WorkerId = "alone", WorkerFixture.Handler((in HandlerCall call) =>
        {
            byCut.Add(WorkerFixture.Describe(call));
            return cancelled is null ? new(HangAsync(call.Stop)) : default;
        }));
        using var other = fixture.Worker(WorkerFixture.Handler((in HandlerCall _) =>
        {
            taken ??= fixture.Clock.GetUtcNow();
            return default;
        }));
        await alone.StartAsync();
        await fixture.PutAsync("a", 1);
        await fixture.UntilAsync(() => byCut.Count == 1);
        await other.StartAsync();
        await fixture.WaitAsync(5);
        cut.Cut();
        var since = fixture.Clock.GetUtcNow();
        await fixture.UntilAsync(() => taken is not null);

        Assert.NotNull(cancelled);
        Assert.InRange((cancelled.Value - since).TotalSeconds, 4, 8.5);
        Assert.True(taken - cancelled > TimeSpan.FromSeconds(1), $"Cancelled {cancelled:O}, taken {taken:O}.");
        Assert.Single(byCut);

        await other.StopAsync();
        cut.Before = null;
        await fixture.PutAsync("a", 2);
        await fixture.UntilAsync(() => byCut.Contains("a=2"));
        await alone.StopAsync();
        Assert.Equal(2, fixture.LoggedWith("Worker alone#").Where(static line => line.Contains(" joins application", StringComparison.Ordinal))
            .Select(static line => line.Split(' ')[2]).Distinct().Count());

        async Task HangAsync(CancellationToken stop)
        {
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, fixture.Clock, stop);
            }
            finally
            {
                cancelled = fixture.Clock.GetUtcNow();
            }
        }
    }, shards: 1);

    // The fence trips while a heartbeat is on its way, which then fails in its own manner.
    [Fact]
    public Task A_worker_whose_requests_fail_slowly_comes_back_too() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        var connection = fixture.Connect();
        using var worker = fixture.Worker(connection, configure: null, WorkerFixture.Recorder(seen));
        await worker.StartAsync();
        await fixture.WaitAsync(1);
        connection.Before = async call =>
        {
            await fixture.WaitAsync(0.45);
            _ = call.IsStream ? 0 : throw new HttpRequestException("unreachable");
        };
        await fixture.WaitAsync(60);
        connection.Before = null;
        await fixture.PutAsync("a", 1);
        await fixture.UntilAsync(() => seen.Count == 1);
        await worker.StopAsync();

        Assert.Empty(fixture.LoggedWith("Critical"));
    }, shards: 1);

    [Fact]
    public Task No_handler_starts_when_the_time_is_over_though_the_timer_that_says_so_is_late() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var begun = new List<string>();
        var connection = fixture.Connect();
        using var worker = fixture.Worker(connection, configure: null, WorkerFixture.Handler((in HandlerCall call) =>
        {
            begun.Add(WorkerFixture.Describe(call));
            return new(fixture.WaitAsync(12));
        }));
        await worker.StartAsync();
        await PutAsync(fixture, 0, 2);
        await fixture.UntilAsync(() => begun.Count == 1);
        connection.Clock.HoldTimers();
        await fixture.WaitAsync(20);

        // The next record is not begun.
        Assert.Equal(["a=0"], begun);

        // The first one comes again under the worker's new identity.
        connection.Clock.Thaw(stoodStill: false);
        await fixture.UntilAsync(() => begun.Contains("a=1"));
        Assert.Equal(["a=0", "a=0", "a=1"], begun);
        await worker.StopAsync();
    }, shards: 1);

    // Two of a shard's handlers in one process would be as bad as in two.
    [Fact]
    public Task A_worker_does_not_come_back_while_a_handler_that_ignores_its_cancellation_is_out() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var (begun, underWay) = (new List<string>(), 0);
        var most = 0;
        var connection = fixture.Connect();
        using var worker = fixture.Worker(connection, configure: null, WorkerFixture.Handler((in HandlerCall call) =>
        {
            begun.Add(WorkerFixture.Describe(call));
            return new(IgnoreAsync());
        }));
        await worker.StartAsync();
        await PutAsync(fixture, 0, 2);
        await fixture.UntilAsync(() => begun.Count == 1);
        connection.Cut();
        await fixture.WaitAsync(20);
        connection.Before = null;
        await fixture.WaitAsync(30);
        Assert.Equal(["a=0"], begun);

        await fixture.UntilAsync(() => begun.Count == 3);
        await fixture.UntilAsync(() => underWay == 0, seconds: 200);
        await worker.StopAsync();
        Assert.Equal(["a=0", "a=0", "a=1"], begun);
        Assert.Equal(1, most);

        async Task IgnoreAsync()
        {
            most = Math.Max(most, ++underWay);
            await fixture.WaitAsync(60);
            underWay--;
        }
    }, shards: 1);

    // Shorter than the fence's allowance minus one attempt: nobody notices.
    [Fact]
    public Task A_short_outage_of_the_lease_table_costs_no_lease() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        var connection = fixture.Connect();
        using var worker = fixture.Worker(connection, configure: null, WorkerFixture.Recorder(seen));
        using var other = fixture.Worker(WorkerFixture.Recorder(seen));
        await worker.StartAsync();
        await fixture.WaitAsync(1);
        await other.StartAsync();
        for (var outage = 0; outage < 5; outage++)
        {
            connection.Cut();
            await PutAsync(fixture, outage * 10, (outage * 10) + 10);
            await fixture.WaitAsync(4);
            connection.Before = null;
            await fixture.WaitAsync(10);
        }

        await worker.StopAsync();
        await other.StopAsync();
        Assert.Equal(Values(0, 50), seen);
        Assert.Empty(fixture.LoggedWith("joins again"));
        Assert.Empty(fixture.LoggedWith("has stood still"));
    }, shards: 1);

    // Credentials that cannot be renewed, say: for the SDK an error of the client, not of the network.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task A_worker_joins_again_whatever_the_outage_was(bool isOfTheClient) => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        var connection = fixture.Connect();
        using var worker = fixture.Worker(connection, configure: null, WorkerFixture.Recorder(seen));
        await worker.StartAsync();
        await fixture.PutAsync("a", 1);
        await fixture.UntilAsync(() => seen.Count == 1);
        connection.Before = _ => isOfTheClient
            ? throw new AmazonClientException("no credentials")
            : throw new AmazonDynamoDBException("denied") { StatusCode = HttpStatusCode.Forbidden };
        await fixture.WaitAsync(40);

        connection.Before = null;
        await fixture.PutAsync("a", 2);
        await fixture.UntilAsync(() => seen.Contains("a=2"));
        await worker.StopAsync();

        Assert.Empty(fixture.LoggedWith("Critical"));
    }, shards: 1);

    [Fact]
    public Task A_heartbeat_whose_answers_are_all_lost_keeps_the_lease_in_the_row_but_not_for_the_worker_itself() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        var connection = fixture.Connect();
        using var worker = fixture.Worker(connection, configure: null, WorkerFixture.Recorder(seen));
        await worker.StartAsync();
        await fixture.PutAsync("a", 1);
        await fixture.UntilAsync(() => seen.Count == 1);
        connection.After = static call => call.IsStream ? Task.CompletedTask : throw new HttpRequestException("answer lost");
        await fixture.UntilAsync(() => fixture.LoggedWith("joins again").Any(), seconds: 13);

        connection.After = null;
        await fixture.PutAsync("a", 2);
        await fixture.UntilAsync(() => seen.Contains("a=2"));
        await worker.StopAsync();
    }, shards: 1);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task A_worker_that_wakes_up_after_having_been_succeeded_commits_nothing_and_comes_back_as_another(bool clockStoodStill) => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var sleeper = fixture.Connect();
        var (bySleeper, byHeir) = (new List<string>(), new List<string>());
        CancellationToken handed = default;
        using var sleeping = fixture.Worker(sleeper, configure: null, WorkerFixture.Handler((in HandlerCall call) =>
        {
            bySleeper.Add(WorkerFixture.Describe(call));
            handed = call.Stop;
            return new(Task.Delay(TimeSpan.FromSeconds(2), sleeper.Clock, CancellationToken.None));
        }));
        await sleeping.StartAsync();
        await PutAsync(fixture, 0, 3);
        await fixture.UntilAsync(() => bySleeper.Count == 1);
        sleeper.Freeze();
        using var heir = fixture.Worker(WorkerFixture.Recorder(byHeir));
        await heir.StartAsync();
        await fixture.UntilAsync(() => byHeir.Count == 3);

        sleeper.Thaw(clockStoodStill);
        await fixture.UntilAsync(() => handed.IsCancellationRequested, seconds: 5);
        await fixture.UntilAsync(() => fixture.LoggedWith("joins again").Any(), seconds: 5);
        await fixture.WaitAsync(20);
        await PutAsync(fixture, 3, 6);
        await fixture.UntilAsync(() => byHeir.Count == 6);
        var lease = Assert.Single((await fixture.Leases.AllAsync()).Values);
        await heir.StopAsync();
        await sleeping.StopAsync();

        Assert.Equal(Values(0, 6), byHeir);
        Assert.Equal(2, lease.Epoch);
        Assert.InRange(bySleeper.Count, 1, 2);
    }, shards: 1);

    [Fact]
    public Task The_handlers_of_a_lease_taken_away_behind_its_back_are_cancelled_and_no_checkpoint_is_written() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        var wasCancelled = false;
        var hang = false;
        using var worker = fixture.Worker(WorkerFixture.Handler((in HandlerCall call) =>
        {
            seen.Add(WorkerFixture.Describe(call));
            if (hang)
            {
                call.Stop.Register(() => wasCancelled = true);
                return new(Task.Delay(Timeout.InfiniteTimeSpan, fixture.Clock, call.Stop));
            }

            return default;
        }));
        await worker.StartAsync();
        await PutAsync(fixture, 0, 5);
        await fixture.UntilAsync(() => seen.Count == 5);
        await fixture.WaitAsync(6);
        var rows = fixture.Leases;
        var mine = Assert.Single((await rows.AllAsync()).Values);
        await rows.EditAsync(mine.Key, "SET ep = :ep, #owner = :o", new()
        {
            [":ep"] = Row.Number(mine.Epoch + 1),
            [":o"] = Row.Text("thief"),
        });
        await PutAsync(fixture, 5, 7);
        await fixture.UntilAsync(() => seen.Count == 7);
        hang = true;
        await fixture.PutAsync("a", 7);
        await fixture.UntilAsync(() => wasCancelled, seconds: 6);
        Assert.Equal(mine.Checkpoint, Assert.Single((await rows.AllAsync()).Values).Checkpoint);
        Assert.Single(fixture.LoggedWith("was lost. Its handlers are cancelled"));

        // The thief has no row among the workers and is believed dead after the lease duration.
        hang = false;
        var before = seen.Count;
        await fixture.UntilAsync(() => seen.Count == before + 3);
        await worker.StopAsync();
        Assert.Equal(Values(5, 8), seen[before..]);
    }, shards: 1);

    [Fact]
    public Task The_second_worker_stands_by_and_takes_over_as_soon_as_the_first_has_left() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var (byFirst, bySecond) = (new List<string>(), new List<string>());
        using var first = fixture.Worker(WorkerFixture.Recorder(byFirst));
        using var second = fixture.Worker(WorkerFixture.Recorder(bySecond));
        await first.StartAsync();
        await fixture.WaitAsync(1);
        await second.StartAsync();
        await PutAsync(fixture, 0, 30);
        await fixture.UntilAsync(() => byFirst.Count == 30);
        await fixture.WaitAsync(30);
        Assert.Empty(bySecond);

        await first.StopAsync();
        await PutAsync(fixture, 30, 60);
        await fixture.UntilAsync(() => bySecond.Count == 30, seconds: 4.5);
        await second.StopAsync();
        Assert.Equal(Values(0, 30), byFirst);
        Assert.Equal(Values(30, 60), bySecond);
    }, shards: 1);

    [Fact]
    public Task A_lease_whose_row_was_deleted_is_made_anew_and_nothing_is_lost() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        using var worker = fixture.Worker(WorkerFixture.Recorder(seen));
        await worker.StartAsync();
        await PutAsync(fixture, 0, 5);
        await fixture.UntilAsync(() => seen.Count == 5);
        await fixture.WaitAsync(6);
        for (var deletion = 0; deletion < 4; deletion++)
        {
            var rows = fixture.Leases;
            var lease = Assert.Single((await rows.AllAsync()).Values);
            await fixture.Db.Client.DeleteItemAsync("app", Row.Key(LeaseStore.Partition(lease.Key.Bucket), lease.Key.SortKey));
            await fixture.PutAsync("a", 5 + deletion);
            await fixture.WaitAsync(8);
            await fixture.PutAsync("a", 100 + deletion);
            await fixture.UntilAsync(() => seen.Contains($"a={100 + deletion}"), seconds: 20);
            await fixture.WaitAsync(10);
        }

        await worker.StopAsync();
        Assert.Single(await fixture.Leases.AllAsync());
    }, shards: 1);

    private static async Task PutAsync(WorkerFixture fixture, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            await fixture.PutAsync("a", i);
        }
    }

    private static IEnumerable<string> Values(int from, int to) => Enumerable.Range(from, to - from).Select(static i => $"a={i}");
}
