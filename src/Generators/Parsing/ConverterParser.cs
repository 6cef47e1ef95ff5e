using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>Decides how a converter is called, or why it cannot be.</summary>
internal static class ConverterParser
{
    private static readonly SymbolEqualityComparer Same = SymbolEqualityComparer.Default;

    /// <summary>Parses a converter for values of a type.</summary>
    public static ParsedValue<ConverterModel> Parse(ITypeSymbol converter, ITypeSymbol target, Compilation compilation)
    {
        if (WhyNotConstructible(converter, compilation) is { } reason)
        {
            return ParsedValue<ConverterModel>.Refuse(reason);
        }

        var ours = Targets(converter).FirstOrDefault(i => Same.Equals(i.TypeArguments[0], target))
            ?? Targets(converter).FirstOrDefault(i => Same.Equals(i.TypeArguments[0], Underlying(target)));
        if (ours is not null)
        {
            var takesNull = ours.TypeArguments[0] is { } type && (type.IsValueType
                ? type.AllowsNull()
                : type.NullableAnnotation == NullableAnnotation.Annotated);
            return new(new ConverterModel(
                converter.ToFullName(), converter.Name, ours.ToTypeName().Annotated, ConverterStyle.Ours, takesNull));
        }

        if (converter.AllInterfaces.FirstOrDefault(IsSdk) is { } sdk)
        {
            return new(new ConverterModel(
                converter.ToFullName(), converter.Name, sdk.ToFullName(), ConverterStyle.Sdk, TakesNull: true));
        }

        return ParsedValue<ConverterModel>.Refuse(TargetOf(converter) is { } other
            ? $"it converts '{other.ToDisplayName()}'"
            : "it implements neither IStreamConverter<T> nor IPropertyConverter");
    }

    /// <summary>The type that the converter is for, if its interfaces name exactly one.</summary>
    public static ITypeSymbol? TargetOf(ITypeSymbol converter) =>
        Targets(converter).ToList() is [var only] ? only.TypeArguments[0] : null;

    private static string? WhyNotConstructible(ITypeSymbol converter, Compilation compilation)
    {
        if (converter is not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } type)
        {
            return "it is neither a class nor a struct";
        }

        if (type.SelfAndContainers().Any(static t => t.IsUnboundGenericType
            || t.TypeArguments.Any(static a => a.TypeKind == TypeKind.TypeParameter)))
        {
            return "it has open type parameters";
        }

        if (type.IsAbstract)
        {
            return "it is abstract or static";
        }

        if (!type.CanBeNamed() || !compilation.IsSymbolAccessibleWithin(type, compilation.Assembly))
        {
            return "generated code cannot access it; make it internal or public";
        }

        var constructor = type.InstanceConstructors.FirstOrDefault(static c => c.Parameters.Length == 0);
        if (constructor is null || !compilation.IsSymbolAccessibleWithin(constructor, compilation.Assembly))
        {
            return "it has no accessible constructor without parameters";
        }

        return ConstructorParser.HasRequiredMembers(type, constructor) ? "it has required members" : null;
    }

    private static IEnumerable<INamedTypeSymbol> Targets(ITypeSymbol converter) =>
        converter.AllInterfaces.Where(static i => i.Is("DynamoHandlers", "IStreamConverter", 1));

    private static bool IsSdk(INamedTypeSymbol type) => type.Is("Amazon.DynamoDBv2.DataModel", "IPropertyConverter");

    private static ITypeSymbol Underlying(ITypeSymbol type) => type is INamedTypeSymbol
    {
        OriginalDefinition.SpecialType: SpecialType.System_Nullable_T,
    } nullable
        ? nullable.TypeArguments[0]
        : type;
}
