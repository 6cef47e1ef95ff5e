using DynamoHandlers.Dispatching;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoHandlers;

/// <summary>Adds handlers and settings to a worker. Generated <c>Add…Handlers()</c> methods extend it.</summary>
public interface IDynamoHandlersBuilder
{
    /// <summary>The services that the worker and its handlers come from.</summary>
    IServiceCollection Services { get; }

    /// <summary>Adds a handler; one with the same name that is there already stays, and this call does nothing.</summary>
    /// <exception cref="ArgumentException">It has neither a way to be called with one change nor with several, or both.</exception>
    IDynamoHandlersBuilder AddHandler(HandlerDescriptor handler);
}
