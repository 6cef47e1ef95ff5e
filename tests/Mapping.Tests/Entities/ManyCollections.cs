using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;

namespace DynamoHandlers.Mapping.Tests.Entities;

/// <summary>Every type that a list is read as.</summary>
[StreamEntity]
public sealed class ManyLists
{
    public List<int>? List { get; set; }
    public int[]? Array { get; set; }
    public IList<int>? IList { get; set; }
    public ICollection<int>? ICollection { get; set; }
    public IEnumerable<int>? IEnumerable { get; set; }
    public IReadOnlyList<int>? IReadOnlyList { get; set; }
    public IReadOnlyCollection<int>? IReadOnlyCollection { get; set; }
    public Collection<int>? Collection { get; set; }
    public ReadOnlyCollection<int>? ReadOnlyCollection { get; set; }
    public ObservableCollection<int>? ObservableCollection { get; set; }
    public LinkedList<int>? LinkedList { get; set; }
    public Queue<int>? Queue { get; set; }
    public Stack<int>? Stack { get; set; }
    public ImmutableArray<int> ImmutableArray { get; set; } = [];
    public ImmutableArray<int>? MaybeImmutableArray { get; set; }
    public ImmutableList<int>? ImmutableList { get; set; }
    public IImmutableList<int>? IImmutableList { get; set; }
    public Numbers? Own { get; set; }
    public NumbersByDouble? Keyed { get; set; }
}

/// <summary>Every type that a set is read as.</summary>
[StreamEntity]
public sealed class ManySets
{
    public HashSet<int>? HashSet { get; set; }
    public ISet<int>? ISet { get; set; }
    public IReadOnlySet<int>? IReadOnlySet { get; set; }
    public SortedSet<int>? SortedSet { get; set; }
    public ImmutableHashSet<int>? ImmutableHashSet { get; set; }
    public IImmutableSet<int>? IImmutableSet { get; set; }
    public ImmutableSortedSet<int>? ImmutableSortedSet { get; set; }
    public FrozenSet<int>? FrozenSet { get; set; }
    public NumberSet? Own { get; set; }
}

/// <summary>Every type that a map is read as.</summary>
[StreamEntity]
public sealed class ManyMaps
{
    public Dictionary<string, int>? Dictionary { get; set; }
    public IDictionary<string, int>? IDictionary { get; set; }
    public IReadOnlyDictionary<string, int>? IReadOnlyDictionary { get; set; }
    public ReadOnlyDictionary<string, int>? ReadOnlyDictionary { get; set; }
    public SortedDictionary<string, int>? SortedDictionary { get; set; }
    public SortedList<string, int>? SortedList { get; set; }
    public ConcurrentDictionary<string, int>? ConcurrentDictionary { get; set; }
    public ImmutableDictionary<string, int>? ImmutableDictionary { get; set; }
    public IImmutableDictionary<string, int>? IImmutableDictionary { get; set; }
    public ImmutableSortedDictionary<string, int>? ImmutableSortedDictionary { get; set; }
    public FrozenDictionary<string, int>? FrozenDictionary { get; set; }
#if NET9_0_OR_GREATER
    public OrderedDictionary<string, int>? OrderedDictionary { get; set; }
#endif
    public Counts? Own { get; set; }
}

/// <summary>Every type that the name of an attribute is read as.</summary>
[StreamEntity]
public sealed class ManyKeys
{
    public Dictionary<sbyte, string> I8 { get; set; } = [];
    public Dictionary<byte, string> U8 { get; set; } = [];
    public Dictionary<short, string> I16 { get; set; } = [];
    public Dictionary<ushort, string> U16 { get; set; } = [];
    public Dictionary<int, string> I32 { get; set; } = [];
    public Dictionary<uint, string> U32 { get; set; } = [];
    public Dictionary<long, string> I64 { get; set; } = [];
    public Dictionary<ulong, string> U64 { get; set; } = [];
    public Dictionary<Int128, string> I128 { get; set; } = [];
    public Dictionary<bool, string> Flag { get; set; } = [];
    public Dictionary<char, string> Letter { get; set; } = [];
    public Dictionary<Guid, string> Guid { get; set; } = [];
    public Dictionary<DateOnly, string> Date { get; set; } = [];
    public Dictionary<Color, string> Color { get; set; } = [];
    public SortedDictionary<int, FrozenDictionary<Color, int[]>> Nested { get; set; } = [];
}

/// <summary>Tuples and pairs, which are maps of their items.</summary>
[StreamEntity]
public sealed class Tuples
{
    public (int Count, string? Note) Pair { get; set; } = (1, "initial");
    public (int Count, string Note)? Maybe { get; set; }
    public Tuple<string, Point>? Old { get; set; }
    public KeyValuePair<string, int?> Entry { get; set; }
    public (int, int, int, int, int, int, int, string, Color) Nine { get; set; }
    public List<(string Name, List<(int, int)> Points)> Shapes { get; set; } = [];
}

/// <summary>Elements that are read by ways of their own.</summary>
[StreamEntity]
public sealed class ManyElements
{
    public HashSet<bool> Flags { get; set; } = [];
    public ImmutableArray<string?>[] Matrix { get; set; } = [];
    public IReadOnlyDictionary<string, IReadOnlyList<Collections.Line>> Lines { get; set; } = FrozenDictionary<string, IReadOnlyList<Collections.Line>>.Empty;
    public Stack<Queue<Uri>> Links { get; set; } = [];
    public HashSet<MemoryStream> Streams { get; set; } = [];
    public List<char> Letters { get; set; } = [];
    public SortedSet<Color?> Colors { get; set; } = [];
}

public sealed class Numbers : List<int>;

public sealed class NumberSet : HashSet<int>;

public sealed class Counts : Dictionary<string, int>;

public sealed class NumbersByDouble : KeyedCollection<int, int>
{
    protected override int GetKeyForItem(int item) => item * 2;
}
