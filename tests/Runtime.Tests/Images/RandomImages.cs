using System.Numerics;
using System.Text;

namespace DynamoHandlers.Runtime.Tests.Images;

/// <summary>Makes item images, changes them, and writes each in many ways that mean the same.</summary>
internal sealed class RandomImages
{
    private static readonly string[] Names = ["a", "b", "id", "Status", "lines", "é", "名", "quote\"d", "back\\slash", ""];
    private static readonly string[] Types = ["S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "M", "L"];

    private readonly Random _random;
    private readonly RandomJson _json;

    public RandomImages(int seed)
    {
        _random = new Random(seed);
        _json = new RandomJson(_random);
    }

    public Attribute.M Image() => Map(depth: 0);

    /// <summary>The same image with one of its values, somewhere within, made anew (and perhaps the same).</summary>
    public Attribute.M Change(Attribute.M image) => (Attribute.M)Changed(image, depth: 0);

    /// <summary>The image in JSON, with white space, escapes, orders and forms of numbers as chance has it.</summary>
    public byte[] Encode(Attribute.M image)
    {
        var json = new StringBuilder();
        _json.Space(json);
        Members(json, image);
        _json.Space(json);
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

    private Attribute.S Text() => new(_json.Text());

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

    private void Members(StringBuilder json, Attribute.M map) => _json.Object(
        json, [.. map.Values.Select(m => (m.Key, (Action<StringBuilder>)(j => Wrapped(j, m.Value))))]);

    private void Wrapped(StringBuilder json, Attribute value)
    {
        var type = value is Attribute.Set set ? set.Type : value.GetType().Name.ToUpperInvariant();
        _json.Object(json, (type, j => Content(j, value)));
    }

    private void Content(StringBuilder json, Attribute value)
    {
        switch (value)
        {
            case Attribute.M map:
                Members(json, map);
                break;
            case Attribute.L list:
                _json.Array(json, list.Values, element => Wrapped(json, element));
                break;
            case Attribute.Set set:
                Attribute[] elements = [.. set.Values];
                _random.Shuffle(elements);
                _json.Array(json, elements, element => Scalar(json, element));
                break;
            default:
                Scalar(json, value);
                break;
        }
    }

    private void Scalar(StringBuilder json, Attribute value)
    {
        switch (value)
        {
            case Attribute.S text:
                _json.Quoted(json, text.Text);
                break;
            case Attribute.N number:
                _json.Quoted(json, Form(number));
                break;
            case Attribute.B bytes:
                _json.Quoted(json, Convert.ToBase64String(bytes.Bytes));
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

    private T Pick<T>(T[] values) => _json.Pick(values);
}
