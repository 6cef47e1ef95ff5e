namespace DynamoHandlers;

/// <summary>
/// Names a derived type that items may hold instead of the annotated type, and the value of the discriminator that
/// tells it: as <c>[DynamoDBPolymorphicType]</c> of the AWS SDK, and also on interfaces. On a property it is about
/// that property's value, or the elements of its collection.
/// </summary>
/// <remarks>
/// The discriminator is the attribute <c>$type</c>, unless
/// <see cref="StreamMappingAttribute.DerivedTypeAttributeName"/> names another. Without it an item is of the annotated
/// type itself; with a value that no attribute names it cannot be read.
/// </remarks>
/// <param name="discriminator">The discriminator's value.</param>
/// <param name="type">The type that it means, which derives from the annotated one.</param>
[AttributeUsage(
    AttributeTargets.Class | AttributeTargets.Interface | AttributeTargets.Property | AttributeTargets.Field,
    AllowMultiple = true,
    Inherited = false)]
public sealed class StreamDerivedTypeAttribute(string discriminator, Type type) : Attribute
{
    /// <summary>The discriminator's value.</summary>
    public string Discriminator { get; } = discriminator;

    /// <summary>The type that it means.</summary>
    public Type Type { get; } = type;
}
