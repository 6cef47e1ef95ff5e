namespace DynamoHandlers.Generators.Model;

/// <summary>A typed diff to write.</summary>
/// <param name="Entity">What it compares.</param>
/// <param name="DerivedTypes">The full names of the types that items may hold instead; empty for most.</param>
/// <param name="IsReachable">
/// Whether changes give it. Not those of a type that stands for others: it would not see what only these have.
/// </param>
/// <param name="HasExtensionMembers">Whether the user's C# knows extension properties.</param>
internal sealed record DiffModel(
    EntityModel Entity, EquatableArray<string> DerivedTypes, bool IsReachable, bool HasExtensionMembers)
{
    /// <summary>The diff of a type that several mappers may read.</summary>
    public static DiffModel Of(IEnumerable<EntityModel> mappings, bool hasExtensionMembers)
    {
        var all = mappings.OrderBy(static e => e.Variant, StringComparer.Ordinal).ToList();
        var derived = all.SelectMany(static e => e.Polymorphism?.Types ?? [])
            .Select(static t => t.Type)
            .Where(t => t != all[0].Type)
            .Distinct()
            .ToEquatableArray();
        var isReachable = all[0].Polymorphism is null;
        return new(isReachable ? all[0] : Hidden(all[0]), derived, isReachable, hasExtensionMembers);
    }

    // It serves comparisons of exactly this type only.
    private static EntityModel Hidden(EntityModel entity) => entity with
    {
        Diff = entity.Diff with { IsPublic = false },
        Fields = entity.Fields with { IsPublic = false },
    };
}
