using System.Text;

namespace DynamoHandlers.Testing.InMemory.Values;

/// <summary>
/// An attribute's value. Immutable, hence shared freely between items, images and answers; equality is DynamoDB's:
/// numbers by value, sets without order.
/// </summary>
internal abstract record Value
{
    public abstract ValueKind Kind { get; }

    /// <summary>The bytes that DynamoDB counts for the value, without its name.</summary>
    public abstract int Size { get; }

    /// <summary>As error messages show it: <c>{S: text,}</c>.</summary>
    public string Describe() => this switch
    {
        StringValue s => $"{{S: {s.Text},}}",
        NumberValue n => $"{{N: {n.Number},}}",
        BinaryValue b => $"{{B: {Convert.ToBase64String(b.Bytes.Span)},}}",
        _ => $"{{{Kind}}}",
    };
}

internal sealed record StringValue(string Text) : Value
{
    public override ValueKind Kind => ValueKind.S;

    public override int Size => Encoding.UTF8.GetByteCount(Text);
}

internal sealed record NumberValue(DynamoNumber Number) : Value
{
    public override ValueKind Kind => ValueKind.N;

    public override int Size => Number.Size;
}

internal sealed record BinaryValue(ReadOnlyMemory<byte> Bytes) : Value
{
    public override ValueKind Kind => ValueKind.B;

    public override int Size => Bytes.Length;

    public bool Equals(BinaryValue? other) => other is not null && Bytes.Span.SequenceEqual(other.Bytes.Span);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Bytes.Span);
        return hash.ToHashCode();
    }
}

internal sealed record BooleanValue(bool Flag) : Value
{
    public override ValueKind Kind => ValueKind.BOOL;

    public override int Size => 1;
}

internal sealed record NullValue : Value
{
    public static readonly NullValue Instance = new();

    public override ValueKind Kind => ValueKind.NULL;

    public override int Size => 1;
}
