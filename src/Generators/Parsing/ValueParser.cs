using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>
/// Decides how values of a type are read. What it cannot read it refuses with a reason: a wrong value must never come
/// out of a doubt.
/// </summary>
/// <param name="mappedOf">Gives what is generated for a nested type, or the reason why there is none.</param>
internal sealed class ValueParser(Func<INamedTypeSymbol, ParsedValue<MappedType>> mappedOf)
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

        if (type.TypeKind == TypeKind.Enum)
        {
            return new(new ScalarValue(type.ToTypeName(), "Enum", type.ToFullName()));
        }

        if (ScalarKind(type, storesEpoch) is { } kind)
        {
            return new(new ScalarValue(type.ToTypeName(), kind));
        }

        return type switch
        {
            IArrayTypeSymbol { Rank: 1 } array => ParseArray(array),
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

    private static string? ScalarKind(ITypeSymbol type, bool storesEpoch) => type.SpecialType switch
    {
        SpecialType.System_String => "String",
        SpecialType.System_Boolean => "Boolean",
        SpecialType.System_SByte => "SByte",
        SpecialType.System_Byte => "Byte",
        SpecialType.System_Int16 => "Int16",
        SpecialType.System_UInt16 => "UInt16",
        SpecialType.System_Int32 => "Int32",
        SpecialType.System_UInt32 => "UInt32",
        SpecialType.System_Int64 => "Int64",
        SpecialType.System_UInt64 => "UInt64",
        SpecialType.System_Decimal => "Decimal",
        SpecialType.System_Double => "Double",
        SpecialType.System_Single => "Single",
        SpecialType.System_DateTime => storesEpoch ? "EpochDateTime" : "DateTime",
        _ => type switch
        {
            IArrayTypeSymbol { Rank: 1, ElementType.SpecialType: SpecialType.System_Byte } => "Bytes",
            _ when type.Is("System", "Guid") => "Guid",
            _ when type.Is("System", "DateTimeOffset") => "DateTimeOffset",
            _ when type.Is("System", "DateOnly") => "DateOnly",
            _ when type.Is("System", "TimeSpan") => "TimeSpan",
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
            : mappedOf(type).Map<ValueModel>(mapped => new ObjectValue(type.ToTypeName(), mapped));
    }

    private ParsedValue<ValueModel> ParseCollection(ITypeSymbol type, CollectionKind kind, ITypeSymbol element) =>
        Parse(element).Map<ValueModel>(value =>
        {
            var name = type.ToTypeName();
            return new CollectionValue(name, kind, value, $"{kind}Of{Label(element)}", name.Annotated.TrimEnd('?'));
        });

    private ParsedValue<ValueModel> ParseArray(IArrayTypeSymbol type) => Parse(type.ElementType).Map<ValueModel>(
        element => new CollectionValue(
            type.ToTypeName(),
            CollectionKind.List,
            element,
            $"ArrayOf{Label(type.ElementType)}",
            $"global::System.Collections.Generic.List<{element.Type.Annotated}>",
            "{0}.ToArray()"));

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
