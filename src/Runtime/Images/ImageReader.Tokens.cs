using System.Text.Json;

namespace DynamoHandlers.Images;

// The JSON under the protocol: the only part that knows how tokens are found.
public ref partial struct ImageReader
{
    // DynamoDB nests 32 levels deep; each costs two levels of JSON, the value's wrapper and the map. Twice that is
    // accepted, which is also what _outerMaps holds.
    private const int MaxDepth = 128;

    /// <summary>Where in the image the token at hand starts.</summary>
    private readonly int Offset => _start + _json.TokenStartIndex;

    private readonly bool IsAtStart => _json.TokenType == JsonTokenType.None;

    /// <summary>Passes over the value at hand and says where it, with its wrapper, is: see <see cref="At"/>.</summary>
    internal (int Start, int Length) SkipToRange()
    {
        var start = _valueAt;
        Skip();
        return (start, _start + _json.BytesConsumed - start);
    }

    /// <summary>A second reader of the same image, at a value that <see cref="SkipToRange"/> passed over.</summary>
    internal readonly ImageReader At((int Start, int Length) value)
    {
        // As if it were the element of a list, since it ends with its wrapper.
        var reader = new ImageReader(_image, value.Start, value.Length) { _container = WireType.List, _depth = 1 };
        reader.Read();
        reader.BeginValue();
        return reader;
    }

    /// <summary>The text of the S or N at hand without its escapes, UTF-8; the value stays unread.</summary>
    internal readonly ReadOnlySpan<byte> PeekText() => Text();

    private void ReadStart()
    {
        Read();
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            throw Malformed("an item image must be a JSON object");
        }
    }

    private void ReadEnd()
    {
        try
        {
            _json.Read();
        }
        catch (JsonException e)
        {
            throw Malformed("something follows the item's end", e);
        }
    }

    private void Read()
    {
        try
        {
            _json.Read();
        }
        catch (JsonException e)
        {
            throw Malformed("this is not valid JSON", e);
        }
    }

    private void SkipTokens()
    {
        try
        {
            _json.Skip();
        }
        catch (JsonException e)
        {
            throw Malformed("this is not valid JSON", e);
        }
    }

    /// <summary>At the wrapper's brace: moves to the value inside and notes its type.</summary>
    private void BeginValue()
    {
        _valueAt = Offset;
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            throw Malformed("an attribute value must be an object such as {\"S\":\"text\"}");
        }

        if (_json.TryReadWrapper(isElement: true, out var known))
        {
            _type = known;
            return;
        }

        Read();
        if (_json.TokenType != JsonTokenType.PropertyName)
        {
            throw Malformed("the attribute value has no type");
        }

        var type = WireTypeNames.Parse(TokenText());
        if (type == WireType.None)
        {
            throw Malformed("the attribute value's type is unknown");
        }

        Read();
        var isFalse = type == WireType.Boolean && _json.TokenType == JsonTokenType.False;
        if (!isFalse && _json.TokenType != ExpectedToken(type))
        {
            throw Malformed($"this is no JSON value for the type {WireTypeNames.Of(type)}");
        }

        _type = type;
    }

    private void BeginSetElement()
    {
        if (_json.TokenType != JsonTokenType.String)
        {
            throw Malformed($"an element of the type {WireTypeNames.Of(_container)} must be a JSON string");
        }

        _type = _container switch
        {
            WireType.StringSet => WireType.String,
            WireType.NumberSet => WireType.Number,
            _ => WireType.Binary,
        };
    }

    /// <summary>After the value's last token: leaves the wrapper, which elements of sets do not have.</summary>
    private void LeaveWrapper()
    {
        if (_container is not (WireType.Map or WireType.List) || _json.TryLeaveWrapper())
        {
            return;
        }

        Read();
        if (_json.TokenType != JsonTokenType.EndObject)
        {
            throw Malformed("the attribute value has more than one type");
        }
    }

    private static JsonTokenType ExpectedToken(WireType type) => type switch
    {
        WireType.String or WireType.Number or WireType.Binary => JsonTokenType.String,
        WireType.Boolean or WireType.Null => JsonTokenType.True, // The service never sends {"NULL":false}.
        WireType.Map => JsonTokenType.StartObject,
        _ => JsonTokenType.StartArray,
    };

    /// <summary>The text at hand without its escapes, UTF-8. Allocates only if there are any.</summary>
    private readonly ReadOnlySpan<byte> TokenText()
    {
        if (!_json.ValueIsEscaped)
        {
            return _json.ValueSpan;
        }

        var unescaped = new byte[_json.ValueSpan.Length]; // Escapes are never shorter than what they stand for.
        try
        {
            return unescaped.AsSpan(0, _json.CopyString(unescaped));
        }
        catch (InvalidOperationException e)
        {
            throw Malformed("this text is not valid Unicode", e);
        }
    }
}
