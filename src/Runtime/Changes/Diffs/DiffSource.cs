using System.ComponentModel;
using System.Runtime.CompilerServices;
using DynamoHandlers.Images;

namespace DynamoHandlers.Diffs;

/// <summary>
/// Both sides of an object's change, with what the images say about them: what generated diffs ask. Members are named
/// by their index in the mapper's shape. Immutable if the entities are.
/// </summary>
/// <typeparam name="T">The object.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct DiffSource<T>
{
    private readonly ImageDelta? _images;

    internal DiffSource(bool hasOld, T? old, bool hasNew, T? @new, ImageDelta? images)
    {
        HasOld = hasOld;
        Old = old;
        HasNew = hasNew;
        New = @new;
        _images = images;
    }

    /// <summary>Whether it existed before.</summary>
    public bool HasOld { get; }

    /// <summary>The object before; <c>default</c> if it did not exist.</summary>
    public T? Old { get; }

    /// <summary>Whether it exists after.</summary>
    public bool HasNew { get; }

    /// <summary>The object after; <c>default</c> if it does not exist.</summary>
    public T? New { get; }

    /// <summary>Whether it is plain without looking at any member that nothing has changed.</summary>
    public bool AreSame => HasOld == HasNew
        && (!HasOld || _images is { AreSame: true } || (!typeof(T).IsValueType && ReferenceEquals(Old, New)));

    /// <summary>Whether there are images; changes that are made by hand have none.</summary>
    public bool HasImages => _images is not null;

    /// <summary>Whether attributes changed that no member reads; false without images.</summary>
    public bool UnmappedChanged => _images is { UnmappedChanged: true };

    /// <summary>The members whose attributes changed canonically, as bits.</summary>
    /// <param name="word">Which 64 members: 0 for the first.</param>
    /// <param name="count">How many members there are.</param>
    public ulong RawChanged(int word, int count)
    {
        var changed = 0UL;
        for (var i = word * 64; i < Math.Min(count, (word + 1) * 64); i++)
        {
            changed |= _images!.RawChanged(i) ? 1UL << (i % 64) : 0;
        }

        return changed;
    }

    /// <summary>A member that is compared as a whole.</summary>
    /// <typeparam name="P">Its type, of value types the nullable one.</typeparam>
    /// <param name="member">Its index.</param>
    /// <param name="get">Reads it.</param>
    public PropertyChange<P> Property<P>(int member, Func<T, P?> get)
    {
        var (old, oldPresence) = OldOf(member, get);
        var (@new, newPresence) = NewOf(member, get);
        var changed = !IsUnchanged(member) && !StructuralEquality.AreEqual(old, @new);
        return new(old, oldPresence, @new, newPresence, changed);
    }

    /// <summary>A member that is an object.</summary>
    /// <typeparam name="P">Its type.</typeparam>
    /// <typeparam name="D">Its diff.</typeparam>
    /// <param name="member">Its index.</param>
    /// <param name="get">Reads it.</param>
    /// <exception cref="InsufficientExecutionStackException">Objects made by hand contain themselves.</exception>
    public D Object<P, D>(int member, Func<T, P?> get)
        where P : class
        where D : struct, IEntityDiff<D, P>
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var old = OldOf(member, get).Value;
        var @new = NewOf(member, get).Value;
        return D.Create(new(old is not null, old, @new is not null, @new, _images?.Nested(member)));
    }

    /// <summary>A member that is a struct of several members.</summary>
    /// <typeparam name="P">Its type.</typeparam>
    /// <typeparam name="D">Its diff.</typeparam>
    /// <param name="member">Its index.</param>
    /// <param name="get">Reads it.</param>
    public D Struct<P, D>(int member, Func<T, P?> get)
        where P : struct
        where D : struct, IEntityDiff<D, P>
    {
        var old = OldOf(member, get).Value;
        var @new = NewOf(member, get).Value;
        return D.Create(new(
            old.HasValue, old.GetValueOrDefault(), @new.HasValue, @new.GetValueOrDefault(), _images?.Nested(member)));
    }

    /// <summary>A member that is a list of values.</summary>
    /// <typeparam name="E">Their type.</typeparam>
    /// <param name="member">Its index.</param>
    /// <param name="get">Reads it.</param>
    public ListChange<E> List<E>(int member, Func<T, IEnumerable<E>?> get) => new(Sides(member, get));

    /// <summary>A member that is a list of objects.</summary>
    /// <typeparam name="E">Their type.</typeparam>
    /// <typeparam name="D">Their diff.</typeparam>
    /// <param name="member">Its index.</param>
    /// <param name="get">Reads it.</param>
    /// <param name="key">What makes elements the same; null for their positions.</param>
    public ListChange<E, D> List<E, D>(int member, Func<T, IEnumerable<E>?> get, Func<E, object?>? key = null)
        where D : struct, IEntityDiff<D, E> => new(Sides(member, get), key);

    /// <summary>A member that is a set.</summary>
    /// <typeparam name="E">The type of its elements.</typeparam>
    /// <param name="member">Its index.</param>
    /// <param name="get">Reads it.</param>
    public SetChange<E> Set<E>(int member, Func<T, IEnumerable<E>?> get) => new(Sides(member, get));

    /// <summary>A member that is a map to values.</summary>
    /// <typeparam name="K">The type of its keys.</typeparam>
    /// <typeparam name="V">The type of its values.</typeparam>
    /// <param name="member">Its index.</param>
    /// <param name="get">Reads it.</param>
    public MapChange<K, V> Map<K, V>(int member, Func<T, IEnumerable<KeyValuePair<K, V>>?> get)
        where K : notnull => new(Sides(member, get));

    /// <summary>A member that is a map to objects.</summary>
    /// <typeparam name="K">The type of its keys.</typeparam>
    /// <typeparam name="V">The type of its values.</typeparam>
    /// <typeparam name="D">The diff of its values.</typeparam>
    /// <param name="member">Its index.</param>
    /// <param name="get">Reads it.</param>
    public MapChange<K, V, D> Map<K, V, D>(int member, Func<T, IEnumerable<KeyValuePair<K, V>>?> get)
        where K : notnull
        where D : struct, IEntityDiff<D, V> => new(Sides(member, get));

    // What is the same to DynamoDB is the same to everybody, whatever the type thinks of equality.
    private bool IsUnchanged(int member) => _images is not null && !_images.RawChanged(member);

    private CollectionSides<E> Sides<E>(int member, Func<T, IEnumerable<E>?> get)
    {
        var (old, oldPresence) = OldOf(member, get);
        var (@new, newPresence) = NewOf(member, get);
        return new(old, oldPresence, @new, newPresence, _images, member);
    }

    private (P? Value, Presence Presence) OldOf<P>(int member, Func<T, P?> get) =>
        HasOld ? Of(Old!, get, _images?.OldPresence(member)) : default;

    private (P? Value, Presence Presence) NewOf<P>(int member, Func<T, P?> get) =>
        HasNew ? Of(New!, get, _images?.NewPresence(member)) : default;

    // What is not in the image is not in the diff either, even if the entity has an initial value for it.
    private static (P? Value, Presence Presence) Of<P>(T entity, Func<T, P?> get, Presence? presence) => presence switch
    {
        Presence.Value => (get(entity), Presence.Value),
        { } missing => (default, missing),
        null => get(entity) is { } value ? (value, Presence.Value) : default,
    };
}
