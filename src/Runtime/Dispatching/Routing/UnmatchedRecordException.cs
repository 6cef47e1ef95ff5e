namespace DynamoHandlers.Dispatching.Routing;

/// <summary>
/// A record fits none of the entities of its table, and <see cref="DynamoHandlersOptions.Unmatched"/> is
/// <see cref="UnmatchedPolicy.Fail"/>.
/// </summary>
public sealed class UnmatchedRecordException : Exception
{
    internal UnmatchedRecordException(string table, string key, string entities)
        : base($"A record of table '{table}', key {key}, fits none of the entities that have handlers: {entities}. "
            + "Add a handler for its type, take it with [OnUnmatched], or set DynamoHandlersOptions.Unmatched to Skip.")
    {
    }
}
