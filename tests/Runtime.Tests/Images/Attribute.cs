using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.RegularExpressions;
using DynamoHandlers.Images;

namespace DynamoHandlers.Runtime.Tests.Images;

/// <summary>
/// An attribute value as plain .NET objects, read and compared in the most obvious way: what the reader and the
/// comparer are held against.
/// </summary>
internal abstract partial record Attribute
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

    /// <summary>Reads an image through JSON's document model; null if it is none.</summary>
    public static M? TryReadImage(ReadOnlyMemory<byte> image)
    {
        try
        {
            using var document = JsonDocument.Parse(image, new JsonDocumentOptions { MaxDepth = 128 });
            return ReadMap(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return null; // No JSON, or JSON of another shape, or texts that are no Unicode.
        }
    }

    /// <summary>Reads an image by the reader under test.</summary>
    public static M ReadImage(ReadOnlySpan<byte> image)
    {
        var reader = new ImageReader(image);
        return (M)Read(ref reader);
    }

    private static Attribute Read(JsonElement wrapper)
    {
        var member = wrapper.EnumerateObject().Single();
        return member.Name switch
        {
            "S" => ReadText(member.Value),
            "N" => ReadNumber(member.Value),
            "B" => ReadBytes(member.Value),
            "BOOL" => new Bool(member.Value.GetBoolean()),
            "NULL" when member.Value.GetBoolean() => new Null(),
            "M" => ReadMap(member.Value),
            "L" => new L([.. member.Value.EnumerateArray().Select(Read)]),
            "SS" => new Set("SS", [.. member.Value.EnumerateArray().Select(ReadText)]),
            "NS" => new Set("NS", [.. member.Value.EnumerateArray().Select(ReadNumber)]),
            "BS" => new Set("BS", [.. member.Value.EnumerateArray().Select(ReadBytes)]),
            var type => throw new FormatException($"{type} is no type."),
        };
    }

    private static M ReadMap(JsonElement map)
    {
        var values = new Dictionary<string, Attribute>();
        foreach (var member in map.EnumerateObject())
        {
            values[member.Name] = Read(member.Value);
        }

        return new M(values);
    }

    private static S ReadText(JsonElement text) => new(text.GetString() ?? throw new FormatException());

    private static B ReadBytes(JsonElement text) => new(text.GetBytesFromBase64());

    private static N ReadNumber(JsonElement text) => ReadNumber(text.GetString() ?? throw new FormatException());

    private static N ReadNumber(string text)
    {
        if (NumberForm().Match(text) is not { Success: true } match)
        {
            throw new FormatException($"{text} is no number.");
        }

        var exponent = match.Groups["exponent"] is { Success: true } e ? BigInteger.Parse(e.Value, CultureInfo.InvariantCulture) : 0;
        if (BigInteger.Abs(exponent) > 1_000_000)
        {
            throw new FormatException($"{text} is far beyond what DynamoDB stores.");
        }

        var fraction = match.Groups["fraction"].Value;
        var digits = BigInteger.Parse($"{match.Groups["sign"]}0{match.Groups["whole"]}{fraction}", CultureInfo.InvariantCulture);
        return new N(digits, (int)exponent - fraction.Length);
    }

    private static Attribute Read(ref ImageReader reader)
    {
        switch (reader.WireType)
        {
            case WireType.Map:
                var values = new Dictionary<string, Attribute>();
                reader.BeginMap(typeof(object));
                while (reader.NextAttribute())
                {
                    var name = reader.GetName();
                    values[name] = Read(ref reader);
                }

                return new M(values);
            case WireType.List:
                return new L(ReadElements(ref reader));
            case WireType.StringSet:
                return new Set("SS", ReadElements(ref reader));
            case WireType.NumberSet:
                return new Set("NS", ReadElements(ref reader));
            case WireType.BinarySet:
                return new Set("BS", ReadElements(ref reader));
            case WireType.String:
                return new S(reader.ReadString());
            case WireType.Number:
                return ReadNumber(reader.ReadCanonicalNumber());
            case WireType.Binary:
                return new B(reader.ReadBytes());
            case WireType.Boolean:
                return new Bool(reader.ReadBoolean());
            default:
                Assert.True(reader.TryReadNull());
                return new Null();
        }
    }

    private static List<Attribute> ReadElements(ref ImageReader reader)
    {
        var elements = new List<Attribute>();
        reader.BeginList(typeof(object));
        while (reader.NextElement())
        {
            elements.Add(Read(ref reader));
        }

        return elements;
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

    [GeneratedRegex(@"^(?<sign>[+-]?)(?=\.?[0-9])(?<whole>[0-9]*)(\.(?<fraction>[0-9]*))?([Ee](?<exponent>[+-]?[0-9]+))?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex NumberForm();
}
