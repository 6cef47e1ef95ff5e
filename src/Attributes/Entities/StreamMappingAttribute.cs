namespace DynamoHandlers;

/// <summary>
/// How the types of an assembly, or one type, are mapped: at compile time what a <c>DynamoDBContext</c> is configured
/// with at run time.
/// </summary>
/// <remarks>
/// What a type says goes before what its assembly says, setting by setting; a derived type takes over what its base
/// types say. For a type whose assembly has no such attribute that of the assembly with the handlers counts. A type
/// that is nested in another is mapped by its own settings.
/// </remarks>
[AttributeUsage(
    AttributeTargets.Assembly | AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface,
    Inherited = false)]
public sealed class StreamMappingAttribute : Attribute
{
    /// <summary>
    /// How attributes are called that no attribute names. On a type it goes before the casing in
    /// <c>[DynamoDBTable]</c>, on an assembly after it. Default: as written in C#.
    /// </summary>
    public NamingPolicy NamingPolicy { get; set; }

    /// <summary>
    /// How booleans and lists are written; reading takes both. On a type it goes before <c>Conversion</c> in
    /// <c>[DynamoDBTable]</c>, on an assembly after it. Default: <see cref="ConversionSchema.V2"/>.
    /// </summary>
    public ConversionSchema Conversion { get; set; }

    /// <summary>
    /// The attribute that says which derived type an item is, as <c>DynamoDBContextConfig.DerivedTypeAttributeName</c>.
    /// Default: <c>$type</c>.
    /// </summary>
    public string? DerivedTypeAttributeName { get; set; }

    /// <summary>
    /// Whether empty texts are written rather than left out, as <c>IsEmptyStringValueEnabled</c>. Default: no.
    /// </summary>
    public bool EmptyStrings { get; set; }

    /// <summary>
    /// Whether times are read as local times rather than UTC, as <c>RetrieveDateTimeInUtc = false</c>. Default: no.
    /// </summary>
    public bool LocalDateTimes { get; set; }

    /// <summary>
    /// Whether absent attributes of <see langword="required"/> members and of constructor parameters give their
    /// default, as in the AWS SDK, instead of an error. Default: no.
    /// </summary>
    public bool IgnoreRequired { get; set; }

    /// <summary>Whether names of enum members are read in any letter case. Default: no.</summary>
    public bool EnumsIgnoreCase { get; set; }
}
