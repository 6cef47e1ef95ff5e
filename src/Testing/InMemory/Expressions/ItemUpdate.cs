using DynamoHandlers.Testing.InMemory.Expressions.Syntax;
using DynamoHandlers.Testing.InMemory.Values;

namespace DynamoHandlers.Testing.InMemory.Expressions;

/// <summary>An update expression: all its actions read the item as it was and then take effect together.</summary>
internal sealed class ItemUpdate
{
    private readonly PathTree<UpdateAction> _tree = new(ExpressionKind.UpdateExpression);

    public ItemUpdate(IReadOnlyList<UpdateAction> actions)
    {
        Actions = actions;
        foreach (var action in actions)
        {
            _tree.Add(action.Path, action);
        }
    }

    public IReadOnlyList<UpdateAction> Actions { get; }

    /// <summary>The parts of an item that the update names.</summary>
    public Projection Touched => Projection.On(Actions.Select(static action => action.Path));

    public MapValue Apply(MapValue item) => ApplyToMap(_tree, item, item);

    private static Value? Apply(PathTree<UpdateAction> node, Value? value, MapValue item) => (node, value) switch
    {
        ({ Leaf: { } action }, _) => action.Compute(item),
        ({ Names.Count: > 0 }, MapValue map) => ApplyToMap(node, map, item),
        ({ Indexes.Count: > 0 }, ListValue list) => ApplyToList(node, list, item),
        _ => throw UpdateErrors.WrongPath(),
    };

    private static MapValue ApplyToMap(PathTree<UpdateAction> node, MapValue map, MapValue item)
    {
        var attributes = new Dictionary<string, Value>(map.Attributes);
        foreach (var (name, child) in node.Names)
        {
            if (Apply(child, map[name], item) is { } value)
            {
                attributes[name] = value;
            }
            else
            {
                attributes.Remove(name);
            }
        }

        return new MapValue(attributes);
    }

    // Indexes are those of the list as it was; what is set beyond its end is appended in the order of the indexes.
    private static ListValue ApplyToList(PathTree<UpdateAction> node, ListValue list, MapValue item)
    {
        var elements = new List<Value?>(list.Elements);
        foreach (var (index, child) in node.Indexes)
        {
            var inside = index < list.Elements.Count;
            var value = Apply(child, inside ? list.Elements[index] : null, item);
            if (inside)
            {
                elements[index] = value;
            }
            else
            {
                elements.Add(value);
            }
        }

        return new ListValue(elements.OfType<Value>().ToList());
    }
}
