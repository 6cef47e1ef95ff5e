using DynamoHandlers.Testing;

namespace DynamoHandlers.Simulation.Tests;

public sealed class SimulatedClusterTests
{
    [Fact]
    public async Task A_worker_handles_every_record()
    {
        var calls = 0;
        await SimulatedCluster.RunAsync(new(), async cluster =>
        {
            await cluster.CreateTableAsync();
            await cluster.StartAsync(handle: (in _) =>
            {
                calls++;
                return default;
            });
            await cluster.PutManyAsync(20, number: 1);
            await cluster.SettleAsync();
        });
        Assert.Equal(20, calls);
    }

    [Fact]
    public async Task Another_worker_takes_over_from_one_that_is_killed()
    {
        await SimulatedCluster.RunAsync(new(), async cluster =>
        {
            await cluster.CreateTableAsync();
            var a = await cluster.StartAsync();
            await cluster.PutManyAsync(20, number: 1);
            await cluster.WaitAsync(TimeSpan.FromSeconds(3));
            await cluster.StartAsync();
            a.Kill();
            await cluster.PutManyAsync(20, number: 2);
            await cluster.SettleAsync(TimeSpan.FromSeconds(60));
        });
    }

    [Fact]
    public async Task One_seed_gives_one_trace_and_another_seed_another()
    {
        var hashes = new List<string>();
        foreach (var seed in new[] { 1, 1, 2 })
        {
            await SimulatedCluster.RunAsync(new() { Seed = seed }, async cluster =>
            {
                await cluster.CreateTableAsync();
                var a = await cluster.StartAsync();
                await cluster.StartAsync();
                await cluster.PutManyAsync(20, number: 1);
                cluster.RollShards("Items");
                await cluster.PutManyAsync(20, number: 2);
                await cluster.WaitAsync(TimeSpan.FromSeconds(20));
                a.Pause();
                await cluster.WaitAsync(TimeSpan.FromSeconds(20));
                a.Resume(clockStoodStill: true);
                await cluster.SettleAsync();
                hashes.Add(cluster.TraceHash);
            });
        }

        Assert.Equal(hashes[0], hashes[1]);
        Assert.NotEqual(hashes[0], hashes[2]);
    }

    [Fact]
    public async Task A_failure_tells_the_seed_the_time_and_what_happened_last()
    {
        var failure = await Assert.ThrowsAsync<SimulationException>(() => SimulatedCluster.RunAsync(new() { Seed = 7 }, async cluster =>
        {
            await cluster.CreateTableAsync();
            await cluster.StartAsync();
            await cluster.WaitAsync(TimeSpan.FromSeconds(5));
            throw new InvalidDataException("the test's own");
        }));
        Assert.Equal(7, failure.Seed);
        Assert.Equal("InvalidDataException: the test's own", failure.Violation);
        Assert.Contains("Seed 7, after 5.", failure.Message, StringComparison.Ordinal);
        Assert.Contains("GetRecords", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_run_at_the_same_time_is_refused()
    {
        var first = SimulatedCluster.RunAsync(new(), async cluster =>
        {
            await cluster.WaitAsync(TimeSpan.FromHours(1));
            var refusal = await Assert.ThrowsAsync<InvalidOperationException>(
                () => SimulatedCluster.RunAsync(new(), static _ => Task.CompletedTask));
            Assert.Contains("one at a time", refusal.Message, StringComparison.Ordinal);
        });
        await first;
    }

    [Fact]
    public async Task A_body_that_waits_for_ever_fails_at_the_time_limit()
    {
        var failure = await Assert.ThrowsAsync<SimulationException>(() => SimulatedCluster.RunAsync(
            new() { TimeLimit = TimeSpan.FromMinutes(10) }, _ => new TaskCompletionSource().Task));
        Assert.Contains("has not ended", failure.Violation, StringComparison.Ordinal);
    }
}
