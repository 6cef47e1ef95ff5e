using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>Checks what <c>[DiffKey]</c> names: a property of a list's elements by which they can be told apart.</summary>
/// <param name="compilation">The assembly with the handlers.</param>
/// <param name="sink">Where diagnostics go.</param>
internal sealed class DiffKeyParser(Compilation compilation, DiagnosticSink sink)
{
    /// <summary>The key's name; null if there is none, or none that can be used.</summary>
    /// <param name="member">The member, perhaps annotated.</param>
    /// <param name="type">Its type.</param>
    /// <param name="value">How that is read.</param>
    public string? Parse(EntityMember member, ITypeSymbol type, ValueModel value)
    {
        if (member.Annotations.DiffKey is not { } key)
        {
            return null;
        }

        var reason = WhyNot(key, value, ElementOf(type));
        if (reason is null)
        {
            return key;
        }

        sink.Report(
            Descriptors.InvalidDiffKey, member.Symbol.SourceLocation(), key, member.Symbol.ToDisplayName(), reason);
        return null;
    }

    private string? WhyNot(string key, ValueModel value, ITypeSymbol? element)
    {
        if (value is not CollectionValue { Kind: CollectionKind.List, Element: ObjectValue { Mapped.DiffWithin: not null } }
            || element is not INamedTypeSymbol type)
        {
            return "it is no list of objects, each compared by its members";
        }

        if (type.NullableAnnotation == NullableAnnotation.Annotated)
        {
            return $"its elements may be null; declare them as '{type.ToDisplayName().TrimEnd('?')}'";
        }

        var property = type.SelfAndBases()
            .SelectMany(t => t.GetMembers(key))
            .FirstOrDefault(static m => !m.IsStatic && m is IPropertySymbol { IsIndexer: false } or IFieldSymbol);
        var valueType = property is IFieldSymbol field ? field.Type : (property as IPropertySymbol)?.Type;
        if (valueType is null || KnownAttributes.OfMember(property!).IsIgnored)
        {
            return $"'{type.ToDisplayName()}' has no property '{key}' that is read from items; name one with nameof";
        }

        if (!CanBeRead(property!))
        {
            return $"'{type.ToDisplayName()}.{key}' cannot be read from here; make its getter internal or public";
        }

        return IsKey(valueType)
            ? null
            : $"'{type.ToDisplayName()}.{key}' is of type '{valueType.ToDisplayName()}', which is no text, number, enum, "
                + "Guid, date or time";
    }

    private static ITypeSymbol? ElementOf(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType,
        _ when WithoutNullable(type) is INamedTypeSymbol { TypeArguments: [var element] } => element,
        _ => null,
    };

    private bool CanBeRead(ISymbol member) =>
        !KnownAttributes.IsObsoleteAsError(member)
        && compilation.IsSymbolAccessibleWithin(
            member is IPropertySymbol { GetMethod: { } getter } ? getter : member, compilation.Assembly);

    private static bool IsKey(ITypeSymbol type)
    {
        var plain = WithoutNullable(type);
        return plain.SpecialType == SpecialType.System_String
            || plain.TypeKind == TypeKind.Enum
            || (plain is INamedTypeSymbol { IsValueType: true, IsTupleType: false, Arity: 0 }
                && plain.ContainingNamespace?.ToDisplayString() == "System");
    }

    private static ITypeSymbol WithoutNullable(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? nullable.TypeArguments[0]
            : type;
}
