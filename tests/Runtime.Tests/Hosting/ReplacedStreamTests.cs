using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace DynamoHandlers.Runtime.Tests.Hosting;

/// <summary>Streaming of a table is disabled and enabled anew: a stream with another ARN.</summary>
public sealed class ReplacedStreamTests
{
    [Fact]
    public Task A_new_stream_of_a_table_that_was_read_is_read_from_its_beginning_after_the_old_ones_rest() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        await HandleAsync(fixture, seen, "a", until: "a=1");
        await fixture.PutAsync("b", 2);
        await EnableAnewAsync(fixture);
        await fixture.PutAsync("c", 3);

        await HandleAsync(fixture, seen, "d", until: "d=1");

        Assert.Equal(["a=1", "b=2", "c=3", "d=1"], seen);
        Assert.Empty(fixture.LoggedWith("records are not handled"));
    }, shards: 1);

    [Fact]
    public Task The_old_streams_rest_is_handled_where_its_arn_is_named() => WorkerFixture.RunAsync(async fixture =>
    {
        await fixture.CreateTableAsync();
        var seen = new List<string>();
        await HandleAsync(fixture, seen, "a", until: "a=1");
        await fixture.PutAsync("b", 2);
        var old = (await fixture.Db.Client.DescribeTableAsync("Items")).Table.LatestStreamArn;
        await EnableAnewAsync(fixture);

        using var worker = fixture.Worker(o => o.Tables["Items"] = old, WorkerFixture.Recorder(seen));
        await worker.StartAsync();
        await fixture.UntilAsync(() => seen.Contains("b=2"));
        await worker.StopAsync();

        Assert.Equal(["a=1", "b=2"], seen);
    }, shards: 1);

    // Start positions are for what was never read: here they would skip what was written meanwhile.
    private static async Task HandleAsync(WorkerFixture fixture, List<string> seen, string key, string until)
    {
        using var worker = fixture.Worker(static o => o.StartPosition = StartPosition.Latest, WorkerFixture.Recorder(seen));
        await worker.StartAsync();
        await fixture.WaitAsync(3);
        await fixture.PutAsync(key, 1);
        await fixture.UntilAsync(() => seen.Contains(until));
        await worker.StopAsync();
    }

    private static async Task EnableAnewAsync(WorkerFixture fixture)
    {
        await fixture.WaitAsync(60);
        await fixture.Db.Client.UpdateTableAsync(Streaming(enabled: false));
        await fixture.WaitAsync(60);
        await fixture.Db.Client.UpdateTableAsync(Streaming(enabled: true));
        await fixture.WaitAsync(60);
    }

    private static UpdateTableRequest Streaming(bool enabled) => new()
    {
        TableName = "Items",
        StreamSpecification = enabled
            ? new() { StreamEnabled = true, StreamViewType = StreamViewType.NEW_AND_OLD_IMAGES }
            : new() { StreamEnabled = false },
    };
}
