namespace DynamoHandlers.Generators.Model;

/// <summary>How one attribute value becomes a value of a .NET type, and back.</summary>
/// <param name="Type">The .NET type.</param>
internal abstract record ValueModel(TypeName Type);

/// <summary>A value that image reader and writer know.</summary>
/// <param name="Type">The .NET type.</param>
/// <param name="Kind">What the methods are called after: <c>ReadInt32</c> and <c>WriteInt32</c> for <c>Int32</c>.</param>
/// <param name="TypeArgument">The methods' type argument; empty where they have none.</param>
internal sealed record ScalarValue(TypeName Type, string Kind, string TypeArgument = "") : ValueModel(Type);

/// <summary>A map that another mapper reads.</summary>
/// <param name="Type">The .NET type.</param>
/// <param name="Mapped">What is generated for it.</param>
internal sealed record ObjectValue(TypeName Type, MappedType Mapped) : ValueModel(Type);

/// <summary>A list, set or map of values of one type.</summary>
/// <param name="Type">The .NET type.</param>
/// <param name="Kind">What it means: order, membership or keys.</param>
/// <param name="Element">Its elements, or a dictionary's values.</param>
/// <param name="Label">What the methods for it are called after, such as <c>ListOfOrderLine</c>.</param>
/// <param name="Builder">The type that elements are added to while it is read.</param>
/// <param name="Result">The expression that makes the collection of the builder, which is <c>{0}</c> in it.</param>
internal sealed record CollectionValue(
    TypeName Type, CollectionKind Kind, ValueModel Element, string Label, string Builder, string Result = "{0}")
    : ValueModel(Type);

/// <summary>What a collection means.</summary>
internal enum CollectionKind
{
    /// <summary>Elements in order.</summary>
    List,

    /// <summary>Elements without order, none twice.</summary>
    Set,

    /// <summary>Values by key.</summary>
    Map,
}
