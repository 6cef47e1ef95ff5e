namespace DynamoHandlers.Images;

/// <summary>
/// An item's attribute cannot be read as the type of its property. The record is not lost: the failure goes the way of
/// a failing handler.
/// </summary>
public sealed class MappingException : Exception
{
    internal MappingException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>The path of the attribute in the item, such as <c>lines[2].price</c>; null if no attribute is at fault.</summary>
    public string? Attribute { get; init; }

    /// <summary>The attribute's type on the wire.</summary>
    public WireType WireType { get; init; }

    /// <summary>The .NET type that it was to be read as.</summary>
    public Type? TargetType { get; init; }

    /// <summary>The table; null until the record is known.</summary>
    public string? TableName { get; init; }

    /// <summary>The item's key as JSON; null until the record is known.</summary>
    public string? Key { get; init; }
}
