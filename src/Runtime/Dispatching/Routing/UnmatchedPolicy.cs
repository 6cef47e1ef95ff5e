namespace DynamoHandlers;

/// <summary>
/// What to do with a record that fits none of the entities of its table and that no <c>[OnUnmatched]</c> handler takes.
/// </summary>
public enum UnmatchedPolicy
{
    /// <summary>
    /// Pass over it: counted (<c>dynamo_handlers.records.unmatched</c>) and logged, not more often than once a minute for
    /// a table. The default.
    /// </summary>
    Skip,

    /// <summary>
    /// Treat it like one whose handler fails: it is tried again and blocks its shard until a version of the application
    /// that knows it takes over.
    /// </summary>
    Fail,
}
