namespace DynamoHandlers;

/// <summary>
/// A handler class with state that outlives the run of a shard, one instance for each run
/// (<see cref="HandlerAttribute.PerShard"/>). The state is kept in a row of the lease table and committed together with the
/// checkpoint: it holds each change exactly once, whoever has the shard.
/// </summary>
/// <typeparam name="TState">
/// A class or record that can be mapped, as entities are; it needs no table. As an item image it must be smaller than 350 KB.
/// </typeparam>
public interface IShardState<TState> : IShardHandler
    where TState : class
{
    /// <summary>
    /// The state. Set before <see cref="IShardHandler.InitializeAsync"/>: what was last committed, null for a shard that has none
    /// yet. Read when the checkpoint is to be written, and after the shard's end never again: what is to outlive the shard
    /// must be written elsewhere in <see cref="IShardHandler.ShardEndedAsync"/> or when it is flushed.
    /// </summary>
    TState? State { get; set; }
}
