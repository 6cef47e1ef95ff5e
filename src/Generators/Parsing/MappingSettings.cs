using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>
/// How a type is mapped, by <c>[StreamMapping]</c> on it, its base types and its assembly, and by
/// <c>[DynamoDBTable]</c>.
/// </summary>
internal sealed record MappingSettings
{
    public AttributeNaming Naming { get; private init; } = AttributeNaming.AsWritten;

    public Conversion Conversion { get; private init; }

    /// <summary>The attribute that tells derived types apart.</summary>
    public string Discriminator { get; private init; } = "$type";

    public bool WritesEmptyStrings { get; private init; }

    public bool ReadsLocalDateTimes { get; private init; }

    public bool IgnoresRequired { get; private init; }

    public bool IgnoresEnumCase { get; private init; }

    /// <summary>The settings of a type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="compilation">The assembly with the handlers.</param>
    /// <param name="around">How attributes are called in the type around it; null at the top of an item.</param>
    public static MappingSettings Of(ITypeSymbol type, Compilation compilation, AttributeNaming? around = null)
    {
        var own = KnownAttributes.Mappings(type);
        var assembly = KnownAttributes.Mapping(type.ContainingAssembly ?? compilation.Assembly)
            ?? KnownAttributes.Mapping(compilation.Assembly);
        var all = assembly is null ? own : [.. own, assembly];
        return new()
        {
            Naming = NamingOf(type, own, assembly, around),
            Conversion = ConversionOf(type, own, assembly),
            Discriminator = Find(all, "DerivedTypeAttributeName") is string { Length: > 0 } name ? name : "$type",
            WritesEmptyStrings = Find(all, "EmptyStrings") is true,
            ReadsLocalDateTimes = Find(all, "LocalDateTimes") is true,
            IgnoresRequired = Find(all, "IgnoreRequired") is true,
            IgnoresEnumCase = Find(all, "EnumsIgnoreCase") is true,
        };
    }

    private static AttributeNaming NamingOf(
        ITypeSymbol type, List<AttributeData> own, AttributeData? assembly, AttributeNaming? around)
    {
        if (Find(own, "NamingPolicy") is int policy)
        {
            return new(Casing.AsWritten, (NameStyle)policy);
        }

        if (CasingOf(type) is { } casing)
        {
            return new(casing, NameStyle.AsWritten);
        }

        return around is { Casing: Casing.CascadingCamel }
            ? around
            : new(Casing.AsWritten, assembly?.Named("NamingPolicy") is int other ? (NameStyle)other : default);
    }

    // By the values of Amazon.DynamoDBv2.DataModel.CaseMode.
    private static Casing? CasingOf(ITypeSymbol type)
    {
        if (KnownAttributes.Table(type) is not { } table)
        {
            return null;
        }

        var isLower = (table.Named("LowerCamelCaseProperties") ?? table.Positional("lowerCamelCaseProperties")) is true;
        return (table.Named("AttributeCasing") ?? table.Positional("attributeCasing")) switch
        {
            1 => Casing.AsWritten,
            2 => Casing.CascadingCamel,
            3 => Casing.Camel,
            _ => isLower ? Casing.Camel : null,
        };
    }

    // By the values of DynamoHandlers.ConversionSchema and of Amazon.DynamoDBv2.ConversionSchema, which differ.
    private static Conversion ConversionOf(ITypeSymbol type, List<AttributeData> own, AttributeData? assembly)
    {
        if (Find(own, "Conversion") is int ours)
        {
            return (Conversion)ours;
        }

        var table = KnownAttributes.Table(type);
        return (table?.Named("Conversion") ?? table?.Positional("conversion")) switch
        {
            0 => Conversion.V1,
            1 => Conversion.V2,
            _ => assembly?.Named("Conversion") is int other ? (Conversion)other : Conversion.V2,
        };
    }

    private static object? Find(IEnumerable<AttributeData> attributes, string name) =>
        attributes.Select(a => a.Named(name)).FirstOrDefault(static v => v is not null);
}
