using DynamoHandlers.Dispatching;

namespace DynamoHandlers.Runtime.Tests.Hosting;

/// <summary>Where a whole worker begins with a stream that it has never read.</summary>
public sealed class StartPositionWorkerTests
{
    [Fact]
    public Task TrimHorizon_brings_what_was_written_before_the_first_start() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        await fixture.PutAsync("a", 1);
        var seen = await RunAsync(fixture, StartPosition.TrimHorizon, ["a=1", "a=2"], () => fixture.PutAsync("a", 2));

        Assert.Equal(["a=1", "a=2"], seen);
    });

    [Fact]
    public Task Latest_passes_over_what_was_written_before_the_first_start_and_brings_all_that_follows() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        await fixture.PutAsync("a", 1);
        fixture.Db.RollShards("Items");
        await fixture.PutAsync("a", 2);
        await fixture.WaitAsync(10);
        var seen = await RunAsync(fixture, StartPosition.Latest, ["a=3", "a=4"], async () =>
        {
            await fixture.PutAsync("a", 3);
            fixture.Db.RollShards("Items");
            await fixture.PutAsync("a", 4);
        });

        Assert.Equal(["a=3", "a=4"], seen);
    });

    [Fact]
    public Task Latest_is_the_first_start_not_a_later_one() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        await RunAsync(fixture, StartPosition.Latest, [], () => Task.CompletedTask);
        await fixture.PutAsync("a", 1);
        fixture.Db.RollShards("Items");
        await fixture.PutAsync("a", 2);
        await fixture.WaitAsync(3600);

        Assert.Equal(["a=1", "a=2"], await RunAsync(fixture, StartPosition.Latest, ["a=1", "a=2"], () => Task.CompletedTask));
    });

    // At each moment between joining and the first checkpoint.
    [Fact]
    public Task With_Latest_a_crash_before_the_first_checkpoint_loses_nothing() => WorkerFixture.RunAsync(async fixture =>
    {
        for (var moment = 0; moment < 30; moment++)
        {
            var table = $"Items{moment}";
            await fixture.CreateTableAsync(table);
            await fixture.PutAsync("before", 0, table);
            await fixture.WaitAsync(5);
            var crashing = fixture.Connect();
            crashing.Before = _ => fixture.WaitAsync(0.02);
            var application = $"app{moment}";
            using var crashed = fixture.Worker(
                crashing,
                o => (o.Application, o.StartPosition) = (application, StartPosition.Latest),
                WorkerFixture.Handler((in HandlerCall _) => default, table));
            await crashed.StartAsync();
            await fixture.WaitAsync(moment * 0.04);
            await fixture.PutAsync("a", 1, table);
            crashing.Freeze();
            fixture.Db.RollShards(table);
            await fixture.PutAsync("a", 2, table);

            var seen = new List<string>();
            using var next = fixture.Worker(
                o => (o.Application, o.StartPosition) = (application, StartPosition.Latest), WorkerFixture.Recorder(seen, table));
            await next.StartAsync();
            await fixture.PutAsync("a", 3, table);
            await fixture.UntilAsync(() => seen.Contains("a=3"), seconds: 60);
            await next.StopAsync();

            // A start counts from when the stream's row is there. What follows a start always arrives.
            var expected = seen.Contains("a=1") ? ["a=1", "a=2", "a=3"] : seen.Contains("a=2") ? new[] { "a=2", "a=3" } : ["a=3"];
            Assert.Equal(expected, seen);
            Assert.True(moment < 10 || seen.Count == 3, $"Crashed after {moment * 0.04} s: {string.Join(", ", seen)}.");
        }
    });

    [Fact]
    public Task At_brings_what_was_written_at_that_time_or_later_from_all_shards() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        await fixture.PutAsync("a", 1);
        await fixture.WaitAsync(10);
        var time = fixture.Clock.GetUtcNow();
        await fixture.PutAsync("a", 2);
        fixture.Db.RollShards("Items");
        await fixture.WaitAsync(10);
        await fixture.PutAsync("a", 3);

        Assert.Equal(["a=2", "a=3", "a=4"], await RunAsync(
            fixture, StartPosition.At(time.AddMilliseconds(400)), ["a=4"], () => fixture.PutAsync("a", 4)));
    });

    private static async Task<List<string>> RunAsync(
        WorkerFixture fixture, StartPosition start, string[] until, Func<Task> write)
    {
        var seen = new List<string>();
        using var worker = fixture.Worker(o => o.StartPosition = start, WorkerFixture.Recorder(seen));
        await worker.StartAsync();
        await fixture.WaitAsync(1);
        await write();
        await fixture.UntilAsync(() => until.All(seen.Contains));
        await fixture.WaitAsync(20);
        await worker.StopAsync();
        return seen;
    }
}
