using DynamoHandlers.Dispatching;
using DynamoHandlers.Leasing;
using Microsoft.Extensions.Hosting;

namespace DynamoHandlers.Runtime.Tests.Hosting;

/// <summary>How workers share the shards, and what happens to a share when one comes or goes.</summary>
public sealed class BalanceTests
{
    [Fact]
    public Task Workers_that_start_together_on_an_empty_table_get_equal_shares_at_once() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        using var a = await StartAsync(fixture, "a");
        using var b = await StartAsync(fixture, "b");
        await fixture.UntilAsync(() => Shares(fixture) is [5, 5], seconds: 5);

        // Nothing had to be moved for it.
        Assert.Empty(fixture.LoggedWith("was handed over"));
        await StopAsync(a, b);
    }, shards: 10);

    [Fact]
    public Task A_third_worker_gets_a_third_by_handovers_and_no_change_is_handled_twice() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        using var a = await StartAsync(fixture, "a", seen);
        using var b = await StartAsync(fixture, "b", seen);
        await fixture.UntilAsync(() => Shares(fixture) is [6, 6], seconds: 5);
        using var c = await StartAsync(fixture, "c", seen);
        for (var round = 0; round < 200; round++)
        {
            await fixture.PutAsync($"item{round % 20}", round);
            await fixture.WaitAsync(0.1);
        }

        await fixture.UntilAsync(() => Shares(fixture) is [4, 4, 4] && seen.Count == 200, seconds: 10);
        Assert.Equal(200, seen.Distinct().Count());
        Assert.Equal(4, fixture.LoggedWith("was handed over").Count());
        Assert.Single(fixture.LoggedWith("Shards that belong to other workers: 12; such workers: 2, among them a#"));
        await a.StopAsync();

        // Not the two that it handed over while it worked.
        Assert.Contains("given up: 4.", Assert.Single(fixture.LoggedWith("has left")), StringComparison.Ordinal);
        await StopAsync(b, c);
    }, shards: 12);

    [Fact]
    public Task A_worker_that_stops_hands_its_shards_to_the_others_within_two_seconds() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        using var a = await StartAsync(fixture, "a");
        using var b = await StartAsync(fixture, "b");
        using var c = await StartAsync(fixture, "c");
        await fixture.UntilAsync(() => Shares(fixture) is [4, 4, 4], seconds: 5);
        var asked = fixture.Clock.GetUtcNow();
        await c.StopAsync();
        await fixture.UntilAsync(() => Shares(fixture) is [6, 6] && Running(fixture) == 16, seconds: 2);

        Assert.InRange((fixture.Clock.GetUtcNow() - asked).TotalSeconds, 0, 2);
        await StopAsync(a, b);
    }, shards: 12);

    [Fact]
    public Task The_shards_of_a_killed_worker_run_elsewhere_within_the_lease_duration_and_five_seconds() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        using var a = await StartAsync(fixture, "a");
        using var b = await StartAsync(fixture, "b");
        var connection = fixture.Connect();
        using var killed = await StartAsync(fixture, "c", connection: connection);
        await fixture.UntilAsync(() => Shares(fixture) is [4, 4, 4], seconds: 5);
        connection.Freeze();
        await fixture.UntilAsync(() => Running(fixture) == 16, seconds: 15);

        Assert.Equal([6, 6], Shares(fixture));
        await StopAsync(a, b);
    }, shards: 12);

    // Found by others, as a worker is not to be fenced off by a stranger to its streams.
    [Fact]
    public Task A_worker_of_an_old_version_gets_no_shard_of_a_table_it_does_not_handle() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        await fixture.CreateTableAsync("Others");
        var (old, @new) = (new List<string>(), new List<string>());
        using var a = fixture.Worker(static o => o.WorkerId = "old", WorkerFixture.Recorder(old));
        await a.StartAsync();
        using var b = fixture.Worker(static o => o.WorkerId = "new", WorkerFixture.Recorder(@new), WorkerFixture.Handler((in HandlerCall call) =>
        {
            @new.Add(WorkerFixture.Describe(call));
            return default;
        }, "Others", "OtherHandler"));
        await b.StartAsync();
        for (var i = 0; i < 40; i++)
        {
            await fixture.PutAsync($"item{i}", i, "Others");
        }

        await fixture.UntilAsync(() => @new.Count == 40 && Shares(fixture) is [4, 4], seconds: 60);
        Assert.Empty(old);
        await StopAsync(a, b);
    }, shards: 4);

    [Fact]
    public Task What_the_fleet_has_no_room_for_is_reported_and_goes_to_the_next_worker() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        using var a = await StartAsync(fixture, "a", configure: static o => o.MaxLeases = 3);
        await fixture.UntilAsync(() => Shares(fixture) is [3] && fixture.LoggedWith("7 shards of application app find no worker").Any(), seconds: 5);
        await fixture.WaitAsync(200);
        Assert.Equal([3], Shares(fixture));
        Assert.InRange(fixture.LoggedWith("find no worker").Count(), 3, 5);
        using var b = await StartAsync(fixture, "b", configure: static o => o.MaxLeases = 20);
        await fixture.UntilAsync(() => Shares(fixture) is [3, 7], seconds: 30);
        await StopAsync(a, b);
    }, shards: 10);

    [Fact]
    public Task A_worker_that_crashes_at_every_start_gets_a_handful_of_shards_at_most() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        using var a = await StartAsync(fixture, "a");
        await fixture.UntilAsync(() => Shares(fixture) is [60], seconds: 10);
        for (var crash = 0; crash < 5; crash++)
        {
            var connection = fixture.Connect();
            var host = await StartAsync(fixture, "crashing", connection: connection);
            await fixture.WaitAsync(7);
            connection.Freeze();
            await fixture.WaitAsync(13);
        }

        Assert.InRange(fixture.LoggedWith("was handed over").Count(), 0, 15);
        await StopAsync(a);
    }, shards: 60);

    [Fact]
    public Task A_lease_row_that_somebody_deletes_is_made_anew_by_its_owner_where_it_was() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        using var a = await StartAsync(fixture, "a", seen);
        await fixture.PutAsync("x", 1);
        await fixture.WaitAsync(10);
        var lease = Assert.Single(await fixture.Leases.Leases.ReadAllAsync(consistent: true, default));
        await fixture.Db.Client.DeleteItemAsync("app", Row.Key(LeaseStore.Partition(lease.Key.Bucket), lease.Key.SortKey));
        await fixture.UntilAsync(() => fixture.LoggedWith("was deleted from the lease table").Any(), seconds: 70);
        await fixture.PutAsync("x", 2);
        await fixture.UntilAsync(() => seen.Count == 2, seconds: 10);
        await a.StopAsync();

        Assert.Equal(["x=1", "x=2"], seen);
    }, shards: 1);

    private static async Task<IHost> StartAsync(
        WorkerFixture fixture,
        string name,
        List<string>? seen = null,
        Connection? connection = null,
        Action<DynamoHandlersOptions>? configure = null)
    {
        var host = fixture.Worker(
            connection ?? fixture.Connect(),
            o =>
            {
                o.WorkerId = name;
                configure?.Invoke(o);
            },
            WorkerFixture.Recorder(seen ?? []));
        await host.StartAsync();
        return host;
    }

    private static Task StopAsync(params IHost[] hosts) => Task.WhenAll(hosts.Select(static host => host.StopAsync()));

    /// <summary>How many shards each worker owns, the fewest first.</summary>
    private static int[] Shares(WorkerFixture fixture)
    {
        // Answered at once, as nothing is between this and the database.
        var leases = fixture.Leases.Leases.ReadAllAsync(consistent: true, default).AsTask().Result;
        return [.. leases.Where(static lease => lease.Owner is not null).GroupBy(static lease => lease.Owner)
            .Select(static owned => owned.Count()).Order()];
    }

    /// <summary>How many runs of shards have begun.</summary>
    private static int Running(WorkerFixture fixture) => fixture.LoggedWith("starts here").Count();
}
