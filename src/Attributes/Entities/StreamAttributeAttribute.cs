namespace DynamoHandlers;

/// <summary>Names the item attribute that a property is read from, where it is not the property's own name.</summary>
/// <param name="name">The attribute's name in DynamoDB; compared case-sensitively, as DynamoDB does.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class StreamAttributeAttribute(string name) : Attribute
{
    /// <summary>The attribute's name in DynamoDB.</summary>
    public string Name { get; } = name;
}
