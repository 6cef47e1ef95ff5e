using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>Names for types that can be part of an identifier. Different types may share one.</summary>
internal static class TypeLabel
{
    /// <summary>Such as <c>ListOfOrderLine</c> or <c>MapOfGuidAndNullableInt32</c>.</summary>
    public static string Of(ITypeSymbol type) => type switch
    {
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable =>
            "Nullable" + Of(nullable.TypeArguments[0]),
        { IsReferenceType: true, NullableAnnotation: NullableAnnotation.Annotated } =>
            "Nullable" + Of(type.WithNullableAnnotation(NullableAnnotation.NotAnnotated)),
        IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Byte } => "Bytes",
        IArrayTypeSymbol array => "ArrayOf" + Of(array.ElementType),
        INamedTypeSymbol { Arity: > 0 } named => $"{NameOf(named)}Of{string.Join("And", ArgumentsOf(named).Select(Of))}",
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
