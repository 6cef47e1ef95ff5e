using DynamoHandlers.Testing.InMemory.Values;

namespace DynamoHandlers.Testing.InMemory.Expressions;

/// <summary>What an update does to one path.</summary>
internal abstract record UpdateAction(DocumentPath Path)
{
    /// <summary>The value that the path gets, computed from the item before the update; null removes it.</summary>
    public abstract Value? Compute(MapValue item);
}

internal sealed record SetAction(DocumentPath Path, Operand Operand) : UpdateAction(Path)
{
    public override Value Compute(MapValue item) => UpdateErrors.Require(Operand, item);
}

internal sealed record RemoveAction(DocumentPath Path) : UpdateAction(Path)
{
    public override Value? Compute(MapValue item) => null;
}

/// <summary>Adds to a number (a missing one is zero) or to a set (a missing one is empty).</summary>
internal sealed record AddAction(DocumentPath Path, Value Operand) : UpdateAction(Path)
{
    public override Value Compute(MapValue item) => (Path.Find(item), Operand) switch
    {
        (null, _) => Operand,
        (NumberValue old, NumberValue by) => SumOperand.Combine(old.Number, by.Number, subtract: false),
        (SetValue old, SetValue more) when old.Kind == more.Kind => old.Union(more),
        _ => throw UpdateErrors.WrongType(),
    };
}

/// <summary>Takes elements out of a set; with the last one, the attribute goes.</summary>
internal sealed record DeleteAction(DocumentPath Path, SetValue Operand) : UpdateAction(Path)
{
    public override Value? Compute(MapValue item) => Path.Find(item) switch
    {
        null => null,
        SetValue old when old.Kind == Operand.Kind => old.Except(Operand),
        _ => throw UpdateErrors.WrongType(),
    };
}
