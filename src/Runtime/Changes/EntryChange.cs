namespace DynamoHandlers;

/// <summary>An entry of a map that is there before and after, with different values.</summary>
/// <typeparam name="K">The type of the keys.</typeparam>
/// <typeparam name="V">The type of the values.</typeparam>
/// <param name="Key">The key.</param>
/// <param name="Old">The value before.</param>
/// <param name="New">The value after.</param>
public readonly record struct EntryChange<K, V>(K Key, V Old, V New);

/// <summary>An object in a map that is there before and after, with different content.</summary>
/// <typeparam name="K">The type of the keys.</typeparam>
/// <typeparam name="V">The type of the values.</typeparam>
/// <typeparam name="D">The diff of the values.</typeparam>
/// <param name="Key">The key.</param>
/// <param name="Old">The object before.</param>
/// <param name="New">The object after.</param>
/// <param name="Diff">What changed in it.</param>
public readonly record struct EntryChange<K, V, D>(K Key, V Old, V New, D Diff);
