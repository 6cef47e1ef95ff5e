namespace DynamoHandlers.Dispatching;

/// <summary>
/// A handler class of which there is one instance for each run of a shard: what generated code says of it. Immutable.
/// </summary>
public sealed class ShardClass
{
    /// <summary>The class.</summary>
    public required Type Type { get; init; }

    /// <summary>Makes an instance, or gets it from the scope of the run.</summary>
    public required Func<IServiceProvider, object> Create { get; init; }

    /// <summary>How long an <see cref="IShardBuffer"/> keeps changes at most. Default: 10 seconds.</summary>
    public TimeSpan FlushInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many changes an <see cref="IShardBuffer"/> keeps at most. Default: 10,000.</summary>
    public int FlushCount { get; init; } = 10_000;

    /// <summary>
    /// Sets the state of an <see cref="IShardState{TState}"/> from its image, UTF-8 JSON as of an item; null for none. Null where the
    /// class keeps no state.
    /// </summary>
    public Action<object, byte[]?>? Restore { get; init; }

    /// <summary>Makes the image of the state; null where there is none. Null where the class keeps no state.</summary>
    public Func<object, byte[]?>? Save { get; init; }

    /// <summary>Whether it collects changes until it is flushed.</summary>
    internal bool IsBuffer => typeof(IShardBuffer).IsAssignableFrom(Type);

    /// <summary>Whether changes that it got are done only later.</summary>
    internal bool HoldsState => IsBuffer || Save is not null;
}
