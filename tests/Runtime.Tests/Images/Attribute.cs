using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace DynamoHandlers.Runtime.Tests.Images;

/// <summary>
/// An attribute value as plain .NET objects, read and compared in the most obvious way: what the reader and the
/// comparer are held against.
/// </summary>
internal abstract record Attribute
{
    public sealed record S(string Text) : Attribute;

    /// <summary>Digits times a power of ten.</summary>
    public sealed record N(BigInteger Digits, int Exponent) : Attribute;

    public sealed record B(byte[] Bytes) : Attribute;

    public sealed record Bool(bool Value) : Attribute;

    public sealed record Null : Attribute;

    public sealed record M(IReadOnlyDictionary<string, Attribute> Values) : Attribute;

    public sealed record L(IReadOnlyList<Attribute> Values) : Attribute;

    /// <summary>SS, NS or BS, by the type of its elements.</summary>
    public sealed record Set(string Type, IReadOnlyList<Attribute> Values) : Attribute;

    /// <summary>A text that equal values have in common, and only they.</summary>
    public string Canonical => this switch
    {
        S s => $"S:{s.Text.Length}:{s.Text}",
        N n => CanonicalNumber(n),
        B b => $"B:{Convert.ToHexString(b.Bytes)}",
        Bool b => $"BOOL:{b.Value}",
        M m => $"M({string.Join(',', m.Values.OrderBy(static v => v.Key, StringComparer.Ordinal).Select(static v => $"{v.Key.Length}:{v.Key}={v.Value.Canonical}"))})",
        L l => $"L({string.Join(',', l.Values.Select(static v => v.Canonical))})",
        Set s => $"{s.Type}({string.Join(',', s.Values.Select(static v => v.Canonical).Distinct().Order(StringComparer.Ordinal))})",
        _ => "NULL",
    };

    /// <summary>Reads <c>{"S":"x"}</c> through JSON's document model.</summary>
    public static Attribute Read(JsonElement wrapper)
    {
        var member = wrapper.EnumerateObject().Single();
        return member.Name switch
        {
            "S" => new S(member.Value.GetString()!),
            "N" => ReadNumber(member.Value.GetString()!),
            "B" => new B(member.Value.GetBytesFromBase64()),
            "BOOL" => new Bool(member.Value.GetBoolean()),
            "NULL" => new Null(),
            "M" => ReadMap(member.Value),
            "L" => new L([.. member.Value.EnumerateArray().Select(Read)]),
            "SS" => new Set("SS", [.. member.Value.EnumerateArray().Select(static e => new S(e.GetString()!))]),
            "NS" => new Set("NS", [.. member.Value.EnumerateArray().Select(static e => ReadNumber(e.GetString()!))]),
            "BS" => new Set("BS", [.. member.Value.EnumerateArray().Select(static e => new B(e.GetBytesFromBase64()))]),
            var type => throw new FormatException($"The test made the type {type}."),
        };
    }

    public static M ReadMap(JsonElement map) =>
        new(map.EnumerateObject().ToDictionary(static m => m.Name, static m => Read(m.Value)));

    public static N ReadNumber(string text)
    {
        var parts = text.Split('E', 'e');
        var exponent = parts.Length > 1 ? int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        var fraction = point < 0 ? 0 : parts[0].Length - point - 1;
        var digits = BigInteger.Parse(
            parts[0].Replace(".", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return new N(digits, exponent - fraction);
    }

    private static string CanonicalNumber(N number)
    {
        if (number.Digits.IsZero)
        {
            return "N:0";
        }

        var (digits, exponent) = (number.Digits, number.Exponent);
        for (; digits % 10 == 0; exponent++)
        {
            digits /= 10;
        }

        return $"N:{digits}E{exponent}";
    }
}
