using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>
/// Checks that the attributes of all that lies in one map are different ones: a type's own and those of the members
/// that are flattened into it, in any depth.
/// </summary>
internal sealed class FlattenCheck(DiagnosticSink sink)
{
    private readonly Dictionary<string, Entry> _byMapper = [];

    public void Add(INamedTypeSymbol type, EntityModel model) => _byMapper[model.Mapper.FullName] = new(type, model);

    public void Report()
    {
        foreach (var entry in _byMapper.Values)
        {
            var places = new Dictionary<string, string>();
            Collect(entry, entry.Model, entry.Type.ToDisplayName(), places, []);
        }
    }

    private void Collect(
        Entry root, EntityModel model, string place, Dictionary<string, string> places, HashSet<string> open)
    {
        if (!open.Add(model.Mapper.FullName))
        {
            sink.Report(
                Descriptors.InvalidFlatten, root.Type.SourceLocation(), place, "it would be flattened into itself");
            return;
        }

        foreach (var member in model.Members)
        {
            var name = $"{place}.{member.Name}";
            if (!member.IsFlattened)
            {
                Claim(root, member.Attribute, name, places);
            }
            else if (member.Value is ObjectValue nested && _byMapper.TryGetValue(nested.Mapped.Mapper, out var inner))
            {
                Collect(root, inner.Model, name, places, open);
            }
        }

        open.Remove(model.Mapper.FullName);
    }

    private void Claim(Entry root, string attribute, string member, Dictionary<string, string> places)
    {
        if (places.TryGetValue(attribute, out var other))
        {
            sink.Report(Descriptors.DuplicateAttribute, root.Type.SourceLocation(), other, member, attribute);
            return;
        }

        places.Add(attribute, member);
    }

    private sealed record Entry(INamedTypeSymbol Type, EntityModel Model);
}
