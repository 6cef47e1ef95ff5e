using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Numerics;
using DynamoHandlers.Mapping.Tests.Entities;

namespace DynamoHandlers.Mapping.Tests.Writing;

/// <summary>Makes entities of values that DynamoDB can hold without loss, in the AWS SDK's form of them.</summary>
/// <param name="seed">Equal seeds make equal entities.</param>
/// <param name="conversion">The schema that they will be written in: V1 has no lists of equal scalars.</param>
internal sealed class RandomEntities(int seed, ConversionSchema conversion = ConversionSchema.V2)
{
    private static readonly string[] Pieces = ["x", "Paid", "0", "\"", "\\", "\n", "\u0000", "é", "名前", "😀", " "];

    private readonly Random _random = new(seed);

    public Everything Everything() => new()
    {
        Id = Text(),
        Maybe = Maybe(Text),
        Needed = Set(Int32),
        Scalars = Scalars(),
        Nothing = Maybe(Scalars),
        Lists = Lists(),
        Sets = Sets(),
        Maps = Maps(),
        Epoch = Seconds(),
        Expires = MaybeValue(Seconds),
        Tuple = (Int32(), Maybe(Some), (Flag(), MaybeValue(Guid))),
        Defaults = new(MaybeValue(Int32), Maybe(Some), Maybe(Some)),
    };

    /// <summary>What the AWS SDK writes, too, and writes without loss.</summary>
    public Stored Stored() => new()
    {
        Id = Some(),
        Text = Maybe(Some),
        Scalars = StoredScalars(),
        Nothing = Maybe(StoredScalars),
        Texts = ScalarList(Some),
        Flags = ScalarList(Flag),
        Numbers = [.. ScalarList(Decimal)],
        Blobs = List(Bytes).DistinctBy(Convert.ToBase64String).ToList(),
        Colors = List(Color),
        Holes = List(() => MaybeValue(Int32)),
        Clocks = List(Clock),
        Nested = List(() => ScalarList(Int32)).Where(static list => list.Count > 0).ToList(),
        Bigs = List(() => (Int128)Int64()),
        Children = List(StoredScalars),
        TextSet = Set(Text),
        TimeSet = Set(Time),
        ColorSet = Set(Color),
        DateSet = Set(Date),
        SortedSet = new(Set(Int32)),
        Frozen = Set(Int32).ToFrozenSet(),
        Immutable = [.. List(Some)],
        Map = Map(Text, () => Maybe(Some)),
        Lists = Map(Text, () => ScalarList(Int32)).Where(static pair => pair.Value.Count > 0).ToDictionary(),
        Flagged = Map(Text, Flag),
        Tuple = (Int32(), Flag()),
    };

    private StoredScalars StoredScalars() => new()
    {
        Char = (char)_random.Next(0xD800),
        Flag = Flag(),
        MaybeFlag = MaybeValue(Flag),
        U8 = (byte)Int64(),
        I64 = Int64(),
        U64 = (ulong)Int64(),
        U128 = new UInt128((ulong)Int64(), (ulong)Int64()),
        Decimal = Decimal() * 1.00m,
        Double = Double(),
        Single = (float)(_random.NextSingle() * Math.Pow(10, _random.Next(-37, 38))),
        Color = Color(),
        Guid = Guid(),
        Time = Time().AddTicks(_random.Next(10_000)),
        Local = Time().ToLocalTime(),
        Date = Date(),
        Clock = Clock(),
        Bytes = Maybe(Bytes),
    };

    private EverythingScalars Scalars() => new()
    {
        Text = Maybe(Some),
        Char = (char)_random.Next(0xD800),
        Flag = Flag(),
        MaybeFlag = MaybeValue(Flag),
        I8 = (sbyte)Int64(),
        U8 = (byte)Int64(),
        I16 = (short)Int64(),
        U16 = (ushort)Int64(),
        I32 = MaybeValue(Int32),
        U32 = (uint)Int64(),
        I64 = Int64(),
        U64 = (ulong)Int64(),
        I128 = new Int128((ulong)Int64(), (ulong)Int64()),
        U128 = new UInt128((ulong)Int64(), (ulong)Int64()),
        Big = (BigInteger)Int64() * Int64() * BigInteger.Pow(10, _random.Next(88)),
        Decimal = Decimal(),
        Double = Double(),
        Single = (float)(_random.NextSingle() * Math.Pow(10, _random.Next(-37, 38))),
        Half = (Half)(_random.NextSingle() * 60000),
        Color = Color(),
        MaybeColor = MaybeValue(Color),
        Guid = Guid(),
        Time = Time(),
        Moment = new(_random.NextInt64(TimeSpan.TicksPerDay, DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay), TimeSpan.FromMinutes((double)_random.Next(-840, 841))),
        Date = Date(),
        Clock = MaybeValue(Clock),
        Span = new(Int64()),
        Link = Maybe(() => new Uri(_random.Next(2) == 0 ? "http://localhost/a?b=ü" : "a/b", UriKind.RelativeOrAbsolute)),
        Version = Maybe(() => new Version(_random.Next(9), _random.Next(9), _random.Next(9))),
        Bytes = Maybe(Bytes),
        Memory = Bytes(),
    };

    private EverythingLists Lists() => new()
    {
        Texts = Maybe(() => ScalarList(() => Maybe(Text))) is { Count: > 0 } texts ? texts : null,
        Flags = ScalarList(Flag),
        Decimals = [.. ScalarList(Decimal)],
        Guids = ScalarList(Guid),
        Times = ScalarList(Time),
        Blobs = List(Bytes).DistinctBy(Convert.ToBase64String).ToList(),
        Holes = List(() => MaybeValue(Int32)),
        Colors = List(Color),
        Nested = List(() => ScalarList(Int32)),
        Sets = List(() => Set(Text)),
        Points = List(() => MaybeValue(Point)),
        Nodes = List(() => Maybe(() => Node(0))),
        Doubles = List(Double),
        Longs = List(Int64),
        Links = new(List(Int32)),
        Stack = new(List(Int32)),
        Immutable = [.. List(Int32)],
        MaybeImmutable = MaybeValue(() => List(Int32).ToImmutableArray()),
        Bigs = List(() => (Int128)Int64()),
        Tuples = List(() => (Int32(), Some())),
    };

    private EverythingSets Sets() => new()
    {
        Texts = Set(Text),
        Decimals = Set(Decimal),
        Guids = Set(Guid),
        Chars = Set(() => (char)_random.Next(0xD800)),
        Flags = Set(Flag),
        Colors = Set(Color),
        Dates = Set(Date),
        Holes = Set(() => MaybeValue(Int32)),
        Sorted = new(Set(Int32)),
        ReadOnly = Set(Int64),
        Frozen = Set(() => (short)Int64()).ToFrozenSet(),
    };

    private EverythingMaps Maps() => new()
    {
        Texts = Map(Text, () => Maybe(Text)),
        Flags = Map(Text, Flag),
        Lists = Map(Text, () => ScalarList(Int32)),
        Sets = Map(Text, () => Set(Int32)),
        Nodes = Map(Text, () => Maybe(() => Node(0))),
        ByNumber = Map(Int32, () => MaybeValue(Int32)),
        ByGuid = new(Map(Guid, Text)),
        ByColor = Map(Color, Text),
        ByDate = Map(Date, Text).ToFrozenDictionary(),
        ByFlag = Map(Flag, Text).ToImmutableDictionary(),
    };

    private Node Node(int depth) => new()
    {
        Name = Some(),
        Left = depth < 3 ? Maybe(() => Node(depth + 1)) : null,
        Children = depth < 3 ? List(() => Node(depth + 1)) : [],
    };

    private Point Point() => new(Int32(), Int32());

    // Outside of collections the AWS SDK leaves empty texts out.
    private string Some() => "-" + Text();

    private string Text() => string.Concat(Enumerable.Range(0, _random.Next(4)).Select(_ => Pieces[_random.Next(Pieces.Length)]));

    private bool Flag() => _random.Next(2) == 0;

    private int Int32() => (int)Int64();

    private long Int64() => _random.Next(2) == 0 ? _random.Next(-3, 4) : _random.NextInt64(long.MinValue, long.MaxValue);

    // Without the zeroes at the end: these DynamoDB forgets, and a decimal remembers.
    private decimal Decimal() => _random.Next(-9999, 9999) * 2 + 1 is var odd && _random.Next(2) == 0 ? odd : odd * 0.00001m;

    private double Double() => (_random.NextDouble() - 0.5) * Math.Pow(10, _random.Next(-128, 126));

    private Color Color() => _random.Next(3) switch { 0 => Entities.Color.Red, 1 => Entities.Color.Green, _ => (Color)99 };

    private Guid Guid()
    {
        var bytes = new byte[16];
        _random.NextBytes(bytes);
        return new(bytes);
    }

    private DateTime Time() => new(
        _random.NextInt64(DateTime.MaxValue.Ticks) / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond, DateTimeKind.Utc);

    private DateTime Seconds() => new(
        _random.NextInt64(DateTime.MaxValue.Ticks) / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, DateTimeKind.Utc);

    private DateOnly Date() => DateOnly.FromDayNumber(_random.Next(DateOnly.MaxValue.DayNumber));

    private TimeOnly Clock() =>
        new(_random.NextInt64(TimeSpan.TicksPerDay) / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond);

    private byte[] Bytes()
    {
        var bytes = new byte[_random.Next(4)];
        _random.NextBytes(bytes);
        return bytes;
    }

    private T? Maybe<T>(Func<T> make)
        where T : class => _random.Next(3) == 0 ? null : make();

    private T? MaybeValue<T>(Func<T> make)
        where T : struct => _random.Next(3) == 0 ? null : make();

    private List<T> List<T>(Func<T> make) => [.. Enumerable.Range(0, _random.Next(4)).Select(_ => make())];

    private List<T> ScalarList<T>(Func<T> make) =>
        conversion == ConversionSchema.V2 ? List(make) : [.. List(make).Distinct()];

    private HashSet<T> Set<T>(Func<T> make) => [.. List(make)];

    private Dictionary<TKey, TValue> Map<TKey, TValue>(Func<TKey> key, Func<TValue> value)
        where TKey : notnull => Set(key).ToDictionary(static k => k, _ => value());
}
