namespace DynamoHandlers.Runtime.Tests.Hosting;

public sealed class ShardSyncIntervalTests
{
    [Theory]
    [InlineData(30, 20)]
    [InlineData(600, 1)]
    public Task Shards_are_compared_with_leases_as_often_as_the_options_say(int seconds, int passes) => WorkerFixture.RunAsync(async fixture =>
    {
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
        await fixture.WaitAsync(600);
        await worker.StopAsync();

        Assert.InRange(listings, passes, passes + 1);
    }, shards: 1);
}
