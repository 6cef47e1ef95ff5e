using System.Text;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Images.Text;

namespace DynamoHandlers.Images;

public sealed partial class ImageWriter
{
    /// <summary>The value as it is, of any wire type, NULL included.</summary>
    /// <param name="value">What to write.</param>
    /// <exception cref="MappingException">It has no type or several, or what it holds is none of its type.</exception>
    public void WriteAttributeValue(AttributeValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        switch (TypesOf(value))
        {
            case [WireType.String]:
                WriteString(value.S);
                break;
            case [WireType.Number]:
                WriteNumberText(value.N);
                break;
            case [WireType.Binary]:
                WriteMemoryStream(value.B);
                break;
            case [WireType.Boolean]:
                WriteRawBoolean(value.BOOL == true);
                break;
            case [WireType.Null]:
                WriteNull();
                break;
            case [WireType.Map]:
                WriteMap(value.M);
                break;
            case [WireType.List]:
                BeginList();
                WriteEach(value.L, WriteAttributeValue);
                break;
            case [WireType.StringSet]:
                BeginSet();
                WriteEach(value.SS, WriteString);
                break;
            case [WireType.NumberSet]:
                BeginSet();
                WriteEach(value.NS, WriteNumberText);
                break;
            case [WireType.BinarySet]:
                BeginSet();
                WriteEach(value.BS, WriteMemoryStream);
                break;
            case var types:
                var what = types.Count == 0 ? "it has no type; a set without elements is none" : "it has several types";
                throw CannotWrite(string.Join(", ", types.Select(WireTypeNames.Of)), typeof(AttributeValue), WireType.None, what);
        }
    }

    // By what is there, since an empty list and an empty map are values too.
    private static List<WireType> TypesOf(AttributeValue value)
    {
        (bool IsSet, WireType Type)[] types =
        [
            (value.S is not null, WireType.String),
            (value.N is not null, WireType.Number),
            (value.B is not null, WireType.Binary),
            (value.BOOL is not null, WireType.Boolean),
            (value.NULL == true, WireType.Null),
            (value.M is { Count: > 0 } || value.IsMSet, WireType.Map),
            (value.L is { Count: > 0 } || value.IsLSet, WireType.List),
            (value.SS is { Count: > 0 }, WireType.StringSet),
            (value.NS is { Count: > 0 }, WireType.NumberSet),
            (value.BS is { Count: > 0 }, WireType.BinarySet),
        ];
        return [.. types.Where(static t => t.IsSet).Select(static t => t.Type)];
    }

    private void WriteMap(Dictionary<string, AttributeValue>? map)
    {
        BeginMap();
        foreach (var (name, value) in map ?? [])
        {
            WriteName(name);
            WriteAttributeValue(value);
        }

        EndMap();
    }

    private void WriteEach<T>(List<T>? elements, Action<T> write)
    {
        foreach (var element in elements ?? [])
        {
            write(element);
        }

        EndList();
    }

    private void WriteNumberText(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        if (!NumberText.TryParse(utf8, out _))
        {
            throw CannotWrite(text, typeof(AttributeValue), WireType.Number, "it is not a number");
        }

        WriteScalar(WireType.Number, utf8, nameof(WriteAttributeValue));
    }
}
