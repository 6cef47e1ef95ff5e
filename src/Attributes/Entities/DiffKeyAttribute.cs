namespace DynamoHandlers;

/// <summary>
/// Names the property by which the elements of a list are the same element in the old and the new image. Without it
/// lists are compared by position.
/// </summary>
/// <param name="property">A property of the list's element type, written with <see langword="nameof"/>.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class DiffKeyAttribute(string property) : Attribute
{
    /// <summary>The name of the key property of the element type.</summary>
    public string Property { get; } = property;
}
