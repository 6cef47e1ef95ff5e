using System.Runtime.ExceptionServices;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoHandlers.Dispatching.States;

/// <summary>
/// The instances of handler classes that belong to one run of a shard, from its beginning to its end. For one caller at a time.
/// </summary>
internal sealed class ShardInstances : IAsyncDisposable
{
    private readonly ShardClass[] _classes;
    private readonly IServiceScopeFactory _scopes;
    private AsyncServiceScope? _scope;
    private bool _isOver;

    private ShardInstances(ShardClass[] classes, IServiceScopeFactory scopes) => (_classes, _scopes) = (classes, scopes);

    /// <summary>The instances, once they are made.</summary>
    public IReadOnlyList<ShardInstance> All { get; private set; } = [];

    /// <summary>Them by their classes; null before they are made, or if there are none.</summary>
    public IReadOnlyDictionary<Type, object>? ByType { get; private set; }

    /// <summary>Those for a run that calls some handlers.</summary>
    public static ShardInstances For(IEnumerable<HandlerDescriptor> handlers, IServiceScopeFactory scopes) => new(
        [.. handlers.Select(static handler => handler.Shard).OfType<ShardClass>().DistinctBy(static shardClass => shardClass.Type)], scopes);

    /// <summary>Makes them.</summary>
    public void Create()
    {
        if (_classes.Length == 0)
        {
            return;
        }

        var scope = _scopes.CreateAsyncScope();
        _scope = scope;
        All = [.. _classes.Select(shardClass => new ShardInstance(shardClass, shardClass.Create(scope.ServiceProvider)))];
        ByType = All.ToDictionary(static instance => instance.Class.Type, static instance => instance.Value);
    }

    public async ValueTask InitializeAsync(ShardInfo shard, CancellationToken stop)
    {
        foreach (var instance in All)
        {
            if (instance.Value is IShardHandler handler)
            {
                await handler.InitializeAsync(shard, stop).ConfigureAwait(false);
            }

            instance.IsInitialized = true;
        }
    }

    public ValueTask ShardEndedAsync(CancellationToken stop) => TellAsync(handler => handler.ShardEndedAsync(stop));

    public ValueTask ShutdownRequestedAsync(CancellationToken stop) => TellAsync(handler => handler.ShutdownRequestedAsync(stop));

    public ValueTask LeaseLostAsync() => TellAsync(static handler => handler.LeaseLostAsync());

    public ValueTask DisposeAsync() => _scope?.DisposeAsync() ?? default;

    private async ValueTask TellAsync(Func<IShardHandler, ValueTask> tell)
    {
        // The end of a shard that could not be committed is not followed by another end.
        var told = _isOver ? [] : All.Where(static instance => instance.IsInitialized);
        _isOver = true;
        ExceptionDispatchInfo? failure = null;
        foreach (var handler in told.Select(static instance => instance.Value).OfType<IShardHandler>())
        {
            try
            {
                await tell(handler).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                // The others are told all the same.
                failure ??= ExceptionDispatchInfo.Capture(e);
            }
        }

        failure?.Throw();
    }
}
