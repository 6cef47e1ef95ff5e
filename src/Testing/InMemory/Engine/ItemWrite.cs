using DynamoHandlers.Testing.InMemory.Expressions;
using DynamoHandlers.Testing.InMemory.Values;

namespace DynamoHandlers.Testing.InMemory.Engine;

/// <summary>One write of a request, checked as far as it can be without looking at the item.</summary>
/// <param name="Table">The table.</param>
/// <param name="Key">The item's key.</param>
/// <param name="Condition">What must hold of the item before; null if anything may.</param>
internal abstract record ItemWrite(Table Table, ItemKey Key, ItemCondition? Condition)
{
    /// <summary>Whether the condition holds; an item that does not exist is an empty one.</summary>
    public bool MayApplyTo(MapValue? old) => Condition?.Holds(old ?? MapValue.Empty) ?? true;

    /// <summary>The item after the write; null for none. Changes nothing.</summary>
    public abstract MapValue? Apply(MapValue? old);
}

internal sealed record ItemPut(Table Table, ItemKey Key, ItemCondition? Condition, MapValue Item)
    : ItemWrite(Table, Key, Condition)
{
    public override MapValue Apply(MapValue? old) => Item;
}

internal sealed record ItemDelete(Table Table, ItemKey Key, ItemCondition? Condition) : ItemWrite(Table, Key, Condition)
{
    public override MapValue? Apply(MapValue? old) => null;
}

/// <summary>A condition of a transaction that writes nothing.</summary>
internal sealed record ItemCheck(Table Table, ItemKey Key, ItemCondition? Condition) : ItemWrite(Table, Key, Condition)
{
    public override MapValue? Apply(MapValue? old) => old;
}

internal sealed record ItemUpdating(Table Table, ItemKey Key, ItemCondition? Condition, MapValue KeyAttributes, ItemUpdate Update)
    : ItemWrite(Table, Key, Condition)
{
    public override MapValue Apply(MapValue? old)
    {
        var item = Update.Apply(old ?? KeyAttributes);
        if (item.ItemSize > Table.MaxItemSize)
        {
            throw Errors.Validation("Item size to update has exceeded the maximum allowed size");
        }

        foreach (var index in Table.Schema.Indexes)
        {
            index.ThrowIfMismatched(item);
        }

        return item;
    }
}
