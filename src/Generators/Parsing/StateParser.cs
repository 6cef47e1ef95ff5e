using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>Finds how a type is read and written that is kept as state: as an entity is, but it has no table and no key.</summary>
/// <param name="compilation">The assembly with the handlers.</param>
/// <param name="entities">Gets the types for which mappers are needed.</param>
/// <param name="sink">Where diagnostics go.</param>
/// <param name="cancellationToken">Cancels.</param>
internal sealed class StateParser(
    Compilation compilation, List<EntityModel> entities, DiagnosticSink sink, CancellationToken cancellationToken)
{
    /// <param name="type">The type.</param>
    /// <param name="place">Where it is used.</param>
    /// <returns>Null if it cannot be kept, which is reported.</returns>
    public StateModel? Parse(ITypeSymbol type, Location? place)
    {
        if (type is not INamedTypeSymbol named || type.IsValueType)
        {
            return Refuse(type, place, "it is neither a class nor a record");
        }

        if (IsCollection(named))
        {
            return Refuse(type, place, "it is a collection; make it a property of a class, and keep that");
        }

        var graph = EntityGraphParser.Parse(named, compilation, cancellationToken);
        sink.AddRange(graph.Diagnostics.Select(AsOfState), place ?? Location.None);
        if (!graph.IsValid)
        {
            return null;
        }

        if (graph.Entities.Any(e => e.Mapper.FullName == graph.Mapped.Mapper && IsEmpty(e)))
        {
            return Refuse(type, place, "none of its members is read and written; give it properties with setters");
        }

        entities.AddRange(graph.Entities);
        return new(named.ToFullName(), graph.Mapped.Mapper);
    }

    // It would be mapped by its properties, such as Count, and lose what is in it.
    private static bool IsCollection(INamedTypeSymbol type) => type.AllInterfaces.Prepend(type)
        .Any(static i => i.SpecialType == SpecialType.System_Collections_IEnumerable);

    private static bool IsEmpty(EntityModel state) => state.Members.Count == 0 && state.Polymorphism is null;

    // What is wrong with the type itself, rather than with a member of it.
    private static DiagnosticInfo AsOfState(DiagnosticInfo diagnostic) =>
        diagnostic.Descriptor == Descriptors.UnmappableEntity
            ? diagnostic with { Descriptor = Descriptors.InvalidState }
            : diagnostic;

    private StateModel? Refuse(ITypeSymbol type, Location? place, string reason)
    {
        sink.Report(Descriptors.InvalidState, place, type.ToDisplayName(), reason);
        return null;
    }
}
