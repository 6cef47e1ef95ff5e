namespace DynamoHandlers;

/// <summary>
/// A checkpoint was refused, as the lease of the shard is lost: another worker has it, or is about to. Nothing was written.
/// </summary>
/// <param name="message">Which shard.</param>
public sealed class LeaseLostException(string message) : Exception(message);
