using DynamoHandlers.Generators.Model;

namespace DynamoHandlers.Generators.Emitting.Diffs;

/// <summary>Lists the types that are compared by content because an entity is, or has, one of them.</summary>
internal static class ComparerRegistration
{
    /// <summary>The calls that say so to the runtime, each once.</summary>
    public static IEnumerable<string> Of(DiffModel model)
    {
        var entity = model.Entity;
        return OfEntity(entity)
            .Concat(model.DerivedTypes.Select(derived => $"AddDerived<{entity.Type}, {derived}>()"))
            .Concat(entity.Members.SelectMany(static member => OfCollection(member.Value)))
            .Distinct()
            .Select(static call => $"global::DynamoHandlers.Diffs.StructuralEquality.{call};");
    }

    private static IEnumerable<string> OfEntity(EntityModel entity)
    {
        if (entity.Construction != Construction.None)
        {
            yield return $"Add{(entity.IsValueType ? "Struct" : "Object")}<{entity.Type}, {entity.Diff.FullName}>()";
        }
    }

    private static IEnumerable<string> OfCollection(ValueModel value)
    {
        if (value is not CollectionValue collection)
        {
            return [];
        }

        var type = DiffMember.WithoutNull(collection.Type);
        var element = collection.Element.Type.Annotated;
        var call = collection.Kind == CollectionKind.Map
            ? $"AddMap<{type}, {DiffMember.KeyOf(collection)}, {element}>()"
            : $"Add{collection.Kind}<{type}, {element}>()";
        return new[] { call }.Concat(OfCollection(collection.Element));
    }
}
