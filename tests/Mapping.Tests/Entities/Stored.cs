using System.Collections.Frozen;
using System.Collections.Immutable;
using Amazon.DynamoDBv2.DataModel;

namespace DynamoHandlers.Mapping.Tests.Entities;

/// <summary>What <c>DynamoDBContext</c> can write, as its users have it.</summary>
[DynamoDBTable("Stored")]
public sealed class Stored
{
    [DynamoDBHashKey("pk")]
    public string Id { get; set; } = "";

    [DynamoDBProperty("text")]
    public string? Text { get; set; }

    public StoredScalars Scalars { get; set; } = new();
    public StoredScalars? Nothing { get; set; }
    public List<string> Texts { get; set; } = [];
    public List<bool> Flags { get; set; } = [];
    public decimal[] Numbers { get; set; } = [];
    public List<byte[]> Blobs { get; set; } = [];
    public List<Color> Colors { get; set; } = [];
    public List<int?> Holes { get; set; } = [];
    public List<TimeOnly> Clocks { get; set; } = [];
    public List<List<int>> Nested { get; set; } = [];
    public List<Int128> Bigs { get; set; } = [];
    public List<StoredScalars> Children { get; set; } = [];
    public HashSet<string> TextSet { get; set; } = [];
    public HashSet<DateTime> TimeSet { get; set; } = [];
    public HashSet<Color> ColorSet { get; set; } = [];
    public HashSet<DateOnly> DateSet { get; set; } = [];
    public SortedSet<int> SortedSet { get; set; } = [];
    public FrozenSet<int> Frozen { get; set; } = FrozenSet<int>.Empty;
    public ImmutableArray<string> Immutable { get; set; } = [];
    public Dictionary<string, string?> Map { get; set; } = [];
    public Dictionary<string, List<int>> Lists { get; set; } = [];
    public Dictionary<string, bool> Flagged { get; set; } = [];
    public (int Number, bool Flag) Tuple { get; set; }
}

public sealed class StoredScalars
{
    public char Char { get; set; }
    public bool Flag { get; set; }
    public bool? MaybeFlag { get; set; }
    public byte U8 { get; set; }
    public long I64 { get; set; }
    public ulong U64 { get; set; }
    public UInt128 U128 { get; set; }
    public decimal Decimal { get; set; }
    public double Double { get; set; }
    public float Single { get; set; }
    public Color Color { get; set; }
    public Guid Guid { get; set; }
    public DateTime Time { get; set; }
    public DateTime Local { get; set; }
    public DateOnly Date { get; set; }
    public TimeOnly Clock { get; set; }
    public byte[]? Bytes { get; set; }
}

/// <summary>In the schema that is the AWS SDK's default, and with empty texts.</summary>
[DynamoDBTable("OldStored", Conversion = Amazon.DynamoDBv2.ConversionSchema.V1)]
[StreamMapping(EmptyStrings = true)]
public sealed class OldStored
{
    public string? Text { get; set; }
    public bool Flag { get; set; }
    public List<string> Texts { get; set; } = [];
    public StoredScalars? Nested { get; set; }
}
