using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Numerics;
using Amazon.DynamoDBv2.DataModel;

namespace DynamoHandlers.Mapping.Tests.Entities;

/// <summary>Every kind of value, alone, nullable and in collections of every form.</summary>
[StreamEntity]
public sealed class Everything
{
    public required string Id { get; init; }
    public required string? Maybe { get; init; }
    public required HashSet<int> Needed { get; init; }
    public EverythingScalars Scalars { get; set; } = new();
    public EverythingScalars? Nothing { get; set; }
    public EverythingLists Lists { get; set; } = new();
    public EverythingSets Sets { get; set; } = new();
    public EverythingMaps Maps { get; set; } = new();

    [DynamoDBProperty(StoreAsEpoch = true)]
    public DateTime Epoch { get; set; }

    [DynamoDBProperty("ttl", StoreAsEpochLong = true)]
    public DateTime? Expires { get; set; }

    public (int Number, string? Text, (bool, Guid?) Inner) Tuple { get; set; }
    public Defaults Defaults { get; set; } = new();
}

/// <summary>A parameter whose default is not null: null has to be written, or it would come back as the default.</summary>
public sealed record Defaults(int? Scale = 2, string? Unit = "kg", string? None = null);

public sealed class EverythingScalars
{
    public string? Text { get; set; }
    public char Char { get; set; }
    public bool Flag { get; set; }
    public bool? MaybeFlag { get; set; }
    public sbyte I8 { get; set; }
    public byte U8 { get; set; }
    public short I16 { get; set; }
    public ushort U16 { get; set; }
    public int? I32 { get; set; }
    public uint U32 { get; set; }
    public long I64 { get; set; }
    public ulong U64 { get; set; }
    public Int128 I128 { get; set; }
    public UInt128 U128 { get; set; }
    public BigInteger Big { get; set; }
    public decimal Decimal { get; set; }
    public double Double { get; set; }
    public float Single { get; set; }
    public Half Half { get; set; }
    public Color Color { get; set; }
    public Color? MaybeColor { get; set; }
    public Guid Guid { get; set; }
    public DateTime Time { get; set; }
    public DateTimeOffset Moment { get; set; }
    public DateOnly Date { get; set; }
    public TimeOnly? Clock { get; set; }
    public TimeSpan Span { get; set; }
    public Uri? Link { get; set; }
    public Version? Version { get; set; }
    public byte[]? Bytes { get; set; }
    public ReadOnlyMemory<byte> Memory { get; set; }
}

public sealed class EverythingLists
{
    public List<string?>? Texts { get; set; }
    public List<bool> Flags { get; set; } = [];
    public decimal[] Decimals { get; set; } = [];
    public List<Guid> Guids { get; set; } = [];
    public List<DateTime> Times { get; set; } = [];
    public List<byte[]> Blobs { get; set; } = [];
    public List<int?> Holes { get; set; } = [];
    public List<Color> Colors { get; set; } = [];
    public List<List<int>> Nested { get; set; } = [];
    public List<HashSet<string>> Sets { get; set; } = [];
    public List<Point?> Points { get; set; } = [];
    public List<Node?> Nodes { get; set; } = [];
    public IReadOnlyList<double> Doubles { get; set; } = [];
    public IEnumerable<long> Longs { get; set; } = [];
    public LinkedList<int> Links { get; set; } = [];
    public Stack<int> Stack { get; set; } = [];
    public ImmutableArray<int> Immutable { get; set; } = [];
    public ImmutableArray<int>? MaybeImmutable { get; set; }
    public List<Int128> Bigs { get; set; } = [];
    public List<(int, string)> Tuples { get; set; } = [];
}

public sealed class EverythingSets
{
    public HashSet<string> Texts { get; set; } = [];
    public HashSet<decimal> Decimals { get; set; } = [];
    public HashSet<Guid> Guids { get; set; } = [];
    public HashSet<char> Chars { get; set; } = [];
    public HashSet<bool> Flags { get; set; } = [];
    public HashSet<Color> Colors { get; set; } = [];
    public HashSet<DateOnly> Dates { get; set; } = [];
    public HashSet<int?> Holes { get; set; } = [];
    public SortedSet<int> Sorted { get; set; } = [];
    public IReadOnlySet<long> ReadOnly { get; set; } = new HashSet<long>();
    public FrozenSet<short> Frozen { get; set; } = FrozenSet<short>.Empty;
}

public sealed class EverythingMaps
{
    public Dictionary<string, string?> Texts { get; set; } = [];
    public Dictionary<string, bool> Flags { get; set; } = [];
    public Dictionary<string, List<int>> Lists { get; set; } = [];
    public Dictionary<string, HashSet<int>> Sets { get; set; } = [];
    public Dictionary<string, Node?> Nodes { get; set; } = [];
    public Dictionary<int, int?> ByNumber { get; set; } = [];
    public SortedDictionary<Guid, string> ByGuid { get; set; } = [];
    public IReadOnlyDictionary<Color, string> ByColor { get; set; } = new Dictionary<Color, string>();
    public FrozenDictionary<DateOnly, string> ByDate { get; set; } = FrozenDictionary<DateOnly, string>.Empty;
    public ImmutableDictionary<bool, string> ByFlag { get; set; } = ImmutableDictionary<bool, string>.Empty;
}
