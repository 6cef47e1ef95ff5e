using System.Text;

namespace DynamoHandlers.Runtime.Tests.Images;

/// <summary>
/// Writes JSON in every form that the grammar allows: white space anywhere, escapes of every kind, members in any order.
/// </summary>
internal sealed class RandomJson(Random random)
{
    private static readonly string[] Pieces =
        ["x", "Paid", "0", "\"", "\\", "/", "\b\f\n\r\t", "\u0000", "\u001f", "\u007f", "é", "名前", "😀", "\u2028", "\uFEFF", " "];

    /// <summary>Text with every kind of character, often none.</summary>
    public string Text() => string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => Pick(Pieces)));

    public void Space(StringBuilder json)
    {
        while (random.Next(5) == 0)
        {
            json.Append(Pick([" ", "\n", "\r", "\t", "\r\n"]));
        }
    }

    public void Quoted(StringBuilder json, string text)
    {
        json.Append('"');
        foreach (var rune in text.EnumerateRunes())
        {
            var mustEscape = rune.Value is < ' ' or '"' or '\\';
            json.Append(mustEscape || random.Next(8) == 0 ? Escaped(rune) : rune.ToString());
        }

        json.Append('"');
    }

    public void Object(StringBuilder json, params (string Name, Action<StringBuilder> Value)[] members)
    {
        random.Shuffle(members);
        json.Append('{');
        Separated(json, members, member =>
        {
            Quoted(json, member.Name);
            Space(json);
            json.Append(':');
            Space(json);
            member.Value(json);
        });
        json.Append('}');
    }

    public void Array<T>(StringBuilder json, IReadOnlyList<T> elements, Action<T> write)
    {
        json.Append('[');
        Separated(json, elements, write);
        json.Append(']');
    }

    /// <summary>Any JSON value, nested up to a few levels.</summary>
    public void Anything(StringBuilder json, int depth = 0)
    {
        switch (random.Next(depth < 3 ? 8 : 6))
        {
            case 0:
                Quoted(json, Text());
                break;
            case 1:
                json.Append(Pick(["0", "-0", "1.5", "-12.25e-3", "1E400", "12345678901234567890123456789012345678", "9e+99"]));
                break;
            case 2:
                json.Append("null");
                break;
            case 3:
                json.Append(Pick(["true", "false"]));
                break;
            case 4:
                json.Append("{}");
                break;
            case 5:
                json.Append("[]");
                break;
            case 6:
                Object(json, [.. Enumerable.Range(0, random.Next(4)).Select(i =>
                    (Pick(["dynamodb", "Records", "NewImage", "x", "S", ""]) + i, (Action<StringBuilder>)(j => Anything(j, depth + 1))))]);
                break;
            default:
                Array(json, Enumerable.Range(0, random.Next(4)).ToList(), _ => Anything(json, depth + 1));
                break;
        }
    }

    public T Pick<T>(T[] values) => values[random.Next(values.Length)];

    private void Separated<T>(StringBuilder json, IReadOnlyList<T> values, Action<T> write)
    {
        for (var i = 0; i < values.Count; i++)
        {
            json.Append(i == 0 ? "" : ",");
            Space(json);
            write(values[i]);
            Space(json);
        }

        if (values.Count == 0)
        {
            Space(json);
        }
    }

    private string Escaped(Rune rune) => (rune.Value, random.Next(2)) switch
    {
        ('"', 0) => "\\\"",
        ('\\', 0) => "\\\\",
        ('/', 0) => "\\/",
        ('\b', 0) => "\\b",
        ('\f', 0) => "\\f",
        ('\n', 0) => "\\n",
        ('\r', 0) => "\\r",
        ('\t', 0) => "\\t",
        (_, 0) => string.Concat(rune.ToString().Select(static c => $"\\u{(int)c:X4}")),
        _ => string.Concat(rune.ToString().Select(static c => $"\\u{(int)c:x4}")),
    };
}
