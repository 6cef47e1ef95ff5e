using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>
/// Checks that the attributes of all that lies in one map are different ones: a type's own and those of the members
/// that are flattened into it, in any depth and of any derived type.
/// </summary>
internal sealed class FlattenCheck(DiagnosticSink sink)
{
    private readonly Dictionary<string, Entry> _byMapper = [];

    public void Add(INamedTypeSymbol type, EntityModel model) => _byMapper[model.Mapper.FullName] = new(type, model);

    public void Report()
    {
        foreach (var entry in _byMapper.Values)
        {
            CheckMembers(entry);
            CheckDiscriminator(entry);
        }
    }

    /// <summary>Whether a member that is flattened into the type, in any depth, is read from an attribute.</summary>
    public bool Flattens(EntityModel model, string attribute) =>
        _byMapper.TryGetValue(model.Mapper.FullName, out var entry)
        && entry.Flattened.Any(m => AttributesOf(entry, m, "", []).Any(a => a.Attribute == attribute));

    private void CheckMembers(Entry entry)
    {
        var places = new Dictionary<string, string>();
        foreach (var member in entry.Model.Members)
        {
            var attributes = AttributesOf(entry, member, entry.Name, [entry.Model.Mapper.FullName], sink);
            foreach (var (attribute, place) in attributes.GroupBy(static a => a.Attribute).Select(static g => g.First()))
            {
                if (places.TryGetValue(attribute, out var other))
                {
                    Report(entry, other, place, attribute);
                    continue;
                }

                places.Add(attribute, place);
            }
        }
    }

    // A type's own member may show the discriminator; what is flattened beside it means another one.
    private void CheckDiscriminator(Entry entry)
    {
        if (entry.Model.Polymorphism is not { } polymorphism)
        {
            return;
        }

        foreach (var variant in Variants(entry))
        {
            var clashes = variant.Flattened
                .SelectMany(m => AttributesOf(variant, m, variant.Name, [variant.Model.Mapper.FullName]))
                .Where(a => a.Attribute == polymorphism.Attribute);
            foreach (var (attribute, place) in clashes)
            {
                Report(entry, entry.Name, place, attribute);
            }
        }
    }

    // What may lie in the map for a member: of a flattened one all that its object, or one of a derived type, has.
    private List<(string Attribute, string Place)> AttributesOf(
        Entry root, MemberModel member, string place, HashSet<string> open, DiagnosticSink? loops = null)
    {
        var name = $"{place}.{member.Name}";
        if (!member.IsFlattened)
        {
            return [(member.Attribute, name)];
        }

        return member.Value is ObjectValue nested && _byMapper.TryGetValue(nested.Mapped.Mapper, out var inner)
            ? AttributesIn(root, inner, name, open, loops)
            : [];
    }

    private List<(string Attribute, string Place)> AttributesIn(
        Entry root, Entry inner, string place, HashSet<string> open, DiagnosticSink? loops)
    {
        var attributes = new List<(string, string)>();
        if (inner.Model.Polymorphism is { } polymorphism)
        {
            attributes.Add((polymorphism.Attribute, place));
        }

        foreach (var variant in Variants(inner))
        {
            if (!open.Add(variant.Model.Mapper.FullName))
            {
                loops?.Report(
                    Descriptors.InvalidFlatten, root.Type.SourceLocation(), place, "it would be flattened into itself");
                continue;
            }

            attributes.AddRange(variant.Model.Members.SelectMany(m => AttributesOf(root, m, place, open, loops)));
            open.Remove(variant.Model.Mapper.FullName);
        }

        return attributes;
    }

    // The type and its derived types, as far as their mappers are written here.
    private IEnumerable<Entry> Variants(Entry entry) => (entry.Model.Polymorphism?.Types ?? [])
        .Select(t => t.Mapped is { } mapped && _byMapper.TryGetValue(mapped.Mapper, out var derived) ? derived : null)
        .OfType<Entry>()
        .Distinct()
        .Prepend(entry);

    private void Report(Entry entry, string member, string other, string attribute) => sink.Report(
        Descriptors.DuplicateAttribute, entry.Type.SourceLocation(), member, other, attribute);

    private sealed record Entry(INamedTypeSymbol Type, EntityModel Model)
    {
        public string Name { get; } = Type.ToDisplayName();

        public IEnumerable<MemberModel> Flattened => Model.Members.Where(static m => m.IsFlattened);
    }
}
