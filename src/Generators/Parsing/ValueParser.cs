using System.Collections.Immutable;
using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>
/// Decides how values of a type are read. What it cannot read it refuses with a reason: a wrong value must never come
/// out of a doubt.
/// </summary>
/// <param name="mappedOf">Gives what is generated for a nested type, or the reason why there is none.</param>
/// <param name="converters">Knows which types have converters.</param>
internal sealed class ValueParser(
    Func<INamedTypeSymbol, ParsedValue<MappedType>> mappedOf, TypeConverters converters)
{
    private const string Alternatives = "use another type, or keep the member out with [StreamIgnore]";
    private const string KeyTypes = "use string, an integer type, an enum, Guid, DateOnly, char or bool";

    private static readonly string[] Platform = ["System.", "Microsoft.", "Amazon."];

    private static readonly HashSet<string> Untyped =
    [
        "System.Text.Json.JsonElement", "System.Text.Json.JsonDocument", "System.Text.Json.Nodes.JsonNode",
        "System.Text.Json.Nodes.JsonObject", "System.Text.Json.Nodes.JsonArray", "System.Text.Json.Nodes.JsonValue",
        "Amazon.DynamoDBv2.DocumentModel.Document", "Amazon.DynamoDBv2.DocumentModel.DynamoDBEntry",
        "Amazon.DynamoDBv2.DocumentModel.DynamoDBList", "Amazon.DynamoDBv2.DocumentModel.Primitive",
        "Amazon.DynamoDBv2.DocumentModel.PrimitiveList", "System.Dynamic.ExpandoObject",
    ];

    /// <summary>Parses the type of a member.</summary>
    public ParsedValue<ValueModel> Parse(ITypeSymbol type, bool storesEpoch = false) =>
        converters.Find(type, isMember: true) ?? ParseUnconverted(type, storesEpoch);

    // What is within the type of a member. The converters that the AWS SDK would pass over here are the last resort.
    private ParsedValue<ValueModel> ParsePart(ITypeSymbol type, bool storesEpoch = false)
    {
        if (converters.Find(type, isMember: false) is { } converted)
        {
            return converted;
        }

        var value = ParseUnconverted(type, storesEpoch);
        return value.Value is null ? converters.Find(type, isMember: true) ?? value : value;
    }

    private ParsedValue<ValueModel> ParseUnconverted(ITypeSymbol type, bool storesEpoch)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            return ParsePart(nullable.TypeArguments[0], storesEpoch).Map(value => WithType(value, type.ToTypeName()));
        }

        if (ScalarTypes.KindOf(type) is { } kind)
        {
            return new(Scalar(type, storesEpoch && kind == "DateTime" ? "EpochDateTime" : kind));
        }

        return type switch
        {
            IArrayTypeSymbol { Rank: 1 } array => ParseArray(array),
            INamedTypeSymbol named => ParseNamed(named),
            _ => ParsedValue<ValueModel>.Refuse($"its type '{type.ToDisplayName()}' is not supported; {Alternatives}"),
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

    private static ScalarValue Scalar(ITypeSymbol type, string kind) =>
        new(type.ToTypeName(), kind, type.TypeKind == TypeKind.Enum ? type.ToFullName() : "");

    private ParsedValue<ValueModel> ParseNamed(INamedTypeSymbol type)
    {
        if (TupleTypes.ItemsOf(type) is { } items)
        {
            return ParseTuple(type, items);
        }

        if (CollectionTypes.Find(type) is { } collection)
        {
            return ParseCollection(type, type, collection);
        }

        if (CollectionTypes.FindBase(type) is { } @base)
        {
            return CollectionTypes.WhyNotConstructible(type) is { } obstacle
                ? ParsedValue<ValueModel>.Refuse(obstacle)
                : ParseCollection(type, @base, CollectionTypes.Find(@base)!);
        }

        return WhyNotNested(type) is { } reason
            ? ParsedValue<ValueModel>.Refuse(reason)
            : mappedOf(type).Map<ValueModel>(mapped => new ObjectValue(type.ToTypeName(), mapped));
    }

    /// <param name="type">The collection.</param>
    /// <param name="known">Itself, or the collection that it derives from.</param>
    /// <param name="collection">How that one is read.</param>
    private ParsedValue<ValueModel> ParseCollection(
        INamedTypeSymbol type, INamedTypeSymbol known, CollectionType collection)
    {
        var arguments = known.TypeArguments;
        if (collection.IsSorted && !CollectionTypes.IsComparable(arguments[0]))
        {
            return ParsedValue<ValueModel>.Refuse(
                $"its type '{type.ToDisplayName()}' sorts values of type '{arguments[0].ToDisplayName()}', which is not comparable");
        }

        ScalarValue? key = null;
        if (collection.Kind == CollectionKind.Map)
        {
            key = ScalarTypes.KindOf(arguments[0]) is { } kind && ScalarTypes.CanBeKey(kind)
                ? Scalar(arguments[0], kind)
                : null;
            if (key is null)
            {
                return ParsedValue<ValueModel>.Refuse(
                    $"the keys of its type '{type.ToDisplayName()}' have no certain text; {KeyTypes}");
            }
        }

        return ParsePart(arguments[arguments.Length - 1]).Map<ValueModel>(element =>
        {
            var name = type.ToTypeName();
            var names = arguments.Select(static a => a.ToTypeName()).ToArray();
            return new CollectionValue(
                name,
                collection.Kind,
                element,
                TypeLabel.Of(type.WithNullableAnnotation(NullableAnnotation.NotAnnotated)),
                collection.BuilderOf(name.Annotated.TrimEnd('?'), names),
                collection.ResultOf(names),
                key)
            {
                Form = ReferenceEquals(type, known) ? collection.Form : CollectionForm.List,
                IsNullByDefault = collection.IsNullByDefault,
            };
        });
    }

    private ParsedValue<ValueModel> ParseArray(IArrayTypeSymbol type) => ParsePart(type.ElementType).Map<ValueModel>(
        element => new CollectionValue(
            type.ToTypeName(),
            CollectionKind.List,
            element,
            TypeLabel.Of(type.WithNullableAnnotation(NullableAnnotation.NotAnnotated)),
            $"global::System.Collections.Generic.List<{element.Type.Annotated}>",
            "{0}.ToArray()")
        {
            // To the SDK an array of byte arrays is no set of binary values, though a list of them is.
            Form = element is ScalarValue { Kind: "Bytes" } ? CollectionForm.List : CollectionForm.ScalarList,
        });

    private ParsedValue<ValueModel> ParseTuple(INamedTypeSymbol type, ImmutableArray<string> names)
    {
        var items = new List<TupleItem>();
        foreach (var (name, item) in names.Zip(type.TypeArguments, static (name, item) => (name, item)))
        {
            var value = ParsePart(item);
            if (value.Value is null)
            {
                return value;
            }

            items.Add(new(name, value.Value));
        }

        return new(new TupleValue(
            type.ToTypeName(),
            TypeLabel.Of(type.WithNullableAnnotation(NullableAnnotation.NotAnnotated)),
            TupleTypes.Constructed(type),
            items.ToEquatableArray()));
    }

    private static string? WhyNotNested(INamedTypeSymbol type)
    {
        var name = type.ToDisplayName();
        if (type.TypeKind == TypeKind.Error)
        {
            return $"its type '{name}' cannot be resolved";
        }

        if (type.SpecialType == SpecialType.System_Object || Untyped.Contains(name))
        {
            return $"its type '{name}' does not say what is in the item; use Amazon.DynamoDBv2.Model.AttributeValue "
                + "for the value as it is, or a type of your own";
        }

        if (type.AllInterfaces.Any(static i => i.Is("System.Collections.Generic", "ICollection", 1)))
        {
            return $"its type '{name}' is a collection of a kind that is not known; {Alternatives}";
        }

        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct or TypeKind.Interface) || type.IsTupleType || type.IsRefLikeType
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
