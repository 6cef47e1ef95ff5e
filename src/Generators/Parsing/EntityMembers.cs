using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>Finds the members of a type that can take part in the mapping, inherited ones included.</summary>
internal static class EntityMembers
{
    /// <summary>The members, those of base types first, each type's in the order of its declaration.</summary>
    /// <param name="type">The type.</param>
    /// <param name="naming">How its attributes are called.</param>
    public static ImmutableArray<EntityMember> Of(INamedTypeSymbol type, AttributeNaming naming)
    {
        var seen = new HashSet<string>();
        var others = new HashSet<string>();
        var levels = new List<List<EntityMember>>();
        foreach (var level in type.TypeKind == TypeKind.Interface ? type.AllInterfaces.Insert(0, type) : type.SelfAndBases())
        {
            // A member hides those of the same name further up; what is none for the mapping, such as a constant, hides
            // just their names.
            var members = level.GetMembers().Where(IsCandidate).Where(m => seen.Add(m.Name));
            levels.Add([.. members.Select(m => Create(m, naming) with { IsHidden = others.Contains(m.Name) })]);
            others.UnionWith(level.GetMembers().Where(static m => !IsCandidate(m)).Select(static m => m.Name));
        }

        levels.Reverse();
        return [.. levels.SelectMany(static level => level)];
    }

    // While it is typed, a member may have no name yet.
    private static bool IsCandidate(ISymbol member) => !member.IsStatic && member.Name.Length > 0 && member switch
    {
        IPropertySymbol { IsIndexer: false } property => IsPublicOrMapped(property),
        IFieldSymbol { IsConst: false, IsImplicitlyDeclared: false } field => IsPublicOrMapped(field),
        _ => false,
    };

    private static bool IsPublicOrMapped(ISymbol member) =>
        member.DeclaredAccessibility == Accessibility.Public || KnownAttributes.OfMember(member).IsMapped;

    private static EntityMember Create(ISymbol member, AttributeNaming naming)
    {
        var annotations = KnownAttributes.OfMember(member);
        var attribute = naming.NameOf(member.Name, annotations);
        if (member is IFieldSymbol field)
        {
            return new(field, field.Type, attribute, null, null, !field.IsReadOnly, false, annotations);
        }

        var property = (IPropertySymbol)member;
        var overridden = Overridden(property).ToList();
        var setter = overridden.Select(static p => p.SetMethod).FirstOrDefault(static s => s is not null);
        var getter = overridden.Select(static p => p.GetMethod).FirstOrDefault(static g => g is not null);
        var canBeSet = setter is not null && getter is not null;
        return new(
            property, property.Type, attribute, getter, setter, canBeSet, IsComputed(property), annotations);
    }

    // In source an automatic property has its field among the members. Of metadata nothing private is loaded, so that
    // a private setter cannot be told from none; but the compiler marked the getters that it wrote.
    private static bool IsComputed(IPropertySymbol property) => property.SourceLocation() is not null
        ? !property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(
            f => SymbolEqualityComparer.Default.Equals(f.AssociatedSymbol, property))
        : property.GetMethod is { } getter && !getter.GetAttributes().Any(static a =>
            a.AttributeClass.Is("System.Runtime.CompilerServices", "CompilerGeneratedAttribute"));

    private static IEnumerable<IPropertySymbol> Overridden(IPropertySymbol property)
    {
        for (IPropertySymbol? current = property; current is not null; current = current.OverriddenProperty)
        {
            yield return current;
        }
    }
}
