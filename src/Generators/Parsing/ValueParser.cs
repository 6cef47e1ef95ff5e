using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>
/// Decides how values of a type are read. What it cannot read it refuses with a reason: a wrong value must never come
/// out of a doubt.
/// </summary>
/// <param name="mapperOf">Gives the full name of the mapper of a nested type, or the reason why there is none.</param>
internal sealed class ValueParser(Func<INamedTypeSymbol, ParsedValue<string>> mapperOf)
{
    private const string Alternatives =
        "use List<T>, T[], HashSet<T> or Dictionary<string, T>, or keep the member out with [StreamIgnore]";

    private static readonly string[] Platform = ["System.", "Microsoft.", "Amazon."];

    public ParsedValue<ValueModel> Parse(ITypeSymbol type, bool storesEpoch = false)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            return Parse(nullable.TypeArguments[0], storesEpoch).Map(value => WithType(value, type.ToTypeName()));
        }

        if (ScalarMethod(type, storesEpoch) is { } method)
        {
            return new(new ScalarValue(type.ToTypeName(), method));
        }

        return type switch
        {
            IArrayTypeSymbol { Rank: 1 } array => ParseCollection(type, CollectionKind.Array, array.ElementType),
            INamedTypeSymbol named => ParseNamed(named),
            _ => ParsedValue<ValueModel>.Refuse($"its type '{type.ToDisplayName()}' is not supported"),
        };
    }

    /// <summary>Whether the type is DateTime, perhaps nullable: what <c>StoreAsEpoch</c> is for.</summary>
    public static bool IsDateTime(ITypeSymbol type) => type is INamedTypeSymbol
    {
        OriginalDefinition.SpecialType: SpecialType.System_Nullable_T,
    } nullable
        ? nullable.TypeArguments[0].SpecialType == SpecialType.System_DateTime
        : type.SpecialType == SpecialType.System_DateTime;

    private static ValueModel WithType(ValueModel value, TypeName type) => value with { Type = type };

    private static string? ScalarMethod(ITypeSymbol type, bool storesEpoch) => type.SpecialType switch
    {
        SpecialType.System_String => "ReadString",
        SpecialType.System_Boolean => "ReadBoolean",
        SpecialType.System_SByte => "ReadSByte",
        SpecialType.System_Byte => "ReadByte",
        SpecialType.System_Int16 => "ReadInt16",
        SpecialType.System_UInt16 => "ReadUInt16",
        SpecialType.System_Int32 => "ReadInt32",
        SpecialType.System_UInt32 => "ReadUInt32",
        SpecialType.System_Int64 => "ReadInt64",
        SpecialType.System_UInt64 => "ReadUInt64",
        SpecialType.System_Decimal => "ReadDecimal",
        SpecialType.System_Double => "ReadDouble",
        SpecialType.System_Single => "ReadSingle",
        SpecialType.System_DateTime => storesEpoch ? "ReadEpochDateTime" : "ReadDateTime",
        _ => type switch
        {
            { TypeKind: TypeKind.Enum } => $"ReadEnum<{type.ToFullName()}>",
            IArrayTypeSymbol { Rank: 1, ElementType.SpecialType: SpecialType.System_Byte } => "ReadBytes",
            _ when type.Is("System", "Guid") => "ReadGuid",
            _ when type.Is("System", "DateTimeOffset") => "ReadDateTimeOffset",
            _ when type.Is("System", "DateOnly") => "ReadDateOnly",
            _ when type.Is("System", "TimeSpan") => "ReadTimeSpan",
            _ => null,
        },
    };

    private ParsedValue<ValueModel> ParseNamed(INamedTypeSymbol type)
    {
        const string Generic = "System.Collections.Generic";
        if (type.Is(Generic, "List", 1))
        {
            return ParseCollection(type, CollectionKind.List, type.TypeArguments[0]);
        }

        if (type.Is(Generic, "HashSet", 1))
        {
            return ParseCollection(type, CollectionKind.Set, type.TypeArguments[0]);
        }

        if (type.Is(Generic, "Dictionary", 2))
        {
            return type.TypeArguments[0].SpecialType == SpecialType.System_String
                ? ParseCollection(type, CollectionKind.Map, type.TypeArguments[1])
                : ParsedValue<ValueModel>.Refuse("only string is supported as the key of a Dictionary");
        }

        return WhyNotNested(type) is { } reason
            ? ParsedValue<ValueModel>.Refuse(reason)
            : mapperOf(type).Map<ValueModel>(mapper => new ObjectValue(type.ToTypeName(), mapper));
    }

    private ParsedValue<ValueModel> ParseCollection(ITypeSymbol type, CollectionKind kind, ITypeSymbol element) =>
        Parse(element).Map<ValueModel>(
            value => new CollectionValue(type.ToTypeName(), kind, value, $"{kind}Of{Label(element)}"));

    private static string? WhyNotNested(INamedTypeSymbol type)
    {
        var name = type.ToDisplayName();
        if (type.TypeKind == TypeKind.Error)
        {
            return $"its type '{name}' cannot be resolved";
        }

        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct) || type.IsTupleType || type.IsRefLikeType
            || type.SpecialType != SpecialType.None || IsOfPlatform(type))
        {
            return $"its type '{name}' is not supported by this version of DynamoHandlers; {Alternatives}";
        }

        return null;
    }

    // A class of the platform, such as Uri, has properties too, but they are not how it is stored.
    private static bool IsOfPlatform(INamedTypeSymbol type)
    {
        var ns = type.NamespaceName() + ".";
        return type.SourceLocation() is null && Platform.Any(p => ns.StartsWith(p, StringComparison.Ordinal));
    }

    private static string Label(ITypeSymbol type) => type switch
    {
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable =>
            "Nullable" + Label(nullable.TypeArguments[0]),
        { IsReferenceType: true, NullableAnnotation: NullableAnnotation.Annotated } =>
            "Nullable" + Label(type.WithNullableAnnotation(NullableAnnotation.NotAnnotated)),
        IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Byte } => "Bytes",
        IArrayTypeSymbol array => "ArrayOf" + Label(array.ElementType),
        INamedTypeSymbol { Name: "HashSet", Arity: 1 } set => "SetOf" + Label(set.TypeArguments[0]),
        INamedTypeSymbol { Arity: 1 } named => $"{named.Name}Of{Label(named.TypeArguments[0])}",
        INamedTypeSymbol { Arity: 2 } named => "MapOf" + Label(named.TypeArguments[1]),
        _ => type.Name,
    };
}

/// <summary>A result, or the reason why there is none.</summary>
internal readonly record struct ParsedValue<T>(T? Value, string? Refusal)
    where T : class
{
    public ParsedValue(T value)
        : this(value, null)
    {
    }

    public static ParsedValue<T> Refuse(string reason) => new(null, reason);

    public ParsedValue<TOther> Map<TOther>(Func<T, TOther> map)
        where TOther : class => Value is null ? new(null, Refusal) : new(map(Value), null);
}
