using System.Collections.Immutable;

namespace DynamoHandlers.Diffs;

/// <summary>Gives collections of any type the form that they are compared in; null is empty.</summary>
internal static class Collections
{
    public static IReadOnlyList<E> ToList<E>(IEnumerable<E>? collection) => collection switch
    {
        null or ImmutableArray<E> { IsDefault: true } => [],
        IReadOnlyList<E> list => list,
        _ => collection.ToArray(),
    };

    public static HashSet<E> ToSet<E>(IEnumerable<E>? collection) => new(ToList(collection), Structural<E>.Comparer);

    public static IReadOnlyDictionary<K, V> ToMap<K, V>(IEnumerable<KeyValuePair<K, V>>? collection)
        where K : notnull => collection as IReadOnlyDictionary<K, V> ?? new Dictionary<K, V>(collection ?? []);

    public static bool AreDifferentSets<E>(CollectionSides<E> sides) =>
        !sides.AreSame && !ToSet(sides.Old).SetEquals(ToList(sides.New));

    /// <summary>What only one of two sets has, in its order.</summary>
    public static E[] Except<E>(IEnumerable<E> one, IEnumerable<E> other) =>
        [.. one.Except(other, Structural<E>.Comparer)];
}
