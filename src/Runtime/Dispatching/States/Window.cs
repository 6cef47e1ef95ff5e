namespace DynamoHandlers;

/// <summary>
/// The window that a handler with <c>[OnWindow&lt;T&gt;]</c> is called for, and what it has aggregated. For one thread, and
/// until the handler has returned.
/// </summary>
/// <typeparam name="TState">
/// A class or record that can be mapped, as entities are; it needs no table. As an item image it must be smaller than 350 KB.
/// </typeparam>
public sealed class Window<TState>
    where TState : class
{
    /// <summary>When the window begins, by the time at which changes were made.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>When it ends: the first moment that is not in it any more.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>
    /// What the last call has left here; null in the beginning. It is handed from call to call, from window to window and from
    /// owner to owner of the shard: set it to null at the end of a window if the next is to begin with nothing. If the handler
    /// throws, the next attempt gets what was there before.
    /// </summary>
    public TState? State { get; set; }

    /// <summary>
    /// Whether the window ends: the last call for it, without changes. A change that comes later, though it was made in this
    /// window, counts in a later one.
    /// </summary>
    public bool IsFinal { get; init; }

    /// <summary>
    /// Whether the window ends because the shard does, perhaps early: what is left in <see cref="State"/> is gone after this
    /// call. Its items go on in other shards, in windows of their own.
    /// </summary>
    public bool IsShardEnd { get; init; }
}
