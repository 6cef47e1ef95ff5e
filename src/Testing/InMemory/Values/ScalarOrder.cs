using System.Text;

namespace DynamoHandlers.Testing.InMemory.Values;

/// <summary>The order of keys: strings by their UTF-8 bytes, numbers by value, binaries by unsigned bytes.</summary>
internal sealed class ScalarOrder : IComparer<Value>
{
    public static readonly ScalarOrder Instance = new();

    public int Compare(Value? x, Value? y) => (x, y) switch
    {
        (StringValue a, StringValue b) => CompareUtf8(a.Text, b.Text),
        (NumberValue a, NumberValue b) => a.Number.CompareTo(b.Number),
        (BinaryValue a, BinaryValue b) => a.Bytes.Span.SequenceCompareTo(b.Bytes.Span),
        _ => throw new InvalidOperationException($"{x?.Kind} and {y?.Kind} have no common order."),
    };

    /// <summary>Whether two values can be compared at all.</summary>
    public static bool AreComparable(Value x, Value y) => x.Kind == y.Kind && x.Kind.IsOrdered();

    // UTF-16 order differs from UTF-8 order only where surrogates meet U+E000 and above.
    private static int CompareUtf8(string x, string y)
    {
        var common = x.AsSpan().CommonPrefixLength(y);
        if (common == x.Length || common == y.Length)
        {
            return x.Length.CompareTo(y.Length);
        }

        return char.IsSurrogate(x[common]) != char.IsSurrogate(y[common])
            ? Encoding.UTF8.GetBytes(x).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y))
            : x[common].CompareTo(y[common]);
    }
}
