using Microsoft.Extensions.DependencyInjection;

namespace DynamoHandlers.Dispatching;

/// <summary>
/// The services that the handlers of one record get, and then those of the next: from a scope that is made when something is
/// asked for that is no singleton, as most handlers are content with singletons. Thread-safe but for its end.
/// </summary>
internal sealed class RecordServices(IServiceScopeFactory scopes, SingletonServices? singletons) : IServiceProvider, IKeyedServiceProvider
{
    private readonly object _gate = new();
    private AsyncServiceScope? _scope;

    private IServiceProvider Scoped
    {
        get
        {
            lock (_gate)
            {
                return (_scope ??= scopes.CreateAsyncScope()).ServiceProvider;
            }
        }
    }

    public object? GetService(Type serviceType) => singletons?.Find(serviceType) ?? Scoped.GetService(serviceType);

    public object? GetKeyedService(Type serviceType, object? serviceKey) => Keyed().GetKeyedService(serviceType, serviceKey);

    public object GetRequiredKeyedService(Type serviceType, object? serviceKey) => Keyed().GetRequiredKeyedService(serviceType, serviceKey);

    /// <summary>Ends the record's scope, if there is one.</summary>
    public ValueTask EndAsync()
    {
        if (_scope is not { } scope)
        {
            return default;
        }

        _scope = null;
        return scope.DisposeAsync();
    }

    private IKeyedServiceProvider Keyed() => Scoped as IKeyedServiceProvider
        ?? throw new InvalidOperationException("The container of this application has no services with keys.");
}
