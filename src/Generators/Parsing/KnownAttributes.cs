using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>
/// Recognizes the attributes that steer the mapping: our own and those of the AWS SDK, these by name, so that neither
/// generator nor entities depend on a version of the SDK.
/// </summary>
internal static class KnownAttributes
{
    private const string Ours = "DynamoHandlers";
    private const string Sdk = "Amazon.DynamoDBv2.DataModel";

    /// <summary>The names of the attributes that name an entity's table.</summary>
    public static readonly ImmutableArray<string> EntityAnnotations = ["StreamEntityAttribute", "DynamoDBTableAttribute"];

    /// <summary>The names of the attributes that ask for a handler to be called.</summary>
    public static readonly ImmutableArray<string> HandlerAnnotations =
    [
        "OnInsertAttribute", "OnModifyAttribute", "OnRemoveAttribute", "OnChangeAttribute", "OnUnmatchedAttribute",
        "OnWindowAttribute",
    ];

    public static AttributeData? StreamEntity(ITypeSymbol type) => Find(type, Ours, "StreamEntityAttribute");

    /// <summary><c>[DynamoDBTable]</c>, which the SDK finds on base types too.</summary>
    public static AttributeData? Table(ITypeSymbol type) => (type as INamedTypeSymbol)?.SelfAndBases()
        .Select(static t => Find(t, Sdk, "DynamoDBTableAttribute"))
        .FirstOrDefault(static a => a is not null);

    public static bool IsEntity(ITypeSymbol type) => StreamEntity(type) is not null || Table(type) is not null;

    /// <summary>The name of an entity's table in its attributes: else that of the type.</summary>
    public static string TableName(INamedTypeSymbol entity)
    {
        var sdk = Table(entity);
        return Text(StreamEntity(entity)?.Named("Table"))
            ?? Text(sdk?.Named("TableName"))
            ?? Text(sdk?.Positional("tableName"))
            ?? entity.Name;
    }

    /// <summary>Whether a parameter of the type gets what collects writes.</summary>
    public static bool IsTransaction(ITypeSymbol type) => type.Is(Ours, "ChangeTransaction");

    /// <summary>Whether a parameter of the type gets a window.</summary>
    public static bool IsWindow(ITypeSymbol type) => type.Is(Ours, "Window", 1);

    public static AttributeData? Handler(ITypeSymbol type) => Find(type, Ours, "HandlerAttribute");

    /// <summary><c>[OnFailure]</c> of a handler or of a handler class.</summary>
    public static AttributeData? OnFailure(ISymbol symbol) => Find(symbol, Ours, "OnFailureAttribute");

    public static AttributeData? Batch(IMethodSymbol handler) => Find(handler, Ours, "BatchAttribute");

    public static AttributeData? Mapping(IAssemblySymbol assembly) => Find(assembly, Ours, "StreamMappingAttribute");

    /// <summary>The <c>[StreamMapping]</c> of a type and its base types, the most derived first.</summary>
    public static List<AttributeData> Mappings(ITypeSymbol type) => [.. (type as INamedTypeSymbol)?.SelfAndBases()
        .Select(static t => Find(t, Ours, "StreamMappingAttribute"))
        .OfType<AttributeData>() ?? []];

    /// <summary>The converters that a type or an assembly names.</summary>
    public static IEnumerable<AttributeData> Converters(ISymbol symbol) =>
        symbol.GetAttributes().Where(static a => a.AttributeClass.Is(Ours, "StreamConverterAttribute"));

    /// <summary>The derived types that a type itself names.</summary>
    public static IEnumerable<DerivedTypeAnnotation> DerivedTypes(ITypeSymbol type) =>
        type.GetAttributes().Select(DerivedType).OfType<DerivedTypeAnnotation>();

    public static bool IsForReading(IMethodSymbol constructor) =>
        Find(constructor, Sdk, "DynamoDBConstructorAttribute") is not null;

    public static bool SetsRequiredMembers(IMethodSymbol constructor) =>
        Find(constructor, "System.Diagnostics.CodeAnalysis", "SetsRequiredMembersAttribute") is not null;

    /// <summary>Whether naming it is a compiler error. Generated code uses such members all the same, by accessor.</summary>
    public static bool IsObsoleteAsError(ISymbol symbol) =>
        Find(symbol, "System", "ObsoleteAttribute") is { ConstructorArguments: [_, { Value: true }] };

    /// <summary><c>[FromKeyedServices]</c>, which names the key of the service to pass.</summary>
    public static AttributeData? KeyedService(IParameterSymbol parameter) =>
        Find(parameter, "Microsoft.Extensions.DependencyInjection", "FromKeyedServicesAttribute");

    /// <summary>Whether the attribute asks for a handler to be called.</summary>
    public static bool IsHandlerAnnotation(AttributeData attribute) =>
        attribute.AttributeClass is { Arity: 0 or 1 } type
        && HandlerAnnotations.Contains(type.Name)
        && type.ContainingNamespace?.ToDisplayString() == Ours;

    /// <summary>Whether the attribute names an entity's table.</summary>
    public static bool IsEntityAnnotation(AttributeData attribute) =>
        attribute.AttributeClass.Is(Ours, "StreamEntityAttribute") || attribute.AttributeClass.Is(Sdk, "DynamoDBTableAttribute");

    /// <summary>Whether the attribute asks for the records of a table that fit no entity.</summary>
    public static bool IsUnmatched(AttributeData attribute) => attribute.AttributeClass?.Name == "OnUnmatchedAttribute";

    /// <summary>Whether the attribute asks for a handler to be called for windows.</summary>
    public static bool IsWindow(AttributeData attribute) => attribute.AttributeClass?.Name == "OnWindowAttribute";

    /// <summary>Whether the member is the item's partition key, as far as the SDK's attributes say.</summary>
    public static bool IsPartitionKey(ISymbol member) => IsAnnotated(member, "DynamoDBHashKeyAttribute");

    /// <summary>Whether the member is the item's sort key, as far as the SDK's attributes say.</summary>
    public static bool IsSortKey(ISymbol member) => IsAnnotated(member, "DynamoDBRangeKeyAttribute");

    private static bool IsAnnotated(ISymbol member, string name)
    {
        for (ISymbol? current = member; current is not null; current = (current as IPropertySymbol)?.OverriddenProperty)
        {
            if (Find(current, Sdk, name) is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What the attributes of a member say; an override has those of the member that it overrides.</summary>
    public static MemberAnnotations OfMember(ISymbol member)
    {
        var annotations = MemberAnnotations.None;
        for (ISymbol? current = member; current is not null; current = (current as IPropertySymbol)?.OverriddenProperty)
        {
            foreach (var attribute in current.GetAttributes())
            {
                annotations = Add(annotations, attribute);
            }
        }

        return annotations;
    }

    private static MemberAnnotations Add(MemberAnnotations annotations, AttributeData attribute)
    {
        var type = attribute.AttributeClass;
        if (type.Is(Ours, "StreamAttributeAttribute"))
        {
            return annotations with { IsMapped = true, OurName = Text(attribute.Positional("name")) };
        }

        if (type.Is(Ours, "StreamConverterAttribute"))
        {
            return AddConverter(annotations, attribute.Positional("converter"));
        }

        if (IsOrDerives(type, Sdk, "DynamoDBRenamableAttribute"))
        {
            return AddRenamable(annotations, attribute);
        }

        if (type.Is(Ours, "StreamDurationAttribute"))
        {
            return annotations with { DurationUnit = attribute.Positional("unit") as int? };
        }

        if (type.Is(Ours, "DiffKeyAttribute"))
        {
            return annotations with { DiffKey = Text(attribute.Positional("property")) };
        }

        if (DerivedType(attribute) is { } derived)
        {
            return annotations with { IsMapped = true, DerivedTypes = annotations.DerivedTypes.Add(derived) };
        }

        if (type.Is(Sdk, "DynamoDBFlattenAttribute"))
        {
            return annotations with { IsMapped = true, IsFlattened = true };
        }

        return annotations with
        {
            IsIgnored = annotations.IsIgnored
                || type.Is(Ours, "StreamIgnoreAttribute") || type.Is(Sdk, "DynamoDBIgnoreAttribute"),
        };
    }

    private static MemberAnnotations AddRenamable(MemberAnnotations annotations, AttributeData attribute)
    {
        var names = annotations.SdkNames;
        var name = Text(attribute.Named("AttributeName")) ?? Text(attribute.Positional("attributeName"));
        var converter = attribute.Named("Converter") ?? attribute.Positional("converter");
        return AddConverter(annotations, converter) with
        {
            IsMapped = true,
            IsRenamable = true,
            SdkNames = name is null || names.Contains(name) ? names : names.Add(name),
            StoresEpoch = annotations.StoresEpoch
                || attribute.Named("StoreAsEpoch") is true
                || attribute.Named("StoreAsEpochLong") is true
                || attribute.Positional("storeAsEpoch") is true,
        };
    }

    private static MemberAnnotations AddConverter(MemberAnnotations annotations, object? converter) =>
        converter is ITypeSymbol type && !annotations.Converters.Contains(type, SymbolEqualityComparer.Default)
            ? annotations with { IsMapped = true, Converters = annotations.Converters.Add(type) }
            : annotations;

    private static DerivedTypeAnnotation? DerivedType(AttributeData attribute) =>
        (attribute.AttributeClass.Is(Ours, "StreamDerivedTypeAttribute")
            || attribute.AttributeClass.Is(Sdk, "DynamoDBPolymorphicTypeAttribute"))
        && attribute.ConstructorArguments is [{ Value: string discriminator }, { Value: ITypeSymbol type }]
            ? new(discriminator, type)
            : null;

    private static string? Text(object? value) => value is string { Length: > 0 } text ? text : null;

    private static AttributeData? Find(ISymbol symbol, string @namespace, string name) =>
        symbol.GetAttributes().FirstOrDefault(a => a.AttributeClass.Is(@namespace, name));

    private static bool IsOrDerives(INamedTypeSymbol? type, string @namespace, string name) =>
        type is not null && type.SelfAndBases().Any(t => t.Is(@namespace, name));
}

/// <summary>What the attributes of a member say about its mapping.</summary>
internal sealed record MemberAnnotations
{
    public static readonly MemberAnnotations None = new();

    /// <summary>Whether an attribute says that it is to be read.</summary>
    public bool IsMapped { get; init; }

    public bool IsIgnored { get; init; }

    /// <summary>Whether an attribute of the SDK may name it.</summary>
    public bool IsRenamable { get; init; }

    /// <summary>The different converters that attributes name; more than one is a mistake.</summary>
    public ImmutableList<ITypeSymbol> Converters { get; init; } = [];

    public bool IsFlattened { get; init; }

    public ImmutableList<DerivedTypeAnnotation> DerivedTypes { get; init; } = [];

    public bool StoresEpoch { get; init; }

    /// <summary>The number of the unit that <c>[StreamDuration]</c> names.</summary>
    public int? DurationUnit { get; init; }

    /// <summary>What <c>[DiffKey]</c> names: the property that tells the elements of a list apart.</summary>
    public string? DiffKey { get; init; }

    /// <summary>The attribute's name by <c>[StreamAttribute]</c>, which goes before the SDK's.</summary>
    public string? OurName { get; init; }

    /// <summary>The different names that the SDK's attributes give; more than one is a mistake.</summary>
    public ImmutableList<string> SdkNames { get; init; } = [];
}

/// <summary>One derived type by attribute.</summary>
internal sealed record DerivedTypeAnnotation(string Discriminator, ITypeSymbol Type);
