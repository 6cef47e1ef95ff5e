using DynamoHandlers.Testing.InMemory.Values;

namespace DynamoHandlers.Testing.InMemory.Expressions;

/// <summary>A part of an expression that has a value.</summary>
internal abstract record Operand
{
    /// <summary>The paths that the operand looks at.</summary>
    public virtual IEnumerable<DocumentPath> Paths => [];

    /// <summary>The value for an item; null if an attribute is missing or of the wrong kind.</summary>
    public abstract Value? Evaluate(MapValue item);
}

internal sealed record PathOperand(DocumentPath Path) : Operand
{
    public override IEnumerable<DocumentPath> Paths => [Path];

    public override Value? Evaluate(MapValue item) => Path.Find(item);
}

internal sealed record ConstantOperand(Value Value) : Operand
{
    public override Value? Evaluate(MapValue item) => Value;
}

/// <summary><c>size(path)</c>: characters, bytes or elements.</summary>
internal sealed record SizeOperand(Operand Operand) : Operand
{
    public override IEnumerable<DocumentPath> Paths => Operand.Paths;

    public override Value? Evaluate(MapValue item) => Operand.Evaluate(item) switch
    {
        StringValue s => Number(s.Text.Length),
        BinaryValue b => Number(b.Bytes.Length),
        SetValue s => Number(s.Elements.Count),
        ListValue l => Number(l.Elements.Count),
        MapValue m => Number(m.Attributes.Count),
        _ => null,
    };

    private static NumberValue Number(int count) => new(DynamoNumber.Of(count));
}

/// <summary><c>a + b</c> or <c>a - b</c> in an update.</summary>
internal sealed record SumOperand(Operand Left, Operand Right, bool Subtract) : Operand
{
    public override IEnumerable<DocumentPath> Paths => Left.Paths.Concat(Right.Paths);

    public override Value Evaluate(MapValue item) =>
        (UpdateErrors.Require(Left, item), UpdateErrors.Require(Right, item)) is (NumberValue left, NumberValue right)
            ? Combine(left.Number, right.Number)
            : throw UpdateErrors.WrongType();

    /// <summary>The sum, within the bounds of the service.</summary>
    public static NumberValue Combine(DynamoNumber left, DynamoNumber right, bool subtract)
    {
        var sum = subtract ? left.Subtract(right) : left.Add(right);
        return sum.FindExcess() is { } error ? throw Errors.Validation(error) : new NumberValue(sum);
    }

    private NumberValue Combine(DynamoNumber left, DynamoNumber right) => Combine(left, right, Subtract);
}

internal sealed record IfNotExistsOperand(PathOperand Path, Operand Otherwise) : Operand
{
    public override IEnumerable<DocumentPath> Paths => Path.Paths.Concat(Otherwise.Paths);

    public override Value Evaluate(MapValue item) => Path.Evaluate(item) ?? UpdateErrors.Require(Otherwise, item);
}

internal sealed record ListAppendOperand(Operand First, Operand Second) : Operand
{
    public override IEnumerable<DocumentPath> Paths => First.Paths.Concat(Second.Paths);

    public override Value Evaluate(MapValue item) =>
        (UpdateErrors.Require(First, item), UpdateErrors.Require(Second, item)) is (ListValue first, ListValue second)
            ? new ListValue([.. first.Elements, .. second.Elements])
            : throw UpdateErrors.WrongType();
}
