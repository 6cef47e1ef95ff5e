namespace DynamoHandlers.Generators.Model;

/// <summary>How one attribute value becomes a value of a .NET type.</summary>
/// <param name="Type">The .NET type.</param>
internal abstract record ValueModel(TypeName Type);

/// <summary>A value that the image reader reads itself.</summary>
/// <param name="Type">The .NET type.</param>
/// <param name="Method">The reader's method, with type arguments where it has any.</param>
internal sealed record ScalarValue(TypeName Type, string Method) : ValueModel(Type);

/// <summary>A map that another mapper reads.</summary>
/// <param name="Type">The .NET type.</param>
/// <param name="Mapper">The mapper's full name.</param>
internal sealed record ObjectValue(TypeName Type, string Mapper) : ValueModel(Type);

/// <summary>A list, set or map of values of one type.</summary>
/// <param name="Type">The .NET type.</param>
/// <param name="Kind">Which collection.</param>
/// <param name="Element">Its elements, or a dictionary's values.</param>
/// <param name="Label">What the method that reads it is called after, such as <c>ListOfOrderLine</c>.</param>
internal sealed record CollectionValue(TypeName Type, CollectionKind Kind, ValueModel Element, string Label)
    : ValueModel(Type);

/// <summary>The collections that can be read.</summary>
internal enum CollectionKind
{
    List,
    Array,
    Set,
    Map,
}
