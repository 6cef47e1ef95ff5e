using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Testing.InMemory.Expressions.Legacy;
using DynamoHandlers.Testing.InMemory.Expressions.Syntax;
using DynamoHandlers.Testing.InMemory.Values;

namespace DynamoHandlers.Testing.InMemory.Engine.Operations;

/// <summary>What a read returns of an item: all of it, a projection, or the attributes of a list.</summary>
internal sealed class ItemView(Func<MapValue, MapValue> select, bool isPartial)
{
    /// <summary>Whether attributes were asked for by name.</summary>
    public bool IsPartial { get; } = isPartial;

    /// <summary>Reads the view of a request whose only expression is the projection.</summary>
    public static ItemView Read(string? projection, Dictionary<string, string>? names, List<string>? attributesToGet)
    {
        ExpressionMix.ThrowIfMixed([("ProjectionExpression", projection)], [("AttributesToGet", attributesToGet)]);
        var scope = new ExpressionScope(names, null, projection);
        var view = Read(projection, attributesToGet, scope);
        scope.ThrowIfUnused();
        return view;
    }

    public static ItemView Read(string? projection, List<string>? attributesToGet, ExpressionScope scope)
    {
        if (projection is not null)
        {
            return new ItemView(ProjectionParser.Parse(projection, scope).Apply, true);
        }

        return attributesToGet is { Count: > 0 } names
            ? new ItemView(item => item.Pick(names), true)
            : new ItemView(static item => item, false);
    }

    public Dictionary<string, AttributeValue> Show(MapValue item) => AttributeValues.Write(select(item));

    /// <summary>The item of a key; null if there is none.</summary>
    public Dictionary<string, AttributeValue>? Find(Table table, Dictionary<string, AttributeValue>? key)
    {
        var item = table.Find(table.Schema.Keys.OfKey(AttributeValues.Read(key ?? [])));
        return item is null ? null : Show(item);
    }
}
