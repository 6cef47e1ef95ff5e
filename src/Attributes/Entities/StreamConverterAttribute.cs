namespace DynamoHandlers;

/// <summary>Names the type that converts between a property and its item attribute.</summary>
/// <param name="converter">A type with a public constructor without parameters.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class StreamConverterAttribute(Type converter) : Attribute
{
    /// <summary>The converter's type.</summary>
    public Type Converter { get; } = converter;
}
