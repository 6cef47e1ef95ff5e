using DynamoHandlers.Dispatching;
using DynamoHandlers.Dispatching.Batches;
using DynamoHandlers.Dispatching.Failures;
using DynamoHandlers.Dispatching.Routing;
using DynamoHandlers.Telemetry;
using DynamoHandlers.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace DynamoHandlers.Runtime.Benchmarks;

/// <summary>Parses pages and brings their records to the handlers of a class, as a worker does.</summary>
internal sealed class Dispatcher : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly WorkerMeter _meter = new();
    private readonly RecordDispatcher _dispatcher;

    /// <param name="add">Adds the handlers.</param>
    public Dispatcher(Action<IDynamoHandlersBuilder> add)
    {
        var services = new ServiceCollection();
        add(services.AddDynamoHandlers());
        _services = services.BuildServiceProvider();
        var clock = TimeProvider.System;
        var parts = new DispatchParts(
            new TableRouting(
                new HandlerRoutes([.. _services.GetServices<HandlerDescriptor>()]),
                UnmatchedPolicy.Skip,
                new UnmatchedRecords(_meter, NullLogger.Instance, clock)),
            _services.GetRequiredService<IServiceScopeFactory>(),
            new HandlerRetry(new(), clock, static () => 0.5, _meter, NullLogger.Instance),
            new DeliverySource("arn:aws:dynamodb:eu-west-1:123456789012:table/Orders/stream/1", "Orders", "shardId-1", "worker"),
            static () => true)
        {
            Singletons = _services.GetRequiredService<SingletonServices>(),
        };
        _dispatcher = new RecordDispatcher(parts, new BatchLanes(parts, turn: null, clock, NullLogger.Instance));
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public void Dispatch(byte[] response)
    {
        using var page = RecordPage.Parse(response);
        for (var i = 0; i < page.Count; i++)
        {
            var handling = _dispatcher.DispatchAsync(page[i], slot: null);
            if (!handling.IsCompletedSuccessfully)
            {
                handling.AsTask().GetAwaiter().GetResult();
            }
        }
    }

    public void Dispose()
    {
        _services.Dispose();
        _meter.Dispose();
    }
}
