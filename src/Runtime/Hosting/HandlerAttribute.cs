using Microsoft.Extensions.DependencyInjection;

namespace DynamoHandlers;

/// <summary>Says how instances of a handler class live. Without it: <see cref="ServiceLifetime.Scoped"/>, one a record.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class HandlerAttribute : Attribute
{
    /// <summary>The lifetime with which the class is registered, unless the service collection has it already.</summary>
    public ServiceLifetime Lifetime { get; set; } = ServiceLifetime.Scoped;

    /// <summary>
    /// Whether there is one instance for each run of a shard, from taking its lease to giving it up, which all changes of the
    /// shard go to. It may implement <see cref="IShardHandler"/>, <see cref="IShardBuffer"/> and
    /// <see cref="IShardState{TState}"/>. Not together with <see cref="Lifetime"/>. Default: no.
    /// </summary>
    public bool PerShard { get; set; }

    /// <summary>
    /// How long an <see cref="IShardBuffer"/> keeps changes at most before it is flushed, in seconds: 1 to 3,600. Default: 10.
    /// </summary>
    public int FlushSeconds { get; set; } = 10;

    /// <summary>
    /// How many changes an <see cref="IShardBuffer"/> keeps at most before it is flushed: 1 to 100,000. Default: 10,000.
    /// </summary>
    public int FlushCount { get; set; } = 10_000;
}
