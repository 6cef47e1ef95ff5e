namespace DynamoHandlers;

/// <summary>What happened to an item.</summary>
public enum ChangeKind
{
    /// <summary>The item is new.</summary>
    Insert,

    /// <summary>The item existed and was changed.</summary>
    Modify,

    /// <summary>The item was removed.</summary>
    Remove,
}
