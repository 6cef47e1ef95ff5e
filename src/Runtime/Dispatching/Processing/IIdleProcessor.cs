namespace DynamoHandlers.Dispatching.Processing;

/// <summary>A processor that has something to do when a shard has no records.</summary>
internal interface IIdleProcessor : IShardProcessor
{
    /// <summary>The shard was asked for records, and had none.</summary>
    ValueTask IdleAsync();
}
