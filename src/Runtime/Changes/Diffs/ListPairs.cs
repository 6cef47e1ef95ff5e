namespace DynamoHandlers.Diffs;

/// <summary>
/// Decides which elements of two lists are the same one: gives pairs of positions, -1 where there is no counterpart, in
/// the order of the new list, then what was removed in that of the old one.
/// </summary>
internal static class ListPairs
{
    private static readonly object NoKey = new();

    /// <summary>Pairs what is at the same position.</summary>
    /// <param name="old">The length of the list before.</param>
    /// <param name="new">The length of the list after.</param>
    public static IEnumerable<(int Old, int New)> ByPosition(int old, int @new)
    {
        for (var i = 0; i < Math.Max(old, @new); i++)
        {
            yield return (i < old ? i : -1, i < @new ? i : -1);
        }
    }

    /// <summary>Pairs what has the same key; several elements of one key pair up in their order.</summary>
    /// <param name="old">The list before.</param>
    /// <param name="new">The list after.</param>
    /// <param name="key">Gives the key of an element; no element and no key are a key, too.</param>
    public static IEnumerable<(int Old, int New)> ByKey<E>(
        IReadOnlyList<E> old, IReadOnlyList<E> @new, Func<E, object?> key)
    {
        var waiting = new Dictionary<object, Queue<int>>();
        for (var i = 0; i < old.Count; i++)
        {
            var positions = waiting.GetValueOrDefault(KeyOf(old[i], key)) ?? new Queue<int>();
            positions.Enqueue(i);
            waiting[KeyOf(old[i], key)] = positions;
        }

        for (var i = 0; i < @new.Count; i++)
        {
            var isThere = waiting.TryGetValue(KeyOf(@new[i], key), out var positions) && positions.Count > 0;
            yield return (isThere ? positions!.Dequeue() : -1, i);
        }

        foreach (var position in waiting.Values.SelectMany(static positions => positions).Order())
        {
            yield return (position, -1);
        }
    }

    private static object KeyOf<E>(E element, Func<E, object?> key) =>
        element is null ? NoKey : key(element) ?? NoKey;
}
