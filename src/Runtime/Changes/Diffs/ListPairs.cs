namespace DynamoHandlers.Diffs;

/// <summary>Decides which elements of two lists are the same one.</summary>
internal static class ListPairs
{
    private static readonly object NoKey = new();

    /// <summary>
    /// The pairs of positions, -1 where an element has no counterpart: in the order of the new list, then what was
    /// removed in that of the old one.
    /// </summary>
    /// <param name="old">The list before.</param>
    /// <param name="new">The list after.</param>
    /// <param name="key">What makes elements the same; those of one key pair up in their order. Null for positions.</param>
    public static IEnumerable<(int Old, int New)> Match<E>(
        IReadOnlyList<E> old, IReadOnlyList<E> @new, Func<E, object?>? key) =>
        key is null ? ByPosition(old.Count, @new.Count) : ByKey(old, @new, key);

    private static IEnumerable<(int Old, int New)> ByPosition(int old, int @new)
    {
        for (var i = 0; i < Math.Max(old, @new); i++)
        {
            yield return (i < old ? i : -1, i < @new ? i : -1);
        }
    }

    private static IEnumerable<(int Old, int New)> ByKey<E>(
        IReadOnlyList<E> old, IReadOnlyList<E> @new, Func<E, object?> key)
    {
        var unmatched = new Dictionary<object, Queue<int>>();
        for (var i = 0; i < old.Count; i++)
        {
            var positions = unmatched.GetValueOrDefault(KeyOf(old[i], key)) ?? new Queue<int>();
            positions.Enqueue(i);
            unmatched[KeyOf(old[i], key)] = positions;
        }

        for (var i = 0; i < @new.Count; i++)
        {
            var isThere = unmatched.TryGetValue(KeyOf(@new[i], key), out var positions) && positions.Count > 0;
            yield return (isThere ? positions!.Dequeue() : -1, i);
        }

        foreach (var position in unmatched.Values.SelectMany(static positions => positions).Order())
        {
            yield return (position, -1);
        }
    }

    private static object KeyOf<E>(E element, Func<E, object?> key) =>
        element is null ? NoKey : key(element) ?? NoKey;
}
