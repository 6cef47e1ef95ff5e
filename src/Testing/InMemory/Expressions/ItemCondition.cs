using DynamoHandlers.Testing.InMemory.Values;

namespace DynamoHandlers.Testing.InMemory.Expressions;

/// <summary>What must hold of an item; an item that does not exist is an empty one.</summary>
internal abstract record ItemCondition
{
    /// <summary>The paths that the condition looks at.</summary>
    public abstract IEnumerable<DocumentPath> Paths { get; }

    public abstract bool Holds(MapValue item);
}

internal sealed record AndCondition(ItemCondition Left, ItemCondition Right) : ItemCondition
{
    public override IEnumerable<DocumentPath> Paths => Left.Paths.Concat(Right.Paths);

    public override bool Holds(MapValue item) => Left.Holds(item) && Right.Holds(item);
}

internal sealed record OrCondition(ItemCondition Left, ItemCondition Right) : ItemCondition
{
    public override IEnumerable<DocumentPath> Paths => Left.Paths.Concat(Right.Paths);

    public override bool Holds(MapValue item) => Left.Holds(item) || Right.Holds(item);
}

internal sealed record NotCondition(ItemCondition Condition) : ItemCondition
{
    public override IEnumerable<DocumentPath> Paths => Condition.Paths;

    public override bool Holds(MapValue item) => !Condition.Holds(item);
}

internal sealed record ExistsCondition(PathOperand Operand, bool Exists) : ItemCondition
{
    public override IEnumerable<DocumentPath> Paths => Operand.Paths;

    public override bool Holds(MapValue item) => Operand.Evaluate(item) is not null == Exists;
}

internal sealed record TypeCondition(PathOperand Operand, ValueKind Kind) : ItemCondition
{
    public override IEnumerable<DocumentPath> Paths => Operand.Paths;

    public override bool Holds(MapValue item) => Operand.Evaluate(item)?.Kind == Kind;
}
