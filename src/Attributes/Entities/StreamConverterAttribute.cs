namespace DynamoHandlers;

/// <summary>
/// Names the type that converts between a .NET type and an attribute value: on a property for that property, on a type
/// wherever it occurs within an item, on an assembly for a type that cannot be annotated.
/// </summary>
/// <remarks>
/// <para>
/// The converter implements <c>IStreamConverter&lt;T&gt;</c>, or <c>IPropertyConverter</c> of the AWS SDK. If it
/// implements both, the former is used. It is made once and called by many threads at a time.
/// </para>
/// <para>
/// On an assembly it is the counterpart of the <c>ConverterCache</c> of a <c>DynamoDBContext</c>. A converter of the
/// AWS SDK needs <see cref="For"/> there, and converts elements of collections only if their type can be read in no
/// other way, as the AWS SDK passes over them. The converters of the mapped type's assembly go before those of the
/// assembly with the handlers.
/// </para>
/// </remarks>
/// <param name="converter">A class or struct with a constructor without parameters that is accessible.</param>
[AttributeUsage(
    AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Class | AttributeTargets.Struct
        | AttributeTargets.Enum | AttributeTargets.Interface | AttributeTargets.Assembly,
    AllowMultiple = true,
    Inherited = false)]
public sealed class StreamConverterAttribute(Type converter) : Attribute
{
    /// <summary>The converter's type.</summary>
    public Type Converter { get; } = converter;

    /// <summary>
    /// On an assembly: the type that is converted. Default: the one that the converter's interface names.
    /// </summary>
    public Type? For { get; set; }
}
