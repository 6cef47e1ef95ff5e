using DynamoHandlers.Dispatching;
using DynamoHandlers.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DynamoHandlers.Runtime.Tests.Hosting;

/// <summary>The memory of pages in a whole worker.</summary>
public sealed class PrefetchTests
{
    private const int MiB = 1024 * 1024;

    // Scenario 27. What is kept for all of them in memory is a fifth of what they have to handle.
    [Fact]
    public Task Slow_handlers_on_500_shards_stay_within_the_memory_and_all_shards_go_on() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        for (var i = 0; i < 8000; i++)
        {
            await PutAsync(fixture, i, bytes: 1000);
        }

        var handled = new Dictionary<string, int>();
        var connection = fixture.Connect();
        using var worker = fixture.Worker(
            connection, static o => o.PrefetchBytes = 2 * MiB, WorkerFixture.Handler((in HandlerCall call) =>
            {
                handled[call.Source.ShardId] = handled.GetValueOrDefault(call.Source.ShardId) + 1;
                return new(fixture.WaitAsync(2));
            }));
        using var memory = new MetricSum("dynamo_handlers.prefetch.bytes");
        await worker.StartAsync();
        connection.Before = call => call.Operation == "GetRecords" ? fixture.WaitAsync(0.005) : Task.CompletedTask;
        await fixture.UntilAsync(() => handled.Count == 500, seconds: 60);
        var since = fixture.Clock.GetUtcNow();
        await fixture.UntilAsync(() => handled.Values.Min() >= 5, seconds: 60);

        // Nobody was much slower than the handlers: four more records of two seconds each.
        Assert.InRange((fixture.Clock.GetUtcNow() - since).TotalSeconds, 7, 20);
        Assert.InRange(memory.Max, 1, 2 * MiB);
        Assert.InRange(Used(worker), 0, 2 * MiB);
        await worker.StopAsync();
        Assert.Equal((0, 0), (memory.Now, Used(worker)));
    }, shards: 500);

    // Hole 22: each of the blocked shards has pages enough for half the memory.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task Blocked_shards_with_large_pages_do_not_stop_the_others(bool hangs) => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var free = fixture.Db.ListShards("Items")[0].ShardId;
        for (var i = 0; i < 400; i++)
        {
            await PutAsync(fixture, i, bytes: 100_000);
        }

        var handled = 0;
        var blocked = new HashSet<string>();
        using var worker = fixture.Worker(
            static o => (o.PrefetchBytes, o.ShutdownTimeout) = (2 * MiB, TimeSpan.Zero), WorkerFixture.Handler((in HandlerCall call) =>
            {
                if (call.Source.ShardId == free)
                {
                    handled++;
                    return default;
                }

                blocked.Add(call.Source.ShardId);
                return hangs ? new(Task.Delay(Timeout.InfiniteTimeSpan, fixture.Clock, call.Stop)) : throw new InvalidOperationException("no");
            }));
        using var memory = new MetricSum("dynamo_handlers.prefetch.bytes");
        await worker.StartAsync();
        await fixture.UntilAsync(() => blocked.Count == 15, seconds: 60);
        var expected = handled;
        for (var round = 0; round < 20; round++)
        {
            var sequences = handled;
            for (var i = 0; i < 40; i++)
            {
                await PutAsync(fixture, i, bytes: 1000);
            }

            // As soon as it is polled, whether or not others wait for memory.
            await fixture.UntilAsync(() => handled > sequences, seconds: 5);
        }

        Assert.InRange(memory.Max, 1, 2 * MiB);
        await worker.StopAsync();
        Assert.Equal((0, 0), (memory.Now, Used(worker)));
    }, shards: 16);

    [Fact]
    public Task A_shard_whose_page_was_taken_back_goes_on_without_losing_or_repeating_a_record() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        for (var i = 0; i < 200; i++)
        {
            await PutAsync(fixture, i, bytes: 100_000);
        }

        var seen = new List<string>();
        var connection = fixture.Connect();
        var fetches = 0;
        connection.Before = call =>
        {
            fetches += call.Operation == "GetRecords" ? 1 : 0;
            return Task.CompletedTask;
        };
        using var worker = fixture.Worker(
            connection, static o => o.PrefetchBytes = 2 * MiB, WorkerFixture.Handler((in HandlerCall call) =>
            {
                seen.Add(WorkerFixture.Describe(call));
                return new(fixture.WaitAsync(1.5));
            }));
        using var memory = new MetricSum("dynamo_handlers.prefetch.bytes");
        await worker.StartAsync();
        await fixture.UntilAsync(() => seen.Count == 200, seconds: 600);
        await worker.StopAsync();

        Assert.Equal(200, seen.Distinct().Count());
        Assert.Equal(200, seen.Count);
        Assert.InRange(memory.Max, 1, 2 * MiB);
        Assert.Empty(fixture.LoggedWith("Error"));
    }, shards: 16);

    // Ten pages, of which each takes 0.1 s to fetch and 0.1 s to handle.
    [Theory]
    [InlineData(64, 1.1)]
    [InlineData(2, 2.0)] // No memory to spare.
    public Task A_page_is_fetched_while_the_one_before_it_is_handled(int mebibytes, double seconds) => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        for (var i = 0; i < 1000; i++)
        {
            await PutAsync(fixture, i, bytes: 100);
        }

        var handled = 0;
        DateTimeOffset? begin = null;
        var connection = fixture.Connect();
        connection.Before = call =>
        {
            if (call.Operation != "GetRecords")
            {
                return Task.CompletedTask;
            }

            begin ??= fixture.Clock.GetUtcNow();
            return fixture.WaitAsync(0.1);
        };
        using var worker = fixture.Worker(
            connection,
            o => (o.PrefetchBytes, o.MaxRecords) = (mebibytes * MiB, 100),
            WorkerFixture.Handler((in HandlerCall _) => new(HandleAsync())));
        await worker.StartAsync();
        await fixture.UntilAsync(() => handled == 1000);
        Assert.Equal(seconds, (fixture.Clock.GetUtcNow() - begin!.Value).TotalSeconds, tolerance: 0.05);
        await worker.StopAsync();

        Assert.Equal(0, Used(worker));
        async Task HandleAsync()
        {
            await fixture.WaitAsync(0.001);
            handled++;
        }
    }, shards: 1);

    [Fact]
    public Task Who_waits_for_memory_leaves_at_once() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var connection = fixture.Connect();
        var asked = 0;
        connection.Before = call =>
        {
            if (call.Operation != "GetRecords")
            {
                return Task.CompletedTask;
            }

            // Two fetches fit, and take for ever.
            asked++;
            return Task.Delay(Timeout.InfiniteTimeSpan, fixture.Clock, call.Stop);
        };
        using var worker = fixture.Worker(connection, static o => o.PrefetchBytes = 2 * MiB, WorkerFixture.Recorder([]));
        await worker.StartAsync();
        await fixture.WaitAsync(10);
        Assert.Equal(2, asked);
        var since = fixture.Clock.GetUtcNow();
        await worker.StopAsync();

        Assert.InRange((fixture.Clock.GetUtcNow() - since).TotalSeconds, 0, 0.1);
        Assert.Equal(0, Used(worker));
        Assert.Empty(fixture.LoggedWith("Error"));
    }, shards: 8);

    private static async Task PutAsync(WorkerFixture fixture, int number, int bytes) => await fixture.Db.Client.PutItemAsync("Items", new()
    {
        ["pk"] = new($"k{number}"),
        ["n"] = new() { N = $"{fixture.Clock.GetTimestamp()}" },
        ["text"] = new(new string('x', bytes)),
    });

    private static long Used(IHost worker) => worker.Services.GetRequiredService<Lazy<WorkerServices>>().Value.Pages.Used;
}
