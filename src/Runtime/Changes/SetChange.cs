using DynamoHandlers.Diffs;

namespace DynamoHandlers;

/// <summary>
/// What a change does to a set. Null, absent and empty are the same here. What is asked for is computed at each call.
/// Immutable if the sets are.
/// </summary>
/// <typeparam name="E">The type of the elements.</typeparam>
public readonly struct SetChange<E>
{
    private readonly CollectionSides<E> _sides;

    internal SetChange(CollectionSides<E> sides) => _sides = sides;

    /// <summary>The elements before; empty where there was no set.</summary>
    public IReadOnlyCollection<E> Old => Collections.ToList(_sides.Old);

    /// <summary>The elements after; empty where there is no set.</summary>
    public IReadOnlyCollection<E> New => Collections.ToList(_sides.New);

    /// <summary>Whether the item before had the attribute.</summary>
    public Presence OldPresence => _sides.OldPresence;

    /// <summary>Whether the item after has the attribute.</summary>
    public Presence NewPresence => _sides.NewPresence;

    /// <summary>Whether there is any element in <see cref="Added"/> or <see cref="Removed"/>.</summary>
    public bool Changed => !_sides.AreSame && !Collections.ToSet(_sides.Old).SetEquals(New);

    /// <summary>The elements that only the new set has.</summary>
    public IReadOnlyCollection<E> Added => Except(_sides.New, _sides.Old);

    /// <summary>The elements that only the old set has.</summary>
    public IReadOnlyCollection<E> Removed => Except(_sides.Old, _sides.New);

    private E[] Except(IEnumerable<E>? one, IEnumerable<E>? other) =>
        _sides.AreSame ? [] : [.. Collections.ToList(one).Except(Collections.ToList(other), Structural<E>.Comparer)];
}
