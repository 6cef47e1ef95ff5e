using System.Numerics;
using Amazon.DynamoDBv2.DataModel;

namespace DynamoHandlers.Differential.Tests.Entities;

[DynamoDBTable("Chars")]
public sealed class Chars : Item
{
    public char Plain { get; set; } = 'c';
    public char? Maybe { get; set; }
    public List<char> List { get; set; } = [];
}

/// <summary>Written by the SDK as maps of two numbers.</summary>
[DynamoDBTable("WideIntegers")]
public sealed class WideIntegers : Item
{
    public Int128 Signed { get; set; }
    public UInt128 Unsigned { get; set; }
}

[DynamoDBTable("TimesOfDay")]
public sealed class TimesOfDay : Item
{
    public TimeOnly Plain { get; set; }
    public TimeOnly? Maybe { get; set; }
    public List<TimeOnly> List { get; set; } = [];
    public List<DateOnly> Dates { get; set; } = [];
}

[DynamoDBTable("Streams")]
public sealed class Streams : Item
{
    public MemoryStream Plain { get; set; } = new();
    public MemoryStream? Maybe { get; set; }
    public List<MemoryStream> List { get; set; } = [];
}

/// <summary>Types that the SDK does not write without converters.</summary>
[StreamEntity]
public sealed class OurScalars : Item
{
    public DateTimeOffset Moment { get; set; }
    public DateTimeOffset? MaybeMoment { get; set; }
    public TimeSpan Span { get; set; }
    public TimeSpan? MaybeSpan { get; set; }
    public Uri? Link { get; set; }
    public Version? Release { get; set; }
    public Half Half { get; set; }
    public BigInteger Big { get; set; }
    public List<BigInteger> Bigs { get; set; } = [];
    public Int128 Signed { get; set; }
    public UInt128? Unsigned { get; set; }
    public ReadOnlyMemory<byte> Bytes { get; set; }
}
