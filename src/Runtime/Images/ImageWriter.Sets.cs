using DynamoHandlers.Images.Text;

namespace DynamoHandlers.Images;

// A set's elements wait for its end: only then it is known whether they make one of DynamoDB's sets.
public sealed partial class ImageWriter
{
    private List<SetElement>? _set;

    /// <summary>
    /// Begins a set of texts, numbers or binaries; it ends with <see cref="EndList"/>. Equal elements are written once.
    /// What is none of DynamoDB's sets is a list: without elements, with NULL among them, of booleans, of several types.
    /// </summary>
    public void BeginSet()
    {
        if (_set is not null)
        {
            throw OutOfTurn(nameof(BeginSet));
        }

        CheckTurn(Turn.Value, nameof(BeginSet));
        _set = [];
    }

    private void EndSet()
    {
        var elements = _set!;
        _set = null;
        if (elements.Count == 0 && _nameLength >= 0)
        {
            _nameLength = -1;
            _turn = Turn.Name;
            return;
        }

        var type = SetOf(elements);
        if (type == WireType.List)
        {
            WriteAsList(elements);
            return;
        }

        BeginValue(nameof(EndList));
        _json.WriteStartObject();
        _json.WriteStartArray(WireTypeNames.Of(type));
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var element in elements)
        {
            if (known.Add(element.ToKey()))
            {
                WriteText(element.Type, element.Content);
            }
        }

        _json.WriteEndArray();
        EndValue();
    }

    private static WireType SetOf(List<SetElement> elements)
    {
        var type = elements is [var first, ..] ? first.Type : WireType.None;
        return elements.TrueForAll(element => element.Type == type) ? type switch
        {
            WireType.String => WireType.StringSet,
            WireType.Number => WireType.NumberSet,
            WireType.Binary => WireType.BinarySet,
            _ => WireType.List,
        }
        : WireType.List;
    }

    private void WriteAsList(List<SetElement> elements)
    {
        BeginList();
        foreach (var element in elements)
        {
            switch (element.Type)
            {
                case WireType.Null:
                    WriteNull();
                    break;
                case WireType.Boolean:
                    WriteBoolean(element.Content.Length > 0);
                    break;
                default:
                    WriteScalar(element.Type, element.Content, nameof(EndList));
                    break;
            }
        }

        EndList();
    }

    /// <summary>An element of a set.</summary>
    /// <param name="Type">Its wire type.</param>
    /// <param name="Content">Its text in UTF-8, its bytes, or of a boolean one byte for true and none for false.</param>
    private readonly record struct SetElement(WireType Type, byte[] Content)
    {
        /// <summary>A text that equal elements have in common: to DynamoDB 1.0 is 1.</summary>
        public string ToKey() => Type == WireType.Number && NumberText.TryParse(Content, out var number)
            ? number.ToString()
            : Convert.ToBase64String(Content);
    }
}
