using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>Names for types that can be part of an identifier. Different types may share one.</summary>
internal static class TypeLabel
{
    /// <summary>Such as <c>ListOfOrderLine</c> or <c>MapOfGuidAndNullableInt32</c>.</summary>
    public static string Of(ITypeSymbol type) => Of(type, showsNullable: true);

    /// <summary>Likewise, but the same for <c>List&lt;string?&gt;</c> and <c>List&lt;string&gt;</c>, one type at run time.</summary>
    public static string OfRuntimeType(ITypeSymbol type) => Of(type, showsNullable: false);

    private static string Of(ITypeSymbol type, bool showsNullable) => type switch
    {
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable =>
            "Nullable" + Of(nullable.TypeArguments[0], showsNullable),
        { IsReferenceType: true, NullableAnnotation: NullableAnnotation.Annotated } when showsNullable =>
            "Nullable" + Of(type.WithNullableAnnotation(NullableAnnotation.NotAnnotated), showsNullable),
        IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Byte } => "Bytes",
        IArrayTypeSymbol array => "ArrayOf" + Of(array.ElementType, showsNullable),
        INamedTypeSymbol { Arity: > 0 } named =>
            $"{NameOf(named)}Of{string.Join("And", ArgumentsOf(named).Select(a => Of(a, showsNullable)))}",
        _ => type.Name,
    };

    private static string NameOf(INamedTypeSymbol type) => type.Name switch
    {
        "HashSet" => "Set",
        "Dictionary" => "Map",
        "ValueTuple" => "Tuple",
        var name => name,
    };

    // Keys of maps are strings, unless the name says otherwise.
    private static ImmutableArray<ITypeSymbol> ArgumentsOf(INamedTypeSymbol type) =>
        type.TypeArguments is [{ SpecialType: SpecialType.System_String }, var value]
        && CollectionTypes.Find(type) is not null
            ? [value]
            : type.TypeArguments;
}
