namespace DynamoHandlers.Diffs;

/// <summary>Compares maps by their keys.</summary>
internal static class MapEntries
{
    /// <summary>The entries of one map whose keys another does not have.</summary>
    public static IReadOnlyDictionary<K, V> Except<K, V>(IReadOnlyDictionary<K, V> map, IReadOnlyDictionary<K, V> other)
        where K : notnull => new Dictionary<K, V>(map.Where(entry => !other.ContainsKey(entry.Key)));

    /// <summary>The keys that both maps have, with their values.</summary>
    public static IEnumerable<EntryChange<K, V>> Common<K, V>(
        IReadOnlyDictionary<K, V> old, IReadOnlyDictionary<K, V> @new)
        where K : notnull
    {
        foreach (var (key, after) in @new)
        {
            if (old.TryGetValue(key, out var before))
            {
                yield return new(key, before, after);
            }
        }
    }
}
