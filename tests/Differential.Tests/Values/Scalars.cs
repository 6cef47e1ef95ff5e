using System.Globalization;
using System.Numerics;

namespace DynamoHandlers.Differential.Tests.Values;

/// <summary>Makes scalars: every third one is extreme.</summary>
internal static class Scalars
{
    private static readonly string[] Texts =
    [
        "", " ", "text", "0", "1.0", "true", "null", "é", "名前", "😀👩‍👩‍👧", "\"\\/\b\f\n\r\t", "\u0000", "\u007f\u2028", "\uFEFF",
        "2026-03-29T02:30:00.000Z", "PT1H", new('x', 5000), "e\u0301",
    ];

    // The hours that are skipped and doubled in Europe, the ends of the calendar, fractions of a second.
    private static readonly DateTime[] Times =
    [
        DateTime.UnixEpoch, DateTime.UnixEpoch.AddSeconds(-1), new(2026, 3, 29, 2, 30, 0), new(2026, 10, 25, 2, 30, 0),
        new(2026, 10, 25, 1, 30, 0, DateTimeKind.Utc), new(2024, 2, 29, 23, 59, 59, 999), new(1, 1, 2), new(9999, 12, 30, 23, 59, 59),
        new DateTime(2026, 1, 2, 3, 4, 5).AddTicks(1_234_567),
    ];

    public static bool TryMake(Type type, Random random, out object? value)
    {
        value = type.IsEnum ? Enum(type, random) : Make(type, random);
        return value is not null;
    }

    private static object? Make(Type type, Random random)
    {
        var isExtreme = random.Next(3) == 0;
        return type switch
        {
            _ when type == typeof(string) => isExtreme ? Pick(Texts, random) : Text(random),
            _ when type == typeof(bool) => random.Next(2) == 0,
            _ when type == typeof(sbyte) => (sbyte)random.Next(sbyte.MinValue, sbyte.MaxValue + 1),
            _ when type == typeof(byte) => (byte)random.Next(256),
            _ when type == typeof(short) => (short)random.Next(short.MinValue, short.MaxValue + 1),
            _ when type == typeof(ushort) => (ushort)random.Next(ushort.MaxValue + 1),
            _ when type == typeof(int) => isExtreme ? Pick([0, 1, -1, int.MinValue, int.MaxValue, 100], random) : random.Next(-1000, 1000),
            _ when type == typeof(uint) => isExtreme ? Pick([0u, uint.MaxValue], random) : (uint)random.Next(),
            _ when type == typeof(long) => isExtreme ? Pick([0L, long.MinValue, long.MaxValue], random) : random.NextInt64(-1 << 20, 1L << 40),
            _ when type == typeof(ulong) => isExtreme ? Pick([0ul, ulong.MaxValue], random) : (ulong)random.NextInt64(),
            _ when type == typeof(float) => isExtreme ? Pick(Singles, random) : (random.NextSingle() - 0.5f) * MathF.Pow(10, random.Next(-30, 38)),
            _ when type == typeof(double) => isExtreme ? Pick(Doubles, random) : (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-120, 125)),
            _ when type == typeof(decimal) => isExtreme ? Pick(Decimals, random) : Decimal(random),
            _ when type == typeof(Guid) => isExtreme ? Pick([Guid.Empty, Guid.AllBitsSet], random) : new Guid(Bytes(random, 16)),
            _ when type == typeof(DateTime) => DateTime.SpecifyKind(isExtreme ? Pick(Times, random) : Time(random), (DateTimeKind)random.Next(3)),
            _ when type == typeof(DateOnly) => DateOnly.FromDateTime(isExtreme ? Pick(Times, random) : Time(random)),
            _ when type == typeof(TimeOnly) => TimeOnly.FromDateTime(isExtreme ? Pick(Times, random) : Time(random)),
            _ when type == typeof(DateTimeOffset) => new DateTimeOffset(isExtreme ? Inside(Pick(Times, random)) : Time(random), TimeSpan.Zero).ToOffset(TimeSpan.FromMinutes(random.Next(-840, 841))),
            _ when type == typeof(TimeSpan) => isExtreme ? Pick([TimeSpan.Zero, TimeSpan.MinValue, TimeSpan.MaxValue], random) : new TimeSpan(random.NextInt64(-1L << 50, 1L << 50)),
            _ when type == typeof(char) => isExtreme ? Pick(['\0', '"', '\\', 'é', '名', ' '], random) : (char)random.Next('a', 'z' + 1),
            _ when type == typeof(Int128) => isExtreme ? Pick<Int128>([0, Int128.MinValue, Int128.MaxValue], random) : new Int128((ulong)random.NextInt64() >> random.Next(64), (ulong)random.NextInt64()),
            _ when type == typeof(UInt128) => isExtreme ? Pick<UInt128>([0, UInt128.MaxValue], random) : new UInt128((ulong)random.NextInt64() >> random.Next(64), (ulong)random.NextInt64()),
            _ when type == typeof(BigInteger) => isExtreme ? Pick<BigInteger>([0, BigInteger.Pow(10, 38) - 1, 1 - BigInteger.Pow(10, 38)], random) : new BigInteger(Bytes(random, random.Next(1, 15))),
            _ when type == typeof(Half) => isExtreme ? Pick([Half.Zero, Half.MaxValue, Half.MinValue, Half.Epsilon], random) : (Half)(random.NextSingle() * 100),
            _ when type == typeof(Uri) => new Uri(Pick(["http://example.com/a?b=c#d", "relative/path", "urn:a:b", "https://bücher.example/ü"], random), UriKind.RelativeOrAbsolute),
            _ when type == typeof(Version) => Pick([new Version(1, 2), new Version(1, 2, 3), new Version(0, 0, 0, int.MaxValue)], random),
            _ when type == typeof(MemoryStream) => new MemoryStream(Bytes(random, random.Next(20))),
            _ when type == typeof(ReadOnlyMemory<byte>) => new ReadOnlyMemory<byte>(Bytes(random, random.Next(20))),
            _ when type == typeof(byte[]) => Bytes(random, isExtreme ? 0 : random.Next(20)),
            _ => null,
        };
    }

    // Within what DynamoDB stores: 1E-130 to 9.99E+125.
    private static readonly double[] Doubles =
        [0, -0.0, 1, -1.5, 0.1, 1.0 / 3, 1e125, -1e125, 1e-130, 9007199254740993, 123456789012345680, Math.PI];

    private static readonly float[] Singles = [0, -0f, 1, 0.1f, 1f / 3, float.MaxValue, float.MinValue, float.Epsilon, 16777217];

    private static readonly decimal[] Decimals =
    [
        0, -0.0m, 1, -1, 1.0m, 1.10m, 0.0000000000000000000000000001m, decimal.MaxValue, decimal.MinValue, 79228162514264337593543950334m,
        7.9228162514264337593543950335m, 1e28m, 1234567890123456789012345678m, 0.1234567890123456789012345678m,
    ];

    private static object Enum(Type type, Random random)
    {
        // Numbers that no member has are kept too.
        var defined = System.Enum.GetValues(type);
        return random.Next(4) == 0
            ? System.Enum.ToObject(type, random.Next(0, 128))
            : defined.GetValue(random.Next(defined.Length))!;
    }

    private static string Text(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(1000).ToString(CultureInfo.InvariantCulture)));

    private static decimal Decimal(Random random) =>
        new(random.Next(), random.Next(), random.Next(2) == 0 ? 0 : random.Next(), random.Next(2) == 0, (byte)random.Next(29));

    private static DateTime Time(Random random) => new(random.NextInt64(new DateTime(1900, 1, 1).Ticks, new DateTime(2100, 1, 1).Ticks));

    // A day from the ends of the calendar, where no offset leads beyond.
    private static DateTime Inside(DateTime time) => DateTime.SpecifyKind(time.AddDays(time.Year == 1 ? 1 : -1), DateTimeKind.Unspecified);

    private static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private static T Pick<T>(T[] values, Random random) => values[random.Next(values.Length)];
}
