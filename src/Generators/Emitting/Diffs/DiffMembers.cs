using DynamoHandlers.Generators.Model;

namespace DynamoHandlers.Generators.Emitting.Diffs;

/// <summary>Names an entity's members in its diff and among its flags.</summary>
internal static class DiffMembers
{
    private static readonly string[] OfObject =
        ["Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString"];

    private static readonly string[] OfDiff =
    [
        "Changed", "RawChanged", "UnmappedChanged", "HasChanges", "HasAny", "Old", "New", "Compare", "Create", "_source",
    ];

    private static readonly string[] OfFields = ["None", "All", "HasFlag", "CompareTo", "GetTypeCode", "value__"];

    public static IReadOnlyList<DiffMember> Of(EntityModel entity)
    {
        var members = entity.Members.Select(static m => m.Name).ToList();
        var inDiff = new Names(members, [.. OfObject, .. OfDiff, entity.Diff.Name]);
        var inFields = new Names(members, [.. OfObject, .. OfFields, entity.Fields.Name]);
        return [.. entity.Members.Select((member, i) => new DiffMember(
            member,
            i,
            inDiff.Of(member.Name),
            inFields.Of(member.Name),
            member.Getter is null ? "" : inDiff.Add($"Get{member.Name}"),
            entity.IsValueType))];
    }

    /// <summary>Names of which none is given twice.</summary>
    private sealed class Names(IEnumerable<string> members, IEnumerable<string> reserved)
    {
        private readonly HashSet<string> _reserved = [.. reserved];
        private readonly HashSet<string> _taken = [.. members, .. reserved];

        /// <summary>A member's own name, unless the generated type has it.</summary>
        public string Of(string member) =>
            GeneratedFile.Identifier(_reserved.Contains(member) ? Add($"{member}Property") : member);

        public string Add(string name)
        {
            var free = name;
            while (!_taken.Add(free))
            {
                free += "Property";
            }

            return free;
        }
    }
}
