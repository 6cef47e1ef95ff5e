using DynamoHandlers.Leasing;

namespace DynamoHandlers.Runtime.Tests.Hosting;

public sealed class SlowStartTests
{
    // Found by simulation: attempts that took longer than the lease duration replaced each other for ever.
    [Fact]
    public Task Making_the_first_leases_may_take_far_longer_than_the_lease_duration() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        var slow = fixture.Connect();
        slow.Before = call => call.Operation == "TransactWriteItems" ? fixture.WaitAsync(60) : Task.CompletedTask;
        using var first = fixture.Worker(slow, static o => o.WorkerId = "slow", WorkerFixture.Recorder(seen));
        await first.StartAsync();
        await fixture.WaitAsync(2);
        using var second = fixture.Worker(static o => o.WorkerId = "second", WorkerFixture.Recorder(seen));
        await second.StartAsync();
        await fixture.PutAsync("a", 1);
        await fixture.UntilAsync(() => seen.Count == 1, seconds: 300);

        var row = await fixture.Leases.Streams.GetAsync(StreamKey.FromArn(await fixture.StreamArnAsync()), default);
        Assert.Equal(1, row?.Attempt);
        await Task.WhenAll(first.StopAsync(), second.StopAsync());
    });
}
