namespace DynamoHandlers.Generators.Model;

/// <summary>A type for which a mapper is written: an entity, or a type nested in one.</summary>
/// <param name="Type">The type's full name.</param>
/// <param name="DisplayName">Its name for readers, without <c>global::</c>.</param>
/// <param name="Mapper">The mapper.</param>
/// <param name="Diff">The typed diff.</param>
/// <param name="Fields">The flags of its members, which the diff speaks in.</param>
/// <param name="IsValueType">Whether it is a struct.</param>
/// <param name="IsForeign">Whether another assembly declares it; such a mapper is not announced to others.</param>
/// <param name="Construction">How an instance is made.</param>
/// <param name="Members">What is read; constructor parameters first, in their order.</param>
internal sealed record EntityModel(
    string Type,
    string DisplayName,
    GeneratedType Mapper,
    GeneratedType Diff,
    GeneratedType Fields,
    bool IsValueType,
    bool IsForeign,
    Construction Construction,
    EquatableArray<MemberModel> Members)
{
    /// <summary>
    /// What tells this mapper of the type from its usual one: type arguments that may be null, a casing that the type
    /// around it imposes, or the member whose derived types it knows. Empty for the usual one, which alone is announced to other assemblies. The
    /// diff is the same for all.
    /// </summary>
    public string Variant { get; init; } = "";

    /// <summary>How documentation refers to the type.</summary>
    public string Cref { get; init; } = "";

    /// <summary>How the constructor is reached, if that is an accessor's and the type is generic.</summary>
    public GenericAccessor? GenericConstructor { get; init; }

    /// <summary>The derived types that items may hold instead; null if there are none.</summary>
    public Polymorphism? Polymorphism { get; init; }

    /// <summary>How booleans and lists are written.</summary>
    public Conversion Conversion { get; init; }

    /// <summary>Whether empty texts are written, too.</summary>
    public bool WritesEmptyStrings { get; init; }

    /// <summary>
    /// What items must hold besides the members, so that they are found to be of this entity; null for nothing.
    /// </summary>
    public Discriminator? Discriminator { get; init; }
}

/// <summary>The text of an attribute that says of which entity an item is.</summary>
/// <param name="Attribute">The attribute.</param>
/// <param name="Value">The text.</param>
internal sealed record Discriminator(string Attribute, string Value);

/// <summary>How an instance is made.</summary>
internal enum Construction
{
    /// <summary>By <c>new</c>.</summary>
    New,

    /// <summary>By <c>default</c>: a struct with required members and no constructor of its own.</summary>
    Default,

    /// <summary>By an unsafe accessor: a constructor that is not accessible, or members that are required.</summary>
    Accessor,

    /// <summary>Not at all: an abstract class or an interface, of which only derived types are read.</summary>
    None,
}

/// <summary>How booleans and lists are written, as <c>DynamoHandlers.ConversionSchema</c>.</summary>
internal enum Conversion
{
    V2,
    V1,
}
