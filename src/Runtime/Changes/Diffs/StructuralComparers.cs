using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace DynamoHandlers.Diffs;

// Hash codes of what is compared member by member are all the same: sets of such things are small.

/// <summary>Compares mapped objects by their diffs.</summary>
internal sealed class ObjectComparer<T, D> : EqualityComparer<T>
    where D : struct, IEntityDiff<D, T>
{
    public override bool Equals(T? x, T? y)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return !D.Create(new(x is not null, x, y is not null, y, null)).HasChanges;
    }

    public override int GetHashCode(T obj) => 0;
}

/// <summary>Compares values of a type by the types that they are of.</summary>
internal sealed class PolymorphicComparer<T>(IEqualityComparer<T> exact) : EqualityComparer<T>
{
    private readonly ConcurrentDictionary<Type, Func<T, T, bool>> _derived = new();

    public IEqualityComparer<T> Exact { get; set; } = exact;

    public void Add<TDerived>()
        where TDerived : T =>
        _derived[typeof(TDerived)] = static (x, y) => StructuralEquality.AreEqual((TDerived)x!, (TDerived)y!);

    public override bool Equals(T? x, T? y)
    {
        if (x is null || y is null || x.GetType() != y.GetType())
        {
            return x is null && y is null;
        }

        return _derived.TryGetValue(x.GetType(), out var areEqual) ? areEqual(x, y) : Exact.Equals(x, y);
    }

    public override int GetHashCode(T obj) => 0;
}

/// <summary>Compares nullable structs as the struct is compared.</summary>
internal sealed class NullableComparer<T> : EqualityComparer<T?>
    where T : struct
{
    public override bool Equals(T? x, T? y) =>
        x.HasValue == y.HasValue && (!x.HasValue || Structural<T>.Comparer.Equals(x.Value, y!.Value));

    public override int GetHashCode(T? obj) => 0;
}

/// <summary>Compares lists by their elements in order.</summary>
internal sealed class ListComparer<C, E> : EqualityComparer<C>
    where C : IEnumerable<E>
{
    public override bool Equals(C? x, C? y) =>
        Collections.ToList<E>(x).SequenceEqual(Collections.ToList<E>(y), Structural<E>.Comparer);

    public override int GetHashCode(C obj) => 0;
}

/// <summary>Compares sets.</summary>
internal sealed class SetComparer<C, E> : EqualityComparer<C>
    where C : IEnumerable<E>
{
    public override bool Equals(C? x, C? y) => Collections.ToSet<E>(x).SetEquals(Collections.ToList<E>(y));

    public override int GetHashCode(C obj) => 0;
}

/// <summary>Compares maps by their keys and values.</summary>
internal sealed class MapComparer<C, K, V> : EqualityComparer<C>
    where C : IEnumerable<KeyValuePair<K, V>>
    where K : notnull
{
    public override bool Equals(C? x, C? y)
    {
        var left = Collections.ToMap(x);
        var right = Collections.ToMap(y);
        return left.Count == right.Count && left.All(entry =>
            right.TryGetValue(entry.Key, out var other) && StructuralEquality.AreEqual(entry.Value, other));
    }

    public override int GetHashCode(C obj) => 0;
}

/// <summary>Compares what holds bytes by the bytes.</summary>
internal sealed class ContentComparer
    : IEqualityComparer<byte[]>, IEqualityComparer<ReadOnlyMemory<byte>>, IEqualityComparer<ReadOnlyMemory<byte>?>,
        IEqualityComparer<MemoryStream>
{
    public static readonly ContentComparer Instance = new();

    public bool Equals(byte[]? x, byte[]? y) => (x is null) == (y is null) && x.AsSpan().SequenceEqual(y);

    public int GetHashCode(byte[] obj) => HashOf(obj);

    public bool Equals(ReadOnlyMemory<byte> x, ReadOnlyMemory<byte> y) => x.Span.SequenceEqual(y.Span);

    public int GetHashCode(ReadOnlyMemory<byte> obj) => HashOf(obj.Span);

    public bool Equals(ReadOnlyMemory<byte>? x, ReadOnlyMemory<byte>? y) =>
        x.HasValue == y.HasValue && (!x.HasValue || Equals(x.Value, y!.Value));

    public int GetHashCode(ReadOnlyMemory<byte>? obj) => HashOf(obj.GetValueOrDefault().Span);

    public bool Equals(MemoryStream? x, MemoryStream? y) =>
        ReferenceEquals(x, y) || (x is not null && y is not null && x.ToArray().AsSpan().SequenceEqual(y.ToArray()));

    public int GetHashCode(MemoryStream obj) => HashOf(obj.ToArray());

    private static int HashOf(ReadOnlySpan<byte> bytes)
    {
        var hash = default(HashCode);
        hash.AddBytes(bytes);
        return hash.ToHashCode();
    }
}
