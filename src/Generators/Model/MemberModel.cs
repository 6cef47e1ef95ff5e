namespace DynamoHandlers.Generators.Model;

/// <summary>A property, field or constructor parameter that is read from an attribute.</summary>
/// <param name="Name">The name of the property or field in C#.</param>
/// <param name="Attribute">The attribute's name in DynamoDB.</param>
/// <param name="Value">How its value is read.</param>
/// <param name="Target">How the value gets into the object.</param>
/// <param name="Null">What a NULL on the wire means.</param>
/// <param name="MustBePresent">Whether the attribute's absence is an error.</param>
/// <param name="Default">Of a constructor parameter: what it is when the attribute is absent, as C#.</param>
/// <param name="Setter">Of an accessor: the setter it stands for.</param>
/// <param name="Getter">The getter, where ordinary code may not call it.</param>
/// <param name="Parameter">The name of the constructor's parameter, for that target.</param>
/// <param name="DiffKey">
/// Of a list: the name of the element's property by which old and new elements are the same one; else null.
/// </param>
internal sealed record MemberModel(
    string Name,
    string Attribute,
    ValueModel Value,
    MemberTarget Target,
    NullMeaning Null,
    bool MustBePresent,
    string? Default,
    AccessorModel? Setter,
    AccessorModel? Getter,
    string? Parameter,
    string? DiffKey)
{
    /// <summary>
    /// Whether the attributes of the value, which is an object, lie in the same map as those of the other members;
    /// <see cref="Attribute"/> then is the name that they do not have.
    /// </summary>
    public bool IsFlattened { get; init; }

    /// <summary>
    /// Whether the attribute tells the derived types of a base type apart as well: where that wrote it, the member does
    /// not write it again.
    /// </summary>
    public bool IsDiscriminator { get; init; }

    /// <summary>Whether everybody may see it; if not, its type need not be public either.</summary>
    public bool IsPublic { get; init; } = true;
}

/// <summary>
/// A method or field that ordinary code may not use: a setter that is <c>init</c>, or what is not accessible, hidden by a
/// member of a derived type, or obsolete as an error.
/// </summary>
/// <param name="MetadataName">Its name in metadata, such as <c>set_Note</c>.</param>
/// <param name="DeclaringType">The type that declares it, which may be a base of the entity.</param>
internal sealed record AccessorModel(string MetadataName, string DeclaringType)
{
    /// <summary>Whether it is a field, which is read and set through one reference.</summary>
    public bool IsField { get; init; }

    /// <summary>How it is reached in a generic type; null in others.</summary>
    public GenericAccessor? Generic { get; init; }
}

/// <summary>
/// What an accessor to a member of a generic type needs: it must stand in a class with the same type parameters.
/// </summary>
/// <param name="Parameters">The type parameters, as <c>&lt;T&gt;</c>.</param>
/// <param name="Constraints">Their constraints, each with a space before it.</param>
/// <param name="Arguments">The types that they have here, as <c>&lt;int&gt;</c>.</param>
/// <param name="DeclaringType">The type that declares the member, with its type parameters.</param>
/// <param name="Values">The types of what is passed, with type parameters.</param>
internal sealed record GenericAccessor(
    string Parameters, string Constraints, string Arguments, string DeclaringType, EquatableArray<string> Values);

/// <summary>How a value gets into the object.</summary>
internal enum MemberTarget
{
    /// <summary>By an ordinary assignment.</summary>
    Assignment,

    /// <summary>By an unsafe accessor to a setter or field.</summary>
    Accessor,

    /// <summary>As an argument of the constructor.</summary>
    Parameter,
}

/// <summary>What a NULL on the wire means to a member.</summary>
internal enum NullMeaning
{
    /// <summary>Null, which is a value of the member's type.</summary>
    Null,

    /// <summary>The default of the member's type, as the AWS SDK has it.</summary>
    Default,

    /// <summary>An error: the reader's method fails on it.</summary>
    Error,
}
