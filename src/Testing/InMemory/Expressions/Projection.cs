using DynamoHandlers.Testing.InMemory.Expressions.Syntax;
using DynamoHandlers.Testing.InMemory.Values;

namespace DynamoHandlers.Testing.InMemory.Expressions;

/// <summary>The parts of an item that somebody asked for.</summary>
internal sealed class Projection(PathTree<DocumentPath> paths)
{
    /// <summary>The projection on some paths, none of which leads through another.</summary>
    public static Projection On(IEnumerable<DocumentPath> paths)
    {
        var tree = new PathTree<DocumentPath>(ExpressionKind.ProjectionExpression);
        foreach (var path in paths)
        {
            tree.Add(path, path);
        }

        return new Projection(tree);
    }

    public MapValue Apply(MapValue item) => ProjectMap(paths, item) ?? MapValue.Empty;

    private static Value? Project(PathTree<DocumentPath> node, Value value) => (node.Leaf, value) switch
    {
        (not null, _) => value,
        (_, MapValue map) => ProjectMap(node, map),
        (_, ListValue list) => ProjectList(node, list),
        _ => null,
    };

    private static MapValue? ProjectMap(PathTree<DocumentPath> node, MapValue map)
    {
        var kept = new Dictionary<string, Value>();
        foreach (var (name, child) in node.Names)
        {
            if (map.TryGet(name, out var value) && Project(child, value) is { } part)
            {
                kept.Add(name, part);
            }
        }

        return kept.Count > 0 ? new MapValue(kept) : null;
    }

    // Elements that were not asked for leave no gaps.
    private static ListValue? ProjectList(PathTree<DocumentPath> node, ListValue list)
    {
        var kept = new List<Value>();
        foreach (var (index, child) in node.Indexes)
        {
            if (index < list.Elements.Count && Project(child, list.Elements[index]) is { } part)
            {
                kept.Add(part);
            }
        }

        return kept.Count > 0 ? new ListValue(kept) : null;
    }
}
