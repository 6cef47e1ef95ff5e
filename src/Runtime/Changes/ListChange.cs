using DynamoHandlers.Diffs;

namespace DynamoHandlers;

/// <summary>
/// What a change does to a list of values: compared by position, or without order where the item holds a set. Null,
/// absent and empty are the same here. What is asked for is computed at each call. Immutable if the lists are.
/// </summary>
/// <typeparam name="E">The type of the elements.</typeparam>
public readonly struct ListChange<E>
{
    private readonly CollectionSides<E> _sides;

    internal ListChange(CollectionSides<E> sides) => _sides = sides;

    /// <summary>The elements before; empty where there was no list.</summary>
    public IReadOnlyList<E> Old => Collections.ToList(_sides.Old);

    /// <summary>The elements after; empty where there is no list.</summary>
    public IReadOnlyList<E> New => Collections.ToList(_sides.New);

    /// <summary>Whether the item before had the attribute.</summary>
    public Presence OldPresence => _sides.OldPresence;

    /// <summary>Whether the item after has the attribute.</summary>
    public Presence NewPresence => _sides.NewPresence;

    /// <summary>Whether there is any element in <see cref="Added"/>, <see cref="Removed"/> or <see cref="Modified"/>.</summary>
    public bool Changed => _sides.IsSet
        ? Collections.AreDifferentSets(_sides)
        : Compare().Any(static element => !IsInBoth(element) || Differ(element));

    /// <summary>The elements of the new list that have no counterpart in the old one, in order.</summary>
    public IReadOnlyList<E> Added => _sides.IsSet
        ? Collections.Except(New, Old)
        : [.. Compare().Where(static element => element.OldIndex < 0).Select(static element => element.New)];

    /// <summary>The elements of the old list that have no counterpart in the new one, in order.</summary>
    public IReadOnlyList<E> Removed => _sides.IsSet
        ? Collections.Except(Old, New)
        : [.. Compare().Where(static element => element.NewIndex < 0).Select(static element => element.Old)];

    /// <summary>The elements that are in both lists with different content, in the order of the new one.</summary>
    public IReadOnlyList<ElementChange<E>> Modified => _sides.IsSet
        ? []
        : [.. Compare().Where(static element => IsInBoth(element) && Differ(element))];

    private static bool IsInBoth(ElementChange<E> element) => element is { OldIndex: >= 0, NewIndex: >= 0 };

    private static bool Differ(ElementChange<E> element) => !StructuralEquality.AreEqual(element.Old, element.New);

    private IEnumerable<ElementChange<E>> Compare()
    {
        if (_sides.AreSame)
        {
            yield break;
        }

        var (old, @new) = (Old, New);
        foreach (var (i, j) in ListPairs.ByPosition(old.Count, @new.Count))
        {
            yield return new(i < 0 ? default! : old[i], j < 0 ? default! : @new[j], i, j);
        }
    }
}

/// <summary>
/// What a change does to a list of objects: compared by position, or by the property that <c>[DiffKey]</c> names; with
/// a key the order does not matter. Null, absent and empty are the same here. What is asked for is computed at each
/// call. Immutable if the lists are.
/// </summary>
/// <typeparam name="E">The type of the elements.</typeparam>
/// <typeparam name="D">The diff of the elements.</typeparam>
public readonly struct ListChange<E, D>
    where D : struct, IEntityDiff<D, E>
{
    private readonly CollectionSides<E> _sides;
    private readonly Func<E, object?>? _key;

    internal ListChange(CollectionSides<E> sides, Func<E, object?>? key) => (_sides, _key) = (sides, key);

    /// <inheritdoc cref="ListChange{E}.Old"/>
    public IReadOnlyList<E> Old => Collections.ToList(_sides.Old);

    /// <inheritdoc cref="ListChange{E}.New"/>
    public IReadOnlyList<E> New => Collections.ToList(_sides.New);

    /// <inheritdoc cref="ListChange{E}.OldPresence"/>
    public Presence OldPresence => _sides.OldPresence;

    /// <inheritdoc cref="ListChange{E}.NewPresence"/>
    public Presence NewPresence => _sides.NewPresence;

    /// <inheritdoc cref="ListChange{E}.Changed"/>
    public bool Changed => Compare().Any(static element => !IsInBoth(element) || element.Diff.HasChanges);

    /// <inheritdoc cref="ListChange{E}.Added"/>
    public IReadOnlyList<E> Added =>
        [.. Compare().Where(static element => element.OldIndex < 0).Select(static element => element.New)];

    /// <inheritdoc cref="ListChange{E}.Removed"/>
    public IReadOnlyList<E> Removed =>
        [.. Compare().Where(static element => element.NewIndex < 0).Select(static element => element.Old)];

    /// <inheritdoc cref="ListChange{E}.Modified"/>
    public IReadOnlyList<ElementChange<E, D>> Modified =>
        [.. Compare().Where(static element => IsInBoth(element) && element.Diff.HasChanges)];

    private static bool IsInBoth(ElementChange<E, D> element) => element is { OldIndex: >= 0, NewIndex: >= 0 };

    private IEnumerable<ElementChange<E, D>> Compare()
    {
        if (_sides.AreSame)
        {
            yield break;
        }

        var (old, @new) = (Old, New);
        var pairs = _key is null
            ? ListPairs.ByPosition(old.Count, @new.Count)
            : ListPairs.ByKey(old, @new, _key);
        foreach (var (i, j) in pairs)
        {
            yield return i < 0 ? new(default!, @new[j], i, j, default)
                : j < 0 ? new(old[i], default!, i, j, default)
                : new(old[i], @new[j], i, j, DiffOf(old[i], @new[j], i, j));
        }
    }

    private D DiffOf(E old, E @new, int i, int j) =>
        D.Create(new(old is not null, old, @new is not null, @new, _sides.Element(i, j)));
}
