using DynamoHandlers.Dispatching;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoHandlers.Hosting;

internal sealed class DynamoHandlersBuilder(IServiceCollection services) : IDynamoHandlersBuilder
{
    public IServiceCollection Services { get; } = services;

    public IDynamoHandlersBuilder AddHandler(HandlerDescriptor handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        var isThere = Services.Any(service =>
            !service.IsKeyedService && service.ImplementationInstance is HandlerDescriptor other && other.Name == handler.Name);
        if (!isThere)
        {
            Services.AddSingleton(handler);
        }

        return this;
    }
}
