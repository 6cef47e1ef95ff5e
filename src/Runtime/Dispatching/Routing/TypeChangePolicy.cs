namespace DynamoHandlers;

/// <summary>
/// What to do when a modification turns an item of one entity of a table into an item of another under the same key.
/// </summary>
public enum TypeChangePolicy
{
    /// <summary>
    /// Handlers of the old type get a removal with the old image, then handlers of the new type an insertion with the new
    /// one. A side that fits no entity goes the way of unmatched records. The default.
    /// </summary>
    RemoveAndInsert,

    /// <summary>The record goes the way of unmatched records, as a modification.</summary>
    Unmatched,
}
