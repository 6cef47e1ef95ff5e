namespace DynamoHandlers;

/// <summary>An element of a list that is there before and after, with different content.</summary>
/// <typeparam name="E">The type of the elements.</typeparam>
/// <param name="Old">The element before.</param>
/// <param name="New">The element after.</param>
/// <param name="OldIndex">Its position before.</param>
/// <param name="NewIndex">Its position after; another one only in lists with <c>[DiffKey]</c>.</param>
public readonly record struct ElementChange<E>(E Old, E New, int OldIndex, int NewIndex);

/// <summary>An object in a list that is there before and after, with different content.</summary>
/// <typeparam name="E">The type of the elements.</typeparam>
/// <typeparam name="D">The diff of the elements.</typeparam>
/// <param name="Old">The object before.</param>
/// <param name="New">The object after.</param>
/// <param name="OldIndex">Its position before.</param>
/// <param name="NewIndex">Its position after; another one only in lists with <c>[DiffKey]</c>.</param>
/// <param name="Diff">What changed in it.</param>
public readonly record struct ElementChange<E, D>(E Old, E New, int OldIndex, int NewIndex, D Diff);
