using DynamoHandlers.Dispatching;
using DynamoHandlers.Dispatching.Batches;
using DynamoHandlers.Dispatching.Failures;
using DynamoHandlers.Dispatching.Routing;
using DynamoHandlers.Runtime.Tests.Hosting;
using DynamoHandlers.Telemetry;
using DynamoHandlers.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace DynamoHandlers.Runtime.Tests.Dispatching;

public sealed class RecordDispatcherTests
{
    // The clock knows that the fence's time is over before its timer has fired.
    [Fact]
    public Task No_handler_is_called_while_the_lease_is_not_held_whatever_the_tokens_say() => WorkerFixture.RunAsync(async fixture =>
    {
        var calls = 0;
        using var quit = new CancellationTokenSource(TimeSpan.FromSeconds(10), fixture.Clock);
        var handler = WorkerFixture.Handler((in HandlerCall _) =>
        {
            calls++;
            return default;
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => DispatchAsync(fixture, mayCall: false, quit.Token, CancellationToken.None, handler));

        Assert.Equal(0, calls);
    }, shards: 1);

    [Fact]
    public Task Once_handlers_are_cancelled_the_next_one_is_not_called() => WorkerFixture.RunAsync(async fixture =>
    {
        var calls = new List<string>();
        using var stop = new CancellationTokenSource();
        var first = WorkerFixture.Handler(
            (in HandlerCall _) =>
            {
                calls.Add("first");
                stop.Cancel();
                return default;
            },
            name: "First");
        var second = WorkerFixture.Handler(
            (in HandlerCall _) =>
            {
                calls.Add("second");
                return default;
            },
            name: "Second");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => DispatchAsync(fixture, mayCall: true, stop.Token, stop.Token, first, second));

        Assert.Equal(["first"], calls);
    }, shards: 1);

    private static async Task DispatchAsync(
        WorkerFixture fixture, bool mayCall, CancellationToken quit, CancellationToken stop, params HandlerDescriptor[] handlers)
    {
        await fixture.CreateTableAsync();
        await fixture.PutAsync("a", 1);
        var arn = await fixture.StreamArnAsync();
        var shard = Assert.Single(fixture.Db.ListShards("Items")).ShardId;
        var iterator = await fixture.Db.Streams.GetShardIteratorAsync(arn, shard, ShardPosition.TrimHorizon, default);
        using var page = await fixture.Db.Streams.GetRecordsAsync(iterator, 1, default);
        using var provider = new ServiceCollection().BuildServiceProvider();
        using var meter = new WorkerMeter();
        var parts = new DispatchParts(
            new TableRouting(
                new HandlerRoutes(handlers), UnmatchedPolicy.Skip, new UnmatchedRecords(meter, NullLogger.Instance, fixture.Clock)),
            provider.GetRequiredService<IServiceScopeFactory>(),
            new HandlerRetry(new(), fixture.Clock, static () => 0.5, meter, NullLogger.Instance),
            new DeliverySource(arn, "Items", shard, "worker"),
            () => mayCall)
        {
            Quit = quit,
            Stop = stop,
        };
        var dispatcher = new RecordDispatcher(parts, new BatchLanes(parts, turn: null, fixture.Clock, NullLogger.Instance));
        await dispatcher.DispatchAsync(page[0], slot: null);
    }
}
