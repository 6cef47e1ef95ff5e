using DynamoHandlers.Diffs;
using DynamoHandlers.Images;

namespace DynamoHandlers;

/// <summary>
/// What a change does to a map of values, by key. Null, absent and empty are the same here. What is asked for is
/// computed at each call. Immutable if the maps are.
/// </summary>
/// <typeparam name="K">The type of the keys.</typeparam>
/// <typeparam name="V">The type of the values.</typeparam>
public readonly struct MapChange<K, V>
    where K : notnull
{
    private readonly CollectionSides<KeyValuePair<K, V>> _sides;

    internal MapChange(CollectionSides<KeyValuePair<K, V>> sides) => _sides = sides;

    /// <summary>The entries before; empty where there was no map.</summary>
    public IReadOnlyDictionary<K, V> Old => Collections.ToMap(_sides.Old);

    /// <summary>The entries after; empty where there is no map.</summary>
    public IReadOnlyDictionary<K, V> New => Collections.ToMap(_sides.New);

    /// <summary>Whether the item before had the attribute.</summary>
    public Presence OldPresence => _sides.OldPresence;

    /// <summary>Whether the item after has the attribute.</summary>
    public Presence NewPresence => _sides.NewPresence;

    /// <summary>Whether there is any entry in <see cref="Added"/>, <see cref="Removed"/> or <see cref="Modified"/>.</summary>
    public bool Changed => !_sides.AreSame && (Old.Count != New.Count || Added.Count > 0 || Compare().Any());

    /// <summary>The entries whose keys only the new map has.</summary>
    public IReadOnlyDictionary<K, V> Added => MapEntries.Except(New, Old);

    /// <summary>The entries whose keys only the old map has.</summary>
    public IReadOnlyDictionary<K, V> Removed => MapEntries.Except(Old, New);

    /// <summary>The entries that are in both maps with different values.</summary>
    public IReadOnlyList<EntryChange<K, V>> Modified => [.. Compare()];

    private IEnumerable<EntryChange<K, V>> Compare() => _sides.AreSame
        ? []
        : MapEntries.Common(Old, New).Where(static entry => !StructuralEquality.AreEqual(entry.Old, entry.New));
}

/// <summary>
/// What a change does to a map of objects, by key. Null, absent and empty are the same here. What is asked for is
/// computed at each call. Immutable if the maps are.
/// </summary>
/// <typeparam name="K">The type of the keys.</typeparam>
/// <typeparam name="V">The type of the values.</typeparam>
/// <typeparam name="D">The diff of the values.</typeparam>
public readonly struct MapChange<K, V, D>
    where K : notnull
    where D : struct, IEntityDiff<D, V>
{
    private readonly CollectionSides<KeyValuePair<K, V>> _sides;

    internal MapChange(CollectionSides<KeyValuePair<K, V>> sides) => _sides = sides;

    /// <inheritdoc cref="MapChange{K, V}.Old"/>
    public IReadOnlyDictionary<K, V> Old => Collections.ToMap(_sides.Old);

    /// <inheritdoc cref="MapChange{K, V}.New"/>
    public IReadOnlyDictionary<K, V> New => Collections.ToMap(_sides.New);

    /// <inheritdoc cref="MapChange{K, V}.OldPresence"/>
    public Presence OldPresence => _sides.OldPresence;

    /// <inheritdoc cref="MapChange{K, V}.NewPresence"/>
    public Presence NewPresence => _sides.NewPresence;

    /// <inheritdoc cref="MapChange{K, V}.Changed"/>
    public bool Changed => !_sides.AreSame && (Old.Count != New.Count || Added.Count > 0 || Compare().Any());

    /// <inheritdoc cref="MapChange{K, V}.Added"/>
    public IReadOnlyDictionary<K, V> Added => MapEntries.Except(New, Old);

    /// <inheritdoc cref="MapChange{K, V}.Removed"/>
    public IReadOnlyDictionary<K, V> Removed => MapEntries.Except(Old, New);

    /// <inheritdoc cref="MapChange{K, V}.Modified"/>
    public IReadOnlyList<EntryChange<K, V, D>> Modified => [.. Compare()];

    private IEnumerable<EntryChange<K, V, D>> Compare()
    {
        if (_sides.AreSame)
        {
            yield break;
        }

        foreach (var (key, old, @new) in MapEntries.Common(Old, New))
        {
            var source = new DiffSource<V>(old is not null, old, @new is not null, @new, ImagesOf(key));
            if (D.Create(source) is { HasChanges: true } diff)
            {
                yield return new(key, old, @new, diff);
            }
        }
    }

    // Only a text is the attribute's name as it is; other keys may be written in several ways.
    private ImageDelta? ImagesOf(K key) => key is string name ? _sides.Entry(name) : null;
}
