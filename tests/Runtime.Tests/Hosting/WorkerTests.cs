using DynamoHandlers.Dispatching;

namespace DynamoHandlers.Runtime.Tests.Hosting;

public sealed class WorkerTests
{
    [Fact]
    public Task Every_change_arrives_and_each_items_changes_in_order() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        using var worker = fixture.Worker(WorkerFixture.Recorder(seen));
        await worker.StartAsync();
        for (var i = 0; i < 100; i++)
        {
            await fixture.PutAsync($"item{i % 10}", i);
        }

        await fixture.UntilAsync(() => seen.Count == 100);
        await worker.StopAsync();

        Assert.All(Enumerable.Range(0, 10), key => Assert.Equal(
            Enumerable.Range(0, 10).Select(round => $"item{key}={(round * 10) + key}"),
            seen.Where(line => line.StartsWith($"item{key}=", StringComparison.Ordinal))));
    });

    [Fact]
    public Task After_a_graceful_stop_the_next_worker_goes_on_at_once_and_repeats_nothing() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        for (var round = 0; round < 3; round++)
        {
            using var worker = fixture.Worker(WorkerFixture.Recorder(seen));
            await worker.StartAsync();
            for (var i = 0; i < 20; i++)
            {
                await fixture.PutAsync($"item{i}", round);
            }

            await fixture.UntilAsync(() => seen.Count == 20 * (round + 1), seconds: 2);
            await worker.StopAsync();
        }

        Assert.Equal(seen.Count, seen.Distinct().Count());
    });

    [Fact]
    public Task A_handler_that_throws_is_called_again_in_place_while_later_records_wait() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var calls = new List<string>();
        using var worker = fixture.Worker(WorkerFixture.Handler((in HandlerCall call) =>
        {
            calls.Add($"{WorkerFixture.Describe(call)} #{call.Attempt}");
            return call.Attempt <= 3 && WorkerFixture.Describe(call) == "a=2"
                ? throw new InvalidOperationException("not yet")
                : default;
        }));
        await worker.StartAsync();
        for (var i = 1; i <= 3; i++)
        {
            await fixture.PutAsync("a", i);
        }

        await fixture.UntilAsync(() => calls.Contains("a=3 #1"));
        await worker.StopAsync();

        Assert.Equal(["a=1 #1", "a=2 #1", "a=2 #2", "a=2 #3", "a=2 #4", "a=3 #1"], calls);
        Assert.Equal(3, fixture.Logged.Count(static line => line.Contains("not yet", StringComparison.Ordinal)));
    });

    [Fact]
    public Task One_worker_serves_several_tables_and_a_failing_one_does_not_hold_up_the_others() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        await fixture.CreateTableAsync("Broken");
        var seen = new List<string>();
        using var worker = fixture.Worker(
            WorkerFixture.Recorder(seen),
            WorkerFixture.Handler(static (in HandlerCall _) => throw new InvalidOperationException("broken"), "Broken", "Broken"));
        await worker.StartAsync();
        await fixture.PutAsync("a", 0, "Broken");
        await fixture.WaitAsync(60);
        await fixture.PutAsync("a", 1);
        await fixture.UntilAsync(() => seen.Count == 1, seconds: 1.1);
        await worker.StopAsync();

        Assert.Equal(["a=1"], seen);
    });
}
