using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using Amazon.DynamoDBv2.DataModel;

namespace DynamoHandlers.Differential.Tests.Entities;

[DynamoDBTable("PlatformCollections")]
public sealed class PlatformCollections : Item
{
    public Collection<int> Collection { get; set; } = [];
    public SortedSet<string> SortedSet { get; set; } = [];
    public SortedDictionary<string, int> SortedDictionary { get; set; } = [];
}

/// <summary>Written by the SDK, which cannot make them when it reads.</summary>
[DynamoDBTable("WrittenOnly")]
public sealed class WrittenOnly : Item
{
    public IList<string> List { get; set; } = [];
    public ISet<int> Set { get; set; } = new HashSet<int>();
    public ImmutableArray<int> Array { get; set; } = [];
    public LinkedList<string> Linked { get; set; } = [];
}

[DynamoDBTable("Tuples")]
public sealed class Tuples : Item
{
    public (int Count, string Name) Pair { get; set; }
    public (string, decimal, bool)? Maybe { get; set; }
    public List<(string Sku, int Quantity)> List { get; set; } = [];
    public Tuple<int, string>? Reference { get; set; }
}

/// <summary>Interfaces that the SDK does not know.</summary>
[StreamEntity]
public sealed class Interfaces : Item
{
    public ICollection<int> Collection { get; set; } = [];
    public IEnumerable<string> Enumerable { get; set; } = [];
    public IReadOnlyList<Line> List { get; set; } = [];
    public IReadOnlyCollection<decimal>? MaybeCollection { get; set; }
    public IReadOnlySet<Guid> Set { get; set; } = new HashSet<Guid>();
    public IDictionary<string, int> Dictionary { get; set; } = new Dictionary<string, int>();
    public IReadOnlyDictionary<string, Line> Lines { get; set; } = new Dictionary<string, Line>();
}

[StreamEntity]
public sealed class Immutables : Item
{
    public ImmutableArray<string> Array { get; set; } = [];
    public ImmutableList<Line> List { get; set; } = [];
    public ImmutableHashSet<int> Set { get; set; } = [];
    public ImmutableSortedSet<string> SortedSet { get; set; } = [];
    public ImmutableDictionary<string, int> Dictionary { get; set; } = ImmutableDictionary<string, int>.Empty;
    public ImmutableSortedDictionary<string, Line> SortedDictionary { get; set; } = ImmutableSortedDictionary<string, Line>.Empty;
    public FrozenSet<string> FrozenSet { get; set; } = FrozenSet<string>.Empty;
    public FrozenDictionary<string, decimal> FrozenDictionary { get; set; } = FrozenDictionary<string, decimal>.Empty;
}

[StreamEntity]
public sealed class Queues : Item
{
    public Queue<int> Queue { get; set; } = [];
    public Stack<string> Stack { get; set; } = [];
    public ObservableCollection<Line> Observable { get; set; } = [];
    public ReadOnlyCollection<int> ReadOnly { get; set; } = ReadOnlyCollection<int>.Empty;
    public SortedList<string, int> SortedList { get; set; } = [];
    public ConcurrentDictionary<string, bool> Concurrent { get; set; } = [];
}

[StreamEntity]
public sealed class KeyedDictionaries : Item
{
    public Dictionary<Color, int> ByColor { get; set; } = [];
    public Dictionary<Guid, string> ByGuid { get; set; } = [];
    public Dictionary<int, Line> ByNumber { get; set; } = [];
    public Dictionary<ulong, bool> ByUnsigned { get; set; } = [];
    public SortedDictionary<short, Dictionary<Rights, List<int>>> Nested { get; set; } = [];
}
