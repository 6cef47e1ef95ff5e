using Microsoft.Extensions.DependencyInjection;

namespace DynamoHandlers.Dispatching;

/// <summary>The services of which there is one for all records: to get them takes no scope. Thread-safe.</summary>
/// <param name="services">What was registered.</param>
/// <param name="root">The provider that the singletons belong to.</param>
internal sealed class SingletonServices(IServiceCollection services, IServiceProvider root)
{
    // The last registration of a type is the one that counts.
    private readonly HashSet<Type> _types =
    [
        .. services.Where(static service => !service.IsKeyedService && !service.ServiceType.IsGenericTypeDefinition)
            .GroupBy(static service => service.ServiceType)
            .Where(static type => type.Last().Lifetime == ServiceLifetime.Singleton)
            .Select(static type => type.Key),
    ];

    /// <summary>The service, if it is a singleton; else null.</summary>
    public object? Find(Type type) => _types.Contains(type) ? root.GetService(type) : null;
}
