using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>Follows paths such as <c>Address.City</c> from an entity to the attributes behind them.</summary>
internal sealed class PropertyPathParser(INamedTypeSymbol entity, Compilation compilation, DiagnosticSink sink)
{
    /// <summary>Follows a path.</summary>
    /// <param name="path">Names of properties, and of keys of dictionaries, with dots between them.</param>
    /// <param name="place">Where it stands.</param>
    /// <returns>Null if it leads nowhere, which is reported.</returns>
    public FoundProperty? Find(string path, Location place)
    {
        var segments = path.Split('.');
        var owner = new PathOwner(entity, compilation, around: null);
        var names = new List<string>();
        PathStep? reached = null;
        foreach (var segment in segments)
        {
            if (reached is { IsMap: true })
            {
                reached = reached.ToElement();
                names.Add(segment);
                continue;
            }

            if (reached is not null)
            {
                owner = reached.Enter(compilation);
            }

            if (owner is null)
            {
                sink.Report(Descriptors.InvalidPath, place, path, entity.ToDisplayName(), reached!.WhyNotEnter());
                return null;
            }

            reached = Select(owner, segment, place);
            if (reached is null)
            {
                return null;
            }

            names.AddRange(reached.IsFlattened ? [] : [reached.Member!.Attribute]);
        }

        var attributes = AttributesOf(reached!, names).Distinct().ToEquatableArray();
        if (attributes.Count == 0)
        {
            sink.Report(Descriptors.InvalidPath, place, path, entity.ToDisplayName(), reached!.WhyNotEnter());
            return null;
        }

        return new(
            path,
            reached!.Type,
            attributes,
            reached.Value,
            IsKey: segments.Length == 1
                && (KnownAttributes.IsPartitionKey(reached.Member!.Symbol) || KnownAttributes.IsSortKey(reached.Member.Symbol)));
    }

    private PathStep? Select(PathOwner owner, string property, Location place)
    {
        if (owner.Find(property) is { } found)
        {
            return found;
        }

        if (owner.Ignores(property))
        {
            sink.Report(Descriptors.IgnoredProperty, place, owner.Type.ToDisplayName(), property);
        }
        else
        {
            sink.Report(
                Descriptors.UnknownProperty, place, owner.Type.ToDisplayName(), property, owner.HowToMend(property));
        }

        return null;
    }

    // A flattened object has no attribute of its own; it changes with any of those of its properties, and with its type.
    private IEnumerable<FilteredAttribute> AttributesOf(PathStep reached, List<string> names)
    {
        if (!reached.IsFlattened)
        {
            return [new(names.ToEquatableArray())];
        }

        var owners = reached.EnterAny(compilation).ToList();
        var ofProperties = owners.SelectMany(static owner => owner.All()).SelectMany(step => AttributesOf(
            step, step.IsFlattened ? names : [.. names, step.Member!.Attribute]));
        return owners.Count > 1
            ? ofProperties.Prepend(new(names.Append(owners[0].Discriminator).ToEquatableArray()))
            : ofProperties;
    }
}
