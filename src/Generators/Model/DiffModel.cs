namespace DynamoHandlers.Generators.Model;

/// <summary>A typed diff to write.</summary>
/// <param name="Entity">What it compares.</param>
/// <param name="DerivedTypes">The full names of the types that items may hold instead; empty for most.</param>
/// <param name="HasExtensionMembers">Whether the user's C# knows extension properties.</param>
internal sealed record DiffModel(EntityModel Entity, EquatableArray<string> DerivedTypes, bool HasExtensionMembers)
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
        return new(all[0], derived, hasExtensionMembers);
    }
}
