namespace DynamoHandlers.Generators.Model;

/// <summary>How one attribute value becomes a value of a .NET type, and back.</summary>
/// <param name="Type">The .NET type.</param>
internal abstract record ValueModel(TypeName Type);

/// <summary>A value that image reader and writer know.</summary>
/// <param name="Type">The .NET type.</param>
/// <param name="Kind">
/// What the methods are called after: <c>ReadInt32</c> and <c>WriteInt32</c> for <c>Int32</c>. All are listed in
/// <c>Parsing.ScalarTypes</c>.
/// </param>
/// <param name="TypeArgument">The methods' type argument; empty where they have none.</param>
internal sealed record ScalarValue(TypeName Type, string Kind, string TypeArgument = "") : ValueModel(Type)
{
    /// <summary>The kind of raw attribute values, which are read and written as they are.</summary>
    public const string AttributeValue = "AttributeValue";

    /// <summary>Whether NULL is a value of its own and no null.</summary>
    public bool HoldsNull => Kind == AttributeValue;
}

/// <summary>A map that another mapper reads.</summary>
/// <param name="Type">The .NET type.</param>
/// <param name="Mapped">What is generated for it.</param>
internal sealed record ObjectValue(TypeName Type, MappedType Mapped) : ValueModel(Type);

/// <summary>A value of several parts, which needs a method of its own in each mapper that meets it.</summary>
/// <param name="Type">The .NET type.</param>
/// <param name="Label">What the methods for it are called after, such as <c>ListOfOrderLine</c>; not unique.</param>
internal abstract record CompositeValue(TypeName Type, string Label) : ValueModel(Type);

/// <summary>A value that a converter of the user's reads and writes.</summary>
/// <param name="Type">The .NET type.</param>
/// <param name="Converter">The converter.</param>
internal sealed record ConvertedValue(TypeName Type, ConverterModel Converter) : ValueModel(Type);

/// <summary>A list, set or map of values of one type.</summary>
/// <param name="Type">The .NET type.</param>
/// <param name="Kind">What it means: order, membership or keys.</param>
/// <param name="Element">Its elements, or a dictionary's values.</param>
/// <param name="Label">What the methods for it are called after, such as <c>ListOfOrderLine</c>; not unique.</param>
/// <param name="Builder">The type that elements are added to while it is read.</param>
/// <param name="Result">The expression that makes the collection of the builder, which is <c>{0}</c> in it.</param>
/// <param name="Key">
/// Of a map: its keys, which are the names of attributes as if these were values of type S. A member of an enum is its
/// name, else its number; a <c>Guid</c> is in the form "D", a date as <c>yyyy-MM-dd</c>, a boolean <c>true</c> or
/// <c>false</c>, a number as its digits. Null for lists and sets.
/// </param>
internal sealed record CollectionValue(
    TypeName Type,
    CollectionKind Kind,
    ValueModel Element,
    string Label,
    string Builder,
    string Result = "{0}",
    ScalarValue? Key = null)
    : CompositeValue(Type, Label)
{
    /// <summary>What it is written as, if its elements are what the AWS SDK calls primitive; a list if not.</summary>
    public CollectionForm Form { get; init; }

    /// <summary>Whether it is a struct whose default is no collection, but stands for null.</summary>
    public bool IsNullByDefault { get; init; }
}

/// <summary>What a list or set is written as.</summary>
internal enum CollectionForm
{
    /// <summary>A list.</summary>
    List,

    /// <summary>A list; in V1 a set.</summary>
    ScalarList,

    /// <summary>A set.</summary>
    Set,
}

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

/// <summary>A map with one attribute for each item of a tuple.</summary>
/// <param name="Type">The .NET type.</param>
/// <param name="Label">What the methods for it are called after, such as <c>TupleOfInt32AndString</c>; not unique.</param>
/// <param name="Constructed">The type as <c>new</c> wants it: <c>(int, string)</c> cannot be constructed as such.</param>
/// <param name="Items">Its items, in the order of the constructor's parameters.</param>
internal sealed record TupleValue(
    TypeName Type, string Label, string Constructed, EquatableArray<TupleItem> Items)
    : CompositeValue(Type, Label);

/// <summary>An item of a tuple.</summary>
/// <param name="Name">The name of the attribute and of the property or field alike, such as <c>Item1</c>.</param>
/// <param name="Value">Its value.</param>
internal sealed record TupleItem(string Name, ValueModel Value);
