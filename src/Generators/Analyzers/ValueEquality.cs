using DynamoHandlers.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Analyzers;

/// <summary>Tells which types are equal by value, and which only if they are the same object.</summary>
internal static class ValueEquality
{
    /// <summary>Whether the type has it, or is part of an entity, for which comparers are generated.</summary>
    public static bool HasOrIsMapped(ITypeSymbol type, ITypeSymbol entity) =>
        Has(type) || Reaches(entity, type, new(SymbolEqualityComparer.Default));

    /// <summary>Whether sets keep values that hold the same, since these are equal only if they are the same object.</summary>
    public static bool ComparesReferences(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol => true,
        _ when type.Is("System", "Memory", 1) || type.Is("System", "ReadOnlyMemory", 1) => true,
        INamedTypeSymbol { TypeKind: TypeKind.Class, IsRecord: false, SpecialType: SpecialType.None } named =>
            !OverridesEquals(named),
        _ => false,
    };

    // What may hold anything, such as object or an interface, has the benefit of the doubt.
    private static bool Has(ITypeSymbol type) => type switch
    {
        INamedTypeSymbol { IsTupleType: true } tuple => tuple.TupleElements.All(static e => Has(e.Type)),
        // The framework compares bytes by content wherever they come from.
        IArrayTypeSymbol array => array.ElementType.SpecialType == SpecialType.System_Byte,
        INamedTypeSymbol { Name: "MemoryStream" } => true,
        INamedTypeSymbol named when ElementOf(named) is not null => OverridesEquals(named),
        { IsValueType: true } or { IsAnonymousType: true } or { IsRecord: true } => true,
        { TypeKind: not TypeKind.Class } or { SpecialType: not SpecialType.None } => true,
        INamedTypeSymbol named => OverridesEquals(named),
        _ => true,
    };

    private static bool OverridesEquals(INamedTypeSymbol type) => type.IsValueType
        || type.SelfAndBases().Any(static t => t.GetMembers(nameof(Equals)).OfType<IMethodSymbol>().Any(
            static m => m is { IsOverride: true, Parameters.Length: 1 }))
        || type.AllInterfaces.Any(i => i.Is("System", "IEquatable", 1)
            && SymbolEqualityComparer.Default.Equals(i.TypeArguments[0], type));

    // Through the members of the entity and of the types that they hold.
    private static bool Reaches(ITypeSymbol from, ITypeSymbol type, HashSet<ITypeSymbol> seen)
    {
        if (SymbolEqualityComparer.Default.Equals(from, type))
        {
            return true;
        }

        if (!seen.Add(from))
        {
            return false;
        }

        return from switch
        {
            IArrayTypeSymbol array => Reaches(array.ElementType, type, seen),
            INamedTypeSymbol named when ElementOf(named) is not null || named.IsTupleType =>
                named.TypeArguments.Any(a => Reaches(a, type, seen)),
            INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, SpecialType: SpecialType.None } named =>
                named.TypeArguments.Any(a => Reaches(a, type, seen))
                    || EntityMembers.Of(named, AttributeNaming.AsWritten).Any(
                        m => !m.Annotations.IsIgnored && Reaches(m.Type, type, seen)),
            _ => false,
        };
    }

    private static ITypeSymbol? ElementOf(INamedTypeSymbol type) =>
        type.SpecialType == SpecialType.System_String
            ? null
            : type.AllInterfaces.Prepend(type)
                .Where(static i => i.Is("System.Collections.Generic", "IEnumerable", 1))
                .Select(static i => i.TypeArguments[0])
                .FirstOrDefault();
}
