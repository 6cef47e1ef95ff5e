namespace DynamoHandlers;

/// <summary>
/// What to do when records were lost because the application did not read them within the 24 hours that the service
/// keeps them. Either way an error is logged and counted (<c>dynamo_handlers.shards.trimmed</c>).
/// </summary>
public enum TrimmedDataPolicy
{
    /// <summary>Go on with the oldest record that is kept. The default.</summary>
    Continue,

    /// <summary>Keep the shard waiting, so that an operator decides: its later records are not handled.</summary>
    Block,
}
