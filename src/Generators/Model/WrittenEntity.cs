namespace DynamoHandlers.Generators.Model;

/// <summary>An entity that handlers can write in transactions.</summary>
/// <param name="Entity">The entity.</param>
/// <param name="Mapper">The full name of its mapper, which may be that of its assembly.</param>
/// <param name="Reached">The types for which mappers are needed, its own included unless its assembly has it.</param>
/// <param name="Table">The table's name in the attributes.</param>
/// <param name="Keys">The members that are the partition key and, if there is one, the sort key.</param>
/// <param name="Name">What methods for it are called after: <c>UpdateCustomerTotal</c>.</param>
/// <param name="Extensions">The methods of transactions.</param>
/// <param name="Condition">What conditions are made with.</param>
/// <param name="Update">What updates are made with.</param>
/// <param name="Values">What makes the values of attributes.</param>
internal sealed record WrittenEntity(
    EntityModel Entity,
    string Mapper,
    EquatableArray<EntityModel> Reached,
    string Table,
    EquatableArray<MemberModel> Keys,
    string Name,
    GeneratedType Extensions,
    GeneratedType Condition,
    GeneratedType Update,
    GeneratedType Values)
{
    /// <summary>The members that can be changed one by one: no keys, which are fixed, and nothing flattened.</summary>
    public IEnumerable<MemberModel> Members =>
        Entity.Members.Where(m => !m.IsFlattened && !Keys.Any(k => k.Name == m.Name));
}
