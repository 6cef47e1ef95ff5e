namespace DynamoHandlers;

/// <summary>Whether an item has an attribute: these three are different to DynamoDB.</summary>
public enum Presence
{
    /// <summary>The attribute is not there, or the item itself is not.</summary>
    Absent,

    /// <summary>The attribute is there and is NULL.</summary>
    Null,

    /// <summary>The attribute has a value.</summary>
    Value,
}
