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
    public bool Changed => Collections.AreDifferentSets(_sides);

    /// <summary>The elements that only the new set has.</summary>
    public IReadOnlyCollection<E> Added => _sides.AreSame ? [] : Collections.Except(New, Old);

    /// <summary>The elements that only the old set has.</summary>
    public IReadOnlyCollection<E> Removed => _sides.AreSame ? [] : Collections.Except(Old, New);
}
