using System.Text;
using DynamoHandlers.Testing.InMemory.Values;

namespace DynamoHandlers.Testing.InMemory.Streams;

/// <summary>The partition keys of a shard: those whose hash lies in a range, both ends included.</summary>
internal readonly record struct HashRange(ulong First, ulong Last)
{
    /// <summary>Cuts the whole space into ranges of nearly the same size.</summary>
    public static IEnumerable<HashRange> Divide(int count)
    {
        var size = (UInt128.One << 64) / (uint)count;
        for (var i = 0; i < count; i++)
        {
            var last = i == count - 1 ? ulong.MaxValue : (ulong)(size * (uint)(i + 1) - 1);
            yield return new HashRange((ulong)(size * (uint)i), last);
        }
    }

    /// <summary>
    /// A partition key's hash: the same in every process, so that a test sees the same shards each time.
    /// </summary>
    public static ulong Hash(Value partitionKey)
    {
        // FNV-1a, then the finalizer of MurmurHash3, as FNV alone leaves the upper bits of short keys alike.
        var hash = 14695981039346656037UL;
        foreach (var b in Bytes(partitionKey))
        {
            hash = (hash ^ b) * 1099511628211UL;
        }

        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdUL;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53UL;
        return hash ^ (hash >> 33);
    }

    public bool Contains(ulong hash) => First <= hash && hash <= Last;

    public (HashRange Lower, HashRange Upper) Halve()
    {
        if (First == Last)
        {
            throw new InvalidOperationException("The shard holds the keys of one hash only. Split another.");
        }

        var middle = First + ((Last - First) / 2);
        return (new HashRange(First, middle), new HashRange(middle + 1, Last));
    }

    private static ReadOnlySpan<byte> Bytes(Value key) => key switch
    {
        StringValue s => Encoding.UTF8.GetBytes(s.Text),
        NumberValue n => Encoding.UTF8.GetBytes(n.Number.ToString()),
        BinaryValue b => b.Bytes.Span,
        _ => throw new InvalidOperationException($"{key.Kind} is no key."),
    };
}
