using DynamoHandlers.Generators.Model;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>
/// Finds the attributes of the members that a type of which only derived types are read has in common with these: it is
/// the derived types that say where they are.
/// </summary>
internal static class AbstractMembers
{
    /// <summary>Leaves the members that the derived types agree about.</summary>
    /// <param name="entity">Any entity; those that are read themselves stay as they are.</param>
    /// <param name="all">All entities, as far as mappers of them are written here.</param>
    public static EntityModel Settle(EntityModel entity, IReadOnlyCollection<EntityModel> all)
    {
        if (entity is not { Construction: Construction.None, Polymorphism: { } polymorphism })
        {
            return entity;
        }

        var mappers = polymorphism.Types.Select(static t => t.Mapped?.Mapper).ToList();
        var derived = all.Where(e => mappers.Contains(e.Mapper.FullName)).ToList();
        return derived.Count == 0 ? entity : entity with
        {
            Members = entity.Members.Select(m => Settle(m, derived)).OfType<MemberModel>().ToEquatableArray(),
        };
    }

    private static MemberModel? Settle(MemberModel member, List<EntityModel> derived)
    {
        var places = derived.SelectMany(static e => e.Members)
            .Where(m => m.Name == member.Name)
            .Select(static m => (m.Attribute, m.IsFlattened))
            .Distinct()
            .ToList();
        return places is [var (attribute, isFlattened)]
            ? member with { Attribute = attribute, IsFlattened = isFlattened }
            : null;
    }
}
