using DynamoHandlers.Dispatching;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoHandlers.Hosting;

internal sealed class DynamoHandlersBuilder(IServiceCollection services) : IDynamoHandlersBuilder
{
    public IServiceCollection Services { get; } = services;

    public IDynamoHandlersBuilder AddHandler(HandlerDescriptor handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        if (handler.Invoke is null == handler.InvokeBatch is null)
        {
            throw new ArgumentException(
                $"The handler {handler.Name} must have either {nameof(HandlerDescriptor.Invoke)} or {nameof(HandlerDescriptor.InvokeBatch)}.",
                nameof(handler));
        }

        if (handler.WindowSize is { } size && (handler.InvokeBatch is null || size < TimeSpan.FromSeconds(1)))
        {
            throw new ArgumentException(
                $"The handler {handler.Name} has windows of {size}: it must have {nameof(HandlerDescriptor.InvokeBatch)}, and at least a second.",
                nameof(handler));
        }

        var isThere = Services.Any(service =>
            !service.IsKeyedService && service.ImplementationInstance is HandlerDescriptor other && other.Name == handler.Name);
        if (!isThere)
        {
            Services.AddSingleton(handler);
        }

        return this;
    }
}
