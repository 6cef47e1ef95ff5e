using DynamoHandlers.Dispatching;
using DynamoHandlers.Dispatching.Processing;
using DynamoHandlers.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoHandlers.Hosting.Sessions;

/// <summary>
/// The processor of one run of a shard, the application's own or the one that calls handlers, and what it is told when.
/// </summary>
internal sealed class ShardProcessing : IAsyncDisposable
{
    private readonly WorkerServices _services;
    private readonly DispatchParts _parts;
    private readonly ShardCheckpointer _checkpointer;
    private readonly AsyncServiceScope? _scope;
    private bool _isInitialized;
    private bool _hasEnded;

    private ShardProcessing(
        WorkerServices services, DispatchParts parts, ShardCheckpointer checkpointer, IShardProcessor processor, AsyncServiceScope? scope)
    {
        (_services, _parts, _checkpointer, _scope) = (services, parts, checkpointer, scope);
        Processor = processor;
    }

    public IShardProcessor Processor { get; }

    public DeliverySource Source => _parts.Source;

    public static ShardProcessing Create(
        WorkerServices services, StreamTarget target, DispatchParts parts, ShardCheckpointer checkpointer)
    {
        if (target.Processor is not { } factory)
        {
            var options = services.Options;
            var settings = new ProcessorSettings(
                options.Parallelism, services.Rules.DoneAfterHandlers, options.Failure, options.RealTable, options.CheckpointInterval);
            var handlers = new HandlerProcessor(parts, settings, checkpointer, services.Clock, services.Meter, services.Logger);
            return new(services, parts, checkpointer, handlers, scope: null);
        }

        var scope = services.Scopes.CreateAsyncScope();
        return new(services, parts, checkpointer, factory(scope.ServiceProvider), scope);
    }

    /// <summary>Runs until the shard is done to its end.</summary>
    public async Task RunAsync(ShardPump pump)
    {
        _isInitialized = true;
        await Processor.InitializeAsync(MakeContext(), _parts.Stop).ConfigureAwait(false);
        await pump.RunAsync(_parts.Quit, _parts.Stop).ConfigureAwait(false);
        await Processor.ShardEndedAsync(_parts.Stop).ConfigureAwait(false);
        _hasEnded = true;
    }

    /// <summary>Tells the processor that the run is over before the shard's end; nothing of it runs when this returns.</summary>
    public async ValueTask EndAsync(bool isHeld)
    {
        if (_hasEnded || !_isInitialized)
        {
            return;
        }

        _hasEnded = true;
        try
        {
            if (isHeld)
            {
                await Processor.ShutdownRequestedAsync(_parts.Stop).ConfigureAwait(false);
            }
            else
            {
                await Processor.LeaseLostAsync().ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            Log.ProcessorFailedAtLast(_services.Logger, e, Source.ShardId, Source.TableName);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_scope is { } scope)
        {
            await scope.DisposeAsync().ConfigureAwait(false);
        }
        else if (Processor is IAsyncDisposable handlers)
        {
            await handlers.DisposeAsync().ConfigureAwait(false);
        }
    }

    private ShardContext MakeContext() => new()
    {
        TableName = Source.TableName,
        StreamArn = Source.StreamArn,
        ShardId = Source.ShardId,
        WorkerId = Source.WorkerId,
        Epoch = Source.Epoch,
        Checkpointer = new ProcessorCheckpoints(_checkpointer, Source),
        ShutdownRequested = _parts.Quit,
    };
}
