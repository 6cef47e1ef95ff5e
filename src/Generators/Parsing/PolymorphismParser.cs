using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>Finds the derived types that items may hold instead of a type.</summary>
/// <param name="reach">Gives what is generated for a derived type, or the reason why there is none.</param>
/// <param name="sink">Where diagnostics go.</param>
internal sealed class PolymorphismParser(
    Func<INamedTypeSymbol, EntityNode, ParsedValue<MappedType>> reach, DiagnosticSink sink)
{
    /// <summary>Whether items may hold other types than the type itself.</summary>
    /// <param name="type">The type.</param>
    /// <param name="ofMember">The derived types that the member names which holds it.</param>
    public static bool IsPolymorphic(INamedTypeSymbol type, IEnumerable<DerivedTypeAnnotation> ofMember) =>
        Known(type, ofMember).Any(d => !Same(d.Type, type));

    public Polymorphism? Parse(EntityNode node)
    {
        CheckOwn(node.Type);
        if (!IsPolymorphic(node.Type, node.DerivedTypes))
        {
            return null;
        }

        var known = Known(node.Type, node.DerivedTypes);
        CheckDistinct(node, known);
        return new(
            node.Settings.Discriminator,
            known.Select(d => Parse(d, node)).OfType<DerivedType>().ToEquatableArray());
    }

    private DerivedType? Parse(DerivedTypeAnnotation derived, EntityNode node)
    {
        if (Same(derived.Type, node.Type))
        {
            return node.Type.IsAbstract ? null : new(derived.Discriminator, node.Type.ToFullName(), null, false);
        }

        var type = (INamedTypeSymbol)derived.Type;
        var mapped = type.IsAbstract
            ? ParsedValue<MappedType>.Refuse($"'{type.ToDisplayName()}' is abstract or an interface")
            : reach(type, node);
        if (mapped.Value is null)
        {
            Refuse(node.Type, derived, mapped.Refusal!);
            return null;
        }

        return new(derived.Discriminator, type.ToFullName(), mapped.Value, IsPolymorphic(type, []));
    }

    /// <summary>The types that items may hold instead of a type, itself perhaps included.</summary>
    /// <param name="type">The type.</param>
    /// <param name="ofMember">The derived types that the member names which holds it.</param>
    public static IEnumerable<INamedTypeSymbol> TypesOf(
        INamedTypeSymbol type, IEnumerable<DerivedTypeAnnotation> ofMember) =>
        Known(type, ofMember).Select(static d => d.Type).OfType<INamedTypeSymbol>();

    // Those of the member first, as they are what it is written with. Also those of derived types' derived types; of
    // those that base types name the ones that can stand here.
    private static List<DerivedTypeAnnotation> Known(
        INamedTypeSymbol type, IEnumerable<DerivedTypeAnnotation> ofMember)
    {
        var known = new List<DerivedTypeAnnotation>();
        var visited = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var pending = new Queue<ITypeSymbol>(type.SelfAndBases().Concat(type.AllInterfaces));
        Add(ofMember);
        while (pending.Count > 0)
        {
            var next = pending.Dequeue();
            if (visited.Add(next))
            {
                Add(KnownAttributes.DerivedTypes(next));
            }
        }

        return known;

        void Add(IEnumerable<DerivedTypeAnnotation> annotations)
        {
            foreach (var annotation in annotations.Where(a => IsOrDerives(a.Type, type)))
            {
                if (!known.Any(k => k.Discriminator == annotation.Discriminator && Same(k.Type, annotation.Type)))
                {
                    known.Add(annotation);
                }

                pending.Enqueue(annotation.Type);
            }
        }
    }

    private void CheckOwn(INamedTypeSymbol type)
    {
        foreach (var derived in KnownAttributes.DerivedTypes(type).Where(d => !IsOrDerives(d.Type, type)))
        {
            Refuse(type, derived, "it does not derive from the annotated type");
        }
    }

    private void CheckDistinct(EntityNode node, List<DerivedTypeAnnotation> known)
    {
        foreach (var group in known.GroupBy(static d => d.Discriminator).Where(static g => g.Count() > 1))
        {
            sink.Report(
                Descriptors.AmbiguousDiscriminator,
                node.Type.SourceLocation(),
                group.Key,
                node.Type.ToDisplayName(),
                group.First().Type.ToDisplayName(),
                group.Last().Type.ToDisplayName());
        }
    }

    private void Refuse(INamedTypeSymbol type, DerivedTypeAnnotation derived, string reason) => sink.Report(
        Descriptors.InvalidDerivedType,
        type.SourceLocation(),
        derived.Type.ToDisplayName(),
        type.ToDisplayName(),
        reason);

    /// <summary>Whether values of a type are values of another.</summary>
    public static bool IsOrDerives(ITypeSymbol type, ITypeSymbol from) => type is INamedTypeSymbol named
        && (named.SelfAndBases().Any(t => Same(t, from)) || named.AllInterfaces.Any(i => Same(i, from)));

    private static bool Same(ITypeSymbol one, ITypeSymbol other) => SymbolEqualityComparer.Default.Equals(one, other);
}
