using DynamoHandlers.Dispatching.Routing;
using DynamoHandlers.Hosting;
using DynamoHandlers.Hosting.Sessions;
using DynamoHandlers.Leasing;
using DynamoHandlers.Runtime.Tests.Leasing;
using DynamoHandlers.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace DynamoHandlers.Runtime.Tests.Hosting.Sessions;

public sealed class ShardRunsTests
{
    // The lease loop and whoever finished the parent find the same lease, and the second must not take it from the first.
    [Fact]
    public Task A_lease_that_two_bring_at_once_runs_once_and_does_not_count_as_used_up() => RunAsync(async (_, runs, lease, drain) =>
    {
        Assert.True(runs.TryStart(lease));
        Assert.True(runs.TryStart(lease));
        Assert.False(runs.IsWanted(lease.Key));

        await drain.CancelAsync();
        Assert.Equal(1, await runs.WhenAllEndedAsync());
    });

    [Fact]
    public Task An_epoch_runs_once_at_all() => RunAsync(async (fixture, runs, lease, drain) =>
    {
        Assert.True(runs.TryStart(lease));
        fixture.Db.RollShards("Items");
        await fixture.UntilAsync(() => runs.IsWanted(lease.Key));

        Assert.False(runs.TryStart(lease));
        Assert.True(runs.TryStart(lease with { Epoch = lease.Epoch + 1 }));
        await drain.CancelAsync();
        await runs.WhenAllEndedAsync();
    });

    [Fact]
    public Task Nothing_starts_once_the_worker_leaves() => RunAsync(async (_, runs, lease, drain) =>
    {
        await drain.CancelAsync();

        Assert.True(runs.TryStart(lease));

        Assert.True(runs.IsWanted(lease.Key));
        Assert.Equal(0, await runs.WhenAllEndedAsync());
    });

    private static Task RunAsync(Func<WorkerFixture, ShardRuns, Lease, CancellationTokenSource, Task> test) => WorkerFixture.RunAsync(
        async fixture =>
        {
            await fixture.CreateTableAsync();
            var rows = fixture.Leases;
            await rows.CreateTableAsync();
            var connection = fixture.Connect();
            var options = new DynamoHandlersOptions { Application = LeaseRows.TableName };
            using var provider = new ServiceCollection().BuildServiceProvider();
            using var meter = new WorkerMeter();
            using var clients = DynamoDbClients.Create(options, connection.Tables, connection.Streams, connection.Clock);
            var services = new WorkerServices(
                options, clients, provider.GetRequiredService<IServiceScopeFactory>(), connection.Clock, static () => 0.5, meter, NullLogger.Instance);
            using var membership = new Membership(services);
            var target = new StreamTarget(
                "Items", await fixture.StreamArnAsync(), new HandlerRoutes([WorkerFixture.Recorder([])]));
            var targets = new StreamTargets([target]);
            targets.SetReady(target.Key, from: null);
            var key = new LeaseKey(target.Key, Assert.Single(fixture.Db.ListShards("Items")).ShardId);
            await services.Leases.CreateAsync(key, null, gateOpen: true, default);
            var seen = await services.Leases.GetAsync(key, default);
            var lease = await services.Leases.TakeAsync(seen!, membership.Identity, fromDead: false, default);
            using var drain = new CancellationTokenSource();
            var runs = new ShardRuns(
                services,
                membership,
                targets,
                drain.Token,
                CancellationToken.None)
            {
                OnEnded = static _ => default,
                SuccessorOf = static _ => null,
            };
            await test(fixture, runs, lease!, drain);
        },
        shards: 1);
}
