using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace DynamoHandlers.Testing.InMemory.Values;

/// <summary>A list.</summary>
internal sealed record ListValue(IReadOnlyList<Value> Elements) : Value
{
    public override ValueKind Kind => ValueKind.L;

    // Three bytes for the list and one for each element, as the developer guide counts them.
    public override int Size => 3 + Elements.Sum(static element => 1 + element.Size);

    public bool Equals(ListValue? other) => other is not null && Elements.SequenceEqual(other.Elements);

    public override int GetHashCode() => HashCode.Combine(Kind, Elements.Count);
}

/// <summary>A map; also an item. Its attributes keep the order in which they were added.</summary>
internal sealed record MapValue(IReadOnlyDictionary<string, Value> Attributes) : Value
{
    public static readonly MapValue Empty = new(new Dictionary<string, Value>());

    public override ValueKind Kind => ValueKind.M;

    public override int Size => 3 + Attributes.Count + ItemSize;

    /// <summary>The size as an item: names and values, without the overhead of a nested map.</summary>
    public int ItemSize => Attributes.Sum(static pair => Encoding.UTF8.GetByteCount(pair.Key) + pair.Value.Size);

    public Value? this[string name] => Attributes.GetValueOrDefault(name);

    public bool TryGet(string name, [NotNullWhen(true)] out Value? value) => Attributes.TryGetValue(name, out value);

    /// <summary>The named attributes that are there, in the order of the names.</summary>
    public MapValue Pick(IEnumerable<string> names)
    {
        var picked = new Dictionary<string, Value>();
        foreach (var name in names)
        {
            if (TryGet(name, out var value))
            {
                picked[name] = value;
            }
        }

        return new MapValue(picked);
    }

    public bool Equals(MapValue? other) =>
        other is not null
        && Attributes.Count == other.Attributes.Count
        && Attributes.All(pair => pair.Value.Equals(other[pair.Key]));

    public override int GetHashCode() => HashCode.Combine(Kind, Attributes.Count);
}

/// <summary>
/// A set of strings, numbers or binaries; the elements are distinct and kept in their order, so equal sets look equal.
/// </summary>
internal sealed record SetValue : Value
{
    private SetValue(ValueKind kind, IReadOnlyList<Value> sorted) => (Kind, Elements) = (kind, sorted);

    public override ValueKind Kind { get; }

    public IReadOnlyList<Value> Elements { get; }

    public override int Size => Elements.Sum(static element => element.Size);

    public static SetValue Of(ValueKind kind, IEnumerable<Value> elements) =>
        new(kind, [.. elements.Distinct().Order(ScalarOrder.Instance)]);

    public bool Contains(Value value) => Elements.Contains(value);

    public SetValue Union(SetValue other) => Of(Kind, Elements.Concat(other.Elements));

    /// <summary>The elements that the other lacks; null if none are left, as DynamoDB has no empty sets.</summary>
    public SetValue? Except(SetValue other)
    {
        var left = Elements.Except(other.Elements).ToList();
        return left.Count == 0 ? null : new SetValue(Kind, left);
    }

    public bool Equals(SetValue? other) =>
        other is not null && Kind == other.Kind && Elements.SequenceEqual(other.Elements);

    public override int GetHashCode() => HashCode.Combine(Kind, Elements.Count);
}
