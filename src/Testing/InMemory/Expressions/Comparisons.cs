using DynamoHandlers.Testing.InMemory.Values;

namespace DynamoHandlers.Testing.InMemory.Expressions;

/// <summary>
/// <c>=</c>, <c>&lt;&gt;</c>, <c>&lt;</c>… Values of different kinds are unequal and have no order; what is missing
/// equals nothing.
/// </summary>
internal sealed record ComparisonCondition(string Comparator, Operand Left, Operand Right) : ItemCondition
{
    public override IEnumerable<DocumentPath> Paths => Left.Paths.Concat(Right.Paths);

    public override bool Holds(MapValue item) =>
        Compare(Comparator, Left.Evaluate(item), Right.Evaluate(item));

    public static bool Compare(string comparator, Value? left, Value? right)
    {
        if (comparator == "<>")
        {
            return !Compare("=", left, right);
        }

        if (left is null || right is null)
        {
            return false;
        }

        if (comparator == "=")
        {
            return left.Equals(right);
        }

        if (!ScalarOrder.AreComparable(left, right))
        {
            return false;
        }

        var order = ScalarOrder.Instance.Compare(left, right);
        return comparator switch
        {
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        };
    }
}

internal sealed record BetweenCondition(Operand Operand, Operand Low, Operand High) : ItemCondition
{
    public override IEnumerable<DocumentPath> Paths => Operand.Paths.Concat(Low.Paths).Concat(High.Paths);

    public override bool Holds(MapValue item)
    {
        var value = Operand.Evaluate(item);
        return ComparisonCondition.Compare(">=", value, Low.Evaluate(item))
            && ComparisonCondition.Compare("<=", value, High.Evaluate(item));
    }
}

internal sealed record InCondition(Operand Operand, IReadOnlyList<Operand> Candidates) : ItemCondition
{
    public override IEnumerable<DocumentPath> Paths => Operand.Paths.Concat(Candidates.SelectMany(static c => c.Paths));

    public override bool Holds(MapValue item)
    {
        var value = Operand.Evaluate(item);
        return Candidates.Any(candidate => ComparisonCondition.Compare("=", value, candidate.Evaluate(item)));
    }
}

internal sealed record BeginsWithCondition(Operand Operand, Operand Prefix) : ItemCondition
{
    public override IEnumerable<DocumentPath> Paths => Operand.Paths.Concat(Prefix.Paths);

    public override bool Holds(MapValue item) => (Operand.Evaluate(item), Prefix.Evaluate(item)) switch
    {
        (StringValue text, StringValue prefix) => text.Text.StartsWith(prefix.Text, StringComparison.Ordinal),
        (BinaryValue bytes, BinaryValue prefix) => bytes.Bytes.Span.StartsWith(prefix.Bytes.Span),
        _ => false,
    };
}

/// <summary>A part of a string or of bytes, an element of a set or of a list.</summary>
internal sealed record ContainsCondition(Operand Whole, Operand Part) : ItemCondition
{
    public override IEnumerable<DocumentPath> Paths => Whole.Paths.Concat(Part.Paths);

    public override bool Holds(MapValue item) => (Whole.Evaluate(item), Part.Evaluate(item)) switch
    {
        (StringValue text, StringValue part) => text.Text.Contains(part.Text, StringComparison.Ordinal),
        (BinaryValue bytes, BinaryValue part) => bytes.Bytes.Span.IndexOf(part.Bytes.Span) >= 0,
        (SetValue set, { } element) => set.Contains(element),
        (ListValue list, { } element) => list.Elements.Contains(element),
        _ => false,
    };
}
