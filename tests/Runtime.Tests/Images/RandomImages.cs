using System.Numerics;
using System.Text;

namespace DynamoHandlers.Runtime.Tests.Images;

/// <summary>Makes item images, changes them, and writes each in many ways that mean the same.</summary>
internal sealed class RandomImages(int seed)
{
    private static readonly string[] Names = ["a", "b", "id", "Status", "lines", "é", "名", "quote\"d", "back\\slash", ""];
    private static readonly string[] Pieces =
        ["x", "Paid", "0", "\"", "\\", "/", "\b\f\n\r\t", "\u0000", "\u001f", "é", "名前", "😀", "\u2028", " "];
    private static readonly string[] Types = ["S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "M", "L"];

    private readonly Random _random = new(seed);

    public Attribute.M Image() => Map(depth: 0);

    /// <summary>The same image with one of its values, somewhere within, made anew (and perhaps the same).</summary>
    public Attribute.M Change(Attribute.M image) => (Attribute.M)Changed(image, depth: 0);

    /// <summary>The image in JSON, with white space, escapes, orders and forms of numbers as chance has it.</summary>
    public byte[] Encode(Attribute.M image)
    {
        var json = new StringBuilder();
        Space(json);
        Members(json, image);
        Space(json);
        return Encoding.UTF8.GetBytes(json.ToString());
    }

    private Attribute Value(int depth) => Types[_random.Next(depth < 4 ? Types.Length : Types.Length - 2)] switch
    {
        "S" => Text(),
        "N" => Number(),
        "B" => Bytes(),
        "BOOL" => new Attribute.Bool(_random.Next(2) == 0),
        "NULL" => new Attribute.Null(),
        "SS" => new Attribute.Set("SS", Distinct(Text)),
        "NS" => new Attribute.Set("NS", Distinct(Number)),
        "BS" => new Attribute.Set("BS", Distinct(Bytes)),
        "M" => Map(depth + 1),
        _ => new Attribute.L([.. Enumerable.Range(0, _random.Next(4)).Select(_ => Value(depth + 1))]),
    };

    private Attribute.M Map(int depth) =>
        new(Enumerable.Range(0, _random.Next(5)).Select(_ => Pick(Names)).Distinct().ToDictionary(static n => n, _ => Value(depth)));

    private Attribute.S Text() => new(string.Concat(Enumerable.Range(0, _random.Next(4)).Select(_ => Pick(Pieces))));

    private Attribute.B Bytes()
    {
        var bytes = new byte[_random.Next(4)];
        _random.NextBytes(bytes);
        return new Attribute.B(bytes);
    }

    // Up to 38 digits, often few ones, so that equal numbers are not rare.
    private Attribute.N Number()
    {
        var digits = BigInteger.Zero;
        for (var count = _random.Next(3) == 0 ? 38 : _random.Next(3); count > 0; count--)
        {
            digits = (digits * 10) + _random.Next(_random.Next(2) == 0 ? 10 : 2);
        }

        return new Attribute.N(_random.Next(2) == 0 ? digits : -digits, _random.Next(-5, 6));
    }

    private List<Attribute> Distinct(Func<Attribute> make) =>
        [.. Enumerable.Range(0, 1 + _random.Next(4)).Select(_ => make()).DistinctBy(static v => v.Canonical)];

    private Attribute Changed(Attribute value, int depth)
    {
        switch (value)
        {
            case Attribute.M { Values.Count: > 0 } map when depth == 0 || _random.Next(4) > 0:
                var values = map.Values.ToDictionary();
                var name = Pick([.. values.Keys]);
                if (_random.Next(6) == 0)
                {
                    values.Remove(name);
                }
                else
                {
                    values[name] = Changed(values[name], depth + 1);
                }

                return new Attribute.M(values);

            case Attribute.L { Values.Count: > 0 } list when _random.Next(4) > 0:
                var elements = list.Values.ToList();
                var index = _random.Next(elements.Count);
                elements[index] = Changed(elements[index], depth + 1);
                return new Attribute.L(elements);

            default:
                return depth == 0 ? Map(0) : Value(depth);
        }
    }

    private void Members(StringBuilder json, Attribute.M map)
    {
        json.Append('{');
        Separated(json, [.. map.Values], member =>
        {
            Quoted(json, member.Key);
            Space(json);
            json.Append(':');
            Space(json);
            Wrapped(json, member.Value);
        });
        json.Append('}');
    }

    private void Wrapped(StringBuilder json, Attribute value)
    {
        json.Append('{');
        Space(json);
        Quoted(json, value is Attribute.Set set ? set.Type : value.GetType().Name.ToUpperInvariant());
        Space(json);
        json.Append(':');
        Space(json);
        switch (value)
        {
            case Attribute.M map:
                Members(json, map);
                break;
            case Attribute.L list:
                Array(json, list.Values, element => Wrapped(json, element), shuffle: false);
                break;
            case Attribute.Set elements:
                Array(json, elements.Values, element => Scalar(json, element), shuffle: true);
                break;
            default:
                Scalar(json, value);
                break;
        }

        Space(json);
        json.Append('}');
    }

    private void Scalar(StringBuilder json, Attribute value)
    {
        switch (value)
        {
            case Attribute.S text:
                Quoted(json, text.Text);
                break;
            case Attribute.N number:
                Quoted(json, Form(number));
                break;
            case Attribute.B bytes:
                Quoted(json, Convert.ToBase64String(bytes.Bytes));
                break;
            default:
                json.Append(value is Attribute.Bool { Value: false } ? "false" : "true");
                break;
        }
    }

    private string Form(Attribute.N number)
    {
        var zeroes = _random.Next(3);
        var digits = BigInteger.Abs(number.Digits) * BigInteger.Pow(10, zeroes);
        var exponent = number.Exponent - zeroes;
        var text = new string('0', _random.Next(2)) + digits;
        var point = _random.Next(text.Length);
        if (point > 0)
        {
            exponent += text.Length - point;
            text = $"{text[..point]}.{text[point..]}";
        }

        var sign = number.Digits.Sign < 0 || (number.Digits.IsZero && _random.Next(2) == 0) ? "-" : "";
        return exponent == 0 && _random.Next(2) == 0 ? sign + text : $"{sign}{text}{Pick(["E", "e"])}{(exponent > 0 ? Pick(["", "+"]) : "")}{exponent}";
    }

    private void Array(StringBuilder json, IReadOnlyList<Attribute> values, Action<Attribute> write, bool shuffle)
    {
        json.Append('[');
        Separated(json, [.. values], write, shuffle);
        json.Append(']');
    }

    private void Separated<T>(StringBuilder json, T[] values, Action<T> write, bool shuffle = true)
    {
        if (shuffle)
        {
            _random.Shuffle(values);
        }

        for (var i = 0; i < values.Length; i++)
        {
            json.Append(i == 0 ? "" : ",");
            Space(json);
            write(values[i]);
            Space(json);
        }

        if (values.Length == 0)
        {
            Space(json);
        }
    }

    private void Quoted(StringBuilder json, string text)
    {
        json.Append('"');
        foreach (var character in text)
        {
            if (char.IsControl(character) || character is '"' or '\\' || (!char.IsSurrogate(character) && _random.Next(8) == 0))
            {
                json.Append(Escaped(character));
            }
            else
            {
                json.Append(character);
            }
        }

        json.Append('"');
    }

    private string Escaped(char character) => (character, _random.Next(2)) switch
    {
        ('"', 0) => "\\\"",
        ('\\', 0) => "\\\\",
        ('/', 0) => "\\/",
        ('\b', 0) => "\\b",
        ('\f', 0) => "\\f",
        ('\n', 0) => "\\n",
        ('\r', 0) => "\\r",
        ('\t', 0) => "\\t",
        _ => $"\\u{(int)character:X4}",
    };

    private void Space(StringBuilder json)
    {
        while (_random.Next(5) == 0)
        {
            json.Append(Pick([" ", "\n", "\r", "\t"]));
        }
    }

    private T Pick<T>(T[] values) => values[_random.Next(values.Length)];
}
