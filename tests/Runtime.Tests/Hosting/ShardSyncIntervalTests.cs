namespace DynamoHandlers.Runtime.Tests.Hosting;

public sealed class ShardSyncIntervalTests
{
    [Theory]
    [InlineData(30)]
    [InlineData(600)]
    public Task Shards_are_compared_with_leases_as_often_as_the_options_say(int seconds) => WorkerFixture.RunAsync(async fixture =>
    {
        const int Intervals = 20;
        await fixture.CreateTableAsync();
        var listings = 0;
        var connection = fixture.Connect();
        using var worker = fixture.Worker(
            connection, o => o.ShardSyncInterval = TimeSpan.FromSeconds(seconds), WorkerFixture.Recorder([]));
        await worker.StartAsync();
        await fixture.WaitAsync(60);
        connection.Before = call =>
        {
            listings += call.Operation == "DescribeStream" ? 1 : 0;
            return Task.CompletedTask;
        };

        // Whether it is time is looked at once in a lease duration, and when the last one was, five times in an interval.
        var most = (seconds * 1.2) + 10;
        await fixture.WaitAsync(Intervals * most);
        await worker.StopAsync();

        Assert.InRange(listings, Intervals - 1, (Intervals * most / seconds) + 1);
    }, shards: 1);
}
