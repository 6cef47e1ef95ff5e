using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace DynamoHandlers.Images.Text;

/// <summary>
/// Finds the tokens of one JSON text, as <see cref="Utf8JsonReader"/> does and with the same meaning of every member, but
/// faster on what the service sends: short texts without white space between them. Accepts what that one accepts, and leaves
/// to it what is to be said of anything else.
/// </summary>
internal ref partial struct JsonCursor
{
    private readonly ReadOnlySpan<byte> _json;
    private readonly int _maxDepth;
    private int _at; // Where to go on.
    private int _start; // Of the token at hand.
    private int _valueAt;
    private int _valueLength;
    private bool _isEscaped;
    private JsonTokenType _type;

    // Of the containers that are open: whether each is an object, the innermost in the lowest bit. Those outside of the
    // innermost 64 in the second.
    private ulong _objects;
    private UInt128 _outerObjects;
    private int _depth;

    /// <param name="json">The text, UTF-8.</param>
    /// <param name="maxDepth">How many containers may be open at once: at most 192.</param>
    public JsonCursor(ReadOnlySpan<byte> json, int maxDepth)
    {
        _json = json;
        _maxDepth = maxDepth;
    }

    public readonly JsonTokenType TokenType => _type;

    public readonly int TokenStartIndex => _start;

    public readonly int BytesConsumed => _at;

    public readonly ReadOnlySpan<byte> ValueSpan => _json.Slice(_valueAt, _valueLength);

    public readonly bool ValueIsEscaped => _isEscaped;

    /// <summary>Moves to the next token; false at the end.</summary>
    /// <exception cref="JsonException">This is not valid JSON.</exception>
    public bool Read()
    {
        var at = _at;
        if ((uint)at >= (uint)_json.Length)
        {
            return ReadAtEnd();
        }

        int next = _json[at];
        switch (_type)
        {
            case JsonTokenType.None:
            case JsonTokenType.PropertyName:
                break;
            case JsonTokenType.StartObject:
                next = SkipSpace(ref at, next);
                return next == '"' ? ReadName(at) : next == '}' ? Close(at, isObject: true) : Fail();
            case JsonTokenType.StartArray:
                next = SkipSpace(ref at, next);
                if (next == ']')
                {
                    return Close(at, isObject: false);
                }

                break;
            default:
                return ReadAfterValue(at, next);
        }

        next = SkipSpace(ref at, next);
        return ReadValue(at, next);
    }

    /// <summary>Passes over the value that begins with the token at hand, or over that of the name at hand.</summary>
    /// <exception cref="JsonException">This is not valid JSON.</exception>
    public void Skip()
    {
        if (_type == JsonTokenType.PropertyName)
        {
            Read();
        }

        if (_type is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            if (FindContainerEnd() is >= 0 and var end)
            {
                Close(end - 1, _type == JsonTokenType.StartObject);
                return;
            }

            var depth = _depth;
            do
            {
                Read();
            }
            while (_depth >= depth);
        }
    }

    /// <summary>Whether the text at hand is this one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool ValueTextEquals(ReadOnlySpan<byte> utf8Text) =>
        _isEscaped ? EqualsEscaped(utf8Text) : ValueSpan.SequenceEqual(utf8Text);

    private readonly bool EqualsEscaped(ReadOnlySpan<byte> utf8Text) => Original().ValueTextEquals(utf8Text);

    /// <summary>Copies the text at hand without its escapes, UTF-8.</summary>
    /// <returns>How many bytes it has.</returns>
    /// <exception cref="InvalidOperationException">It is no valid Unicode.</exception>
    public readonly int CopyString(Span<byte> utf8Destination) => Original().CopyString(utf8Destination);

    /// <summary>The text at hand.</summary>
    /// <exception cref="InvalidOperationException">It is no valid Unicode.</exception>
    public readonly string GetString() => Original().GetString()!;

    public readonly bool TryGetDecimal(out decimal value) => Original().TryGetDecimal(out value);

    public readonly bool TryGetInt64(out long value) => Original().TryGetInt64(out value);

    // A reader of the token at hand alone.
    private readonly Utf8JsonReader Original()
    {
        var quote = _type is JsonTokenType.String or JsonTokenType.PropertyName ? 1 : 0;
        var reader = new Utf8JsonReader(_json.Slice(_valueAt - quote, _valueLength + (2 * quote)));
        reader.Read();
        return reader;
    }

    private bool ReadAtEnd() => (_type == JsonTokenType.None || _depth > 0) && Fail();

    private bool ReadAfterValue(int at, int next)
    {
        next = SkipSpace(ref at, next);
        if (_depth == 0)
        {
            _at = at;
            return next >= 0 && Fail();
        }

        var isInObject = (_objects & 1) != 0;
        if (next != ',')
        {
            return next == (isInObject ? '}' : ']') ? Close(at, isInObject) : Fail();
        }

        at++;
        next = (uint)at < (uint)_json.Length ? _json[at] : -1;
        next = SkipSpace(ref at, next);
        return !isInObject ? ReadValue(at, next) : next == '"' ? ReadName(at) : Fail();
    }

    private bool ReadValue(int at, int next) => next switch
    {
        '"' => ReadText(at, JsonTokenType.String),
        '{' => Open(at, JsonTokenType.StartObject),
        '[' => Open(at, JsonTokenType.StartArray),
        't' => ReadLiteral(at, "true"u8, JsonTokenType.True),
        'f' => ReadLiteral(at, "false"u8, JsonTokenType.False),
        'n' => ReadLiteral(at, "null"u8, JsonTokenType.Null),
        _ => ReadNumber(at),
    };

    private bool ReadName(int at)
    {
        ReadText(at, JsonTokenType.PropertyName);
        at = _at;
        var next = (uint)at < (uint)_json.Length ? _json[at] : -1;
        next = SkipSpace(ref at, next);
        if (next != ':')
        {
            return Fail();
        }

        _at = at + 1;
        return true;
    }

    private bool Open(int at, JsonTokenType type)
    {
        if (_depth == _maxDepth)
        {
            return Fail();
        }

        Push(type == JsonTokenType.StartObject);
        (_type, _start, _at, _valueAt, _valueLength, _isEscaped) = (type, at, at + 1, at, 1, false);
        return true;
    }

    private void Push(bool isObject)
    {
        if (_depth >= 64)
        {
            _outerObjects = (_outerObjects << 1) | (_objects >> 63);
        }

        _objects = (_objects << 1) | (isObject ? 1UL : 0);
        _depth++;
    }

    private bool Close(int at, bool isObject)
    {
        _objects >>= 1;
        if (--_depth >= 64)
        {
            _objects |= (ulong)(_outerObjects & 1) << 63;
            _outerObjects >>= 1;
        }

        _type = isObject ? JsonTokenType.EndObject : JsonTokenType.EndArray;
        (_start, _at, _valueAt, _valueLength, _isEscaped) = (at, at + 1, at, 1, false);
        return true;
    }

    private bool ReadLiteral(int at, ReadOnlySpan<byte> literal, JsonTokenType type)
    {
        if (!_json[at..].StartsWith(literal))
        {
            return Fail();
        }

        (_type, _start, _at, _valueAt, _valueLength, _isEscaped) = (type, at, at + literal.Length, at, literal.Length, false);
        return true;
    }

    // The byte at a place, or the next one that is no white space; -1 at the end.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int SkipSpace(ref int at, int next) => next > ' ' ? next : SkipSomeSpace(ref at);

    private readonly int SkipSomeSpace(ref int at)
    {
        while ((uint)at < (uint)_json.Length)
        {
            int next = _json[at];
            if (next is not (' ' or '\n' or '\r' or '\t'))
            {
                return next;
            }

            at++;
        }

        return -1;
    }

    // What the original says of the same text; the place is the one that it gives.
    [DoesNotReturn]
    private bool Fail()
    {
        var reader = new Utf8JsonReader(_json, new JsonReaderOptions { MaxDepth = _maxDepth });
        try
        {
            while (reader.Read())
            {
            }
        }
        catch (JsonException)
        {
            _at = (int)reader.BytesConsumed;
            throw;
        }

        throw new InvalidOperationException(
            $"Valid JSON was taken for invalid at byte {_at}. This is an error of DynamoHandlers; please report it.");
    }
}
