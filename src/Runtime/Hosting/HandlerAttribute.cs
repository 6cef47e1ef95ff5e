using Microsoft.Extensions.DependencyInjection;

namespace DynamoHandlers;

/// <summary>Says how instances of a handler class live. Without it: <see cref="ServiceLifetime.Scoped"/>, one a record.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class HandlerAttribute : Attribute
{
    /// <summary>The lifetime with which the class is registered, unless the service collection has it already.</summary>
    public ServiceLifetime Lifetime { get; set; } = ServiceLifetime.Scoped;
}
