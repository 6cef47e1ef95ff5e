namespace DynamoHandlers.Images;

/// <summary>
/// An item's attribute cannot be read as the type of its property, or a property's value cannot be written as an
/// attribute, since DynamoDB would not store it. A record that cannot be read is not lost: the failure goes the way of a
/// failing handler.
/// </summary>
public sealed class MappingException : Exception
{
    internal MappingException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>The path of the attribute in the item, such as <c>lines[2].price</c>; null if no attribute is at fault.</summary>
    public string? Attribute { get; init; }

    /// <summary>
    /// The attribute's type on the wire, or that which it was to be written as; <see cref="WireType.None"/> if the
    /// attribute is missing or malformed, or is nested too deep to be written.
    /// </summary>
    public WireType WireType { get; init; }

    /// <summary>
    /// The .NET type that it was to be read as, or written from; null if the image is malformed, or if the attribute is
    /// nested too deep to be written.
    /// </summary>
    public Type? TargetType { get; init; }

    /// <summary>Where the fault is: bytes from the start of the item image's JSON.</summary>
    public int Offset { get; init; }

    /// <summary>The table; null until the record is known.</summary>
    public string? TableName { get; private set; }

    /// <summary>The item's key as JSON; null until the record is known.</summary>
    public string? Key { get; private set; }

    /// <summary>The shard that the record is in; null until the record is known.</summary>
    public string? ShardId { get; private set; }

    /// <summary>The record's position in its shard; null until the record is known.</summary>
    public string? SequenceNumber { get; private set; }

    /// <summary>What cannot be read as what, and in which record.</summary>
    public override string Message => TableName is null
        ? base.Message
        : $"{base.Message} Table '{TableName}', key {Key}, shard {ShardId}, sequence number {SequenceNumber}.";

    /// <summary>Says which record cannot be read, unless it is said already: who reads an image does not know.</summary>
    internal void SetRecord(string table, string key, string shardId, string sequenceNumber)
    {
        if (TableName is null)
        {
            (TableName, Key, ShardId, SequenceNumber) = (table, key, shardId, sequenceNumber);
        }
    }
}
