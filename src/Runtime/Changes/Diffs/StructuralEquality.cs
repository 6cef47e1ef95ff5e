using System.ComponentModel;

namespace DynamoHandlers.Diffs;

/// <summary>
/// Equality by content, for <see cref="Change{T}.Changed{P}"/> and the elements of collections. Generated code adds
/// each mapped type and each type of collection among its members when its assembly is loaded; what is added twice is
/// the same. Other types are compared as they compare themselves. Safe for concurrent use.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StructuralEquality
{
    /// <summary>Compares a class by its diff.</summary>
    /// <typeparam name="T">The class.</typeparam>
    /// <typeparam name="D">Its diff.</typeparam>
    public static void AddObject<T, D>()
        where T : class
        where D : struct, IEntityDiff<D, T> => Structural<T>.SetExact(new ObjectComparer<T, D>());

    /// <summary>Compares values of a type, where they are of a derived one, as this is compared.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <typeparam name="TDerived">The derived type.</typeparam>
    public static void AddDerived<T, TDerived>()
        where T : class
        where TDerived : T => Structural<T>.Derived().Add<TDerived>();

    /// <summary>Compares a struct, and its nullable form, by its diff.</summary>
    /// <typeparam name="T">The struct.</typeparam>
    /// <typeparam name="D">Its diff.</typeparam>
    public static void AddStruct<T, D>()
        where T : struct
        where D : struct, IEntityDiff<D, T>
    {
        Structural<T>.Comparer = new ObjectComparer<T, D>();
        Structural<T?>.Comparer = new NullableComparer<T>();
    }

    /// <summary>Compares a list by its elements and their order; null is empty.</summary>
    /// <typeparam name="C">The type of the list.</typeparam>
    /// <typeparam name="E">The type of its elements.</typeparam>
    public static void AddList<C, E>()
        where C : IEnumerable<E> => Structural<C>.Comparer = new ListComparer<C, E>();

    /// <summary>Compares a set by its elements; null is empty.</summary>
    /// <typeparam name="C">The type of the set.</typeparam>
    /// <typeparam name="E">The type of its elements.</typeparam>
    public static void AddSet<C, E>()
        where C : IEnumerable<E> => Structural<C>.Comparer = new SetComparer<C, E>();

    /// <summary>Compares a map by its keys and values; null is empty.</summary>
    /// <typeparam name="C">The type of the map.</typeparam>
    /// <typeparam name="K">The type of its keys.</typeparam>
    /// <typeparam name="V">The type of its values.</typeparam>
    public static void AddMap<C, K, V>()
        where C : IEnumerable<KeyValuePair<K, V>>
        where K : notnull => Structural<C>.Comparer = new MapComparer<C, K, V>();

    internal static bool AreEqual<T>(T? x, T? y) => Structural<T>.Comparer.Equals(x, y);
}

/// <summary>The comparer of a type.</summary>
internal static class Structural<T>
{
    private static readonly object Gate = new();

    public static IEqualityComparer<T> Comparer { get; set; } =
        (ContentComparer.Instance as IEqualityComparer<T>) ?? EqualityComparer<T>.Default;

    /// <summary>Sets how values of exactly this type are compared.</summary>
    public static void SetExact(IEqualityComparer<T> exact)
    {
        lock (Gate)
        {
            if (Comparer is PolymorphicComparer<T> polymorphic)
            {
                polymorphic.Exact = exact;
            }
            else
            {
                Comparer = exact;
            }
        }
    }

    /// <summary>The comparer as one that looks at the types of the values.</summary>
    public static PolymorphicComparer<T> Derived()
    {
        lock (Gate)
        {
            var polymorphic = Comparer as PolymorphicComparer<T> ?? new PolymorphicComparer<T>(Comparer);
            Comparer = polymorphic;
            return polymorphic;
        }
    }
}
