namespace DynamoHandlers.Generators.Model;

/// <summary>A handler class with an instance for each run of a shard; what is null is the runtime's default.</summary>
/// <param name="FlushSeconds">How long a buffer keeps changes at most.</param>
/// <param name="FlushCount">How many changes a buffer keeps at most.</param>
/// <param name="State">What outlives the run; null for nothing.</param>
internal sealed record ShardClassModel(int? FlushSeconds, int? FlushCount, StateModel? State);
