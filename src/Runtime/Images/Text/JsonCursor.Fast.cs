using System.Text.Json;

namespace DynamoHandlers.Images.Text;

// What the service sends looks the same again and again: no white space, few escapes, few numbers. These take several tokens at
// once where it does, and leave everything else to the slow way.
internal ref partial struct JsonCursor
{
    /// <summary>
    /// Moves from an attribute's name, or from an element of a list, to the value inside of the wrapper <c>{"S":…}</c>.
    /// </summary>
    /// <param name="isElement">Whether the wrapper's brace is the token at hand already.</param>
    /// <param name="type">The wire type.</param>
    /// <returns>False if nothing was moved: it looks otherwise.</returns>
    public bool TryReadWrapper(bool isElement, out WireType type)
    {
        type = WireType.None;
        var brace = isElement ? _start : _at;
        if (_json.Length - brace < 12 || _json[brace] != '{' || _json[brace + 1] != '"' || (!isElement && _depth == _maxDepth))
        {
            return false;
        }

        var value = brace + 5;
        type = _json[brace + 2] switch
        {
            (byte)'S' => WireType.String,
            (byte)'N' => WireType.Number,
            (byte)'M' => WireType.Map,
            (byte)'L' => WireType.List,
            _ => WireType.None,
        };
        if (type == WireType.None || _json[brace + 3] != '"' || _json[brace + 4] != ':' || _json[value] != OpeningOf(type))
        {
            return false;
        }

        if (type is WireType.String or WireType.Number)
        {
            var end = FindEnd(value + 1);
            if ((uint)end >= (uint)_json.Length || _json[end] != '"')
            {
                return false;
            }

            Enter(isElement);
            (_type, _start, _at, _valueAt, _valueLength, _isEscaped) = (JsonTokenType.String, value, end + 1, value + 1, end - value - 1, false);
            return true;
        }

        if (_depth + (isElement ? 1 : 2) > _maxDepth)
        {
            return false;
        }

        Enter(isElement);
        return Open(value, type == WireType.Map ? JsonTokenType.StartObject : JsonTokenType.StartArray);
    }

    /// <summary>Leaves the wrapper after its value; false if it does not end there.</summary>
    public bool TryLeaveWrapper() =>
        (uint)_at < (uint)_json.Length && _json[_at] == '}' && _depth > 0 && (_objects & 1) != 0 && Close(_at, isObject: true);

    /// <summary>Moves to the next name of the object at hand; false if nothing was moved: it looks otherwise.</summary>
    public bool TryReadName()
    {
        var quote = _at + (_type == JsonTokenType.StartObject ? 0 : 1);
        if ((uint)quote >= (uint)_json.Length || _json[quote] != '"' || (quote != _at && _json[_at] != ',')
            || _type == JsonTokenType.PropertyName || (_objects & 1) == 0 || _depth == 0)
        {
            return false;
        }

        var end = FindEnd(quote + 1);
        if ((uint)(end + 1) >= (uint)_json.Length || _json[end] != '"' || _json[end + 1] != ':')
        {
            return false;
        }

        (_type, _start, _at, _valueAt, _valueLength, _isEscaped) =
            (JsonTokenType.PropertyName, quote, end + 2, quote + 1, end - quote - 1, false);
        return true;
    }

    private static int OpeningOf(WireType type) => type switch
    {
        WireType.Map => '{',
        WireType.List => '[',
        _ => '"',
    };

    // The wrapper's brace, unless it was read already.
    private void Enter(bool isEntered)
    {
        if (!isEntered)
        {
            Push(isObject: true);
        }
    }

    /// <summary>
    /// Where the container that has just been opened ends, if it is written without white space; -1 if that cannot be told like
    /// this. Checks all that the slow way checks.
    /// </summary>
    private readonly int FindContainerEnd()
    {
        var at = _at;
        var isObject = (_objects & 1) != 0;
        var (objects, depth) = (isObject ? 1UL : 0, 1);
        var isFirst = true;
        while (true)
        {
            int next = Peek(at);
            if (next == (isObject ? '}' : ']'))
            {
                at++;
                if (--depth == 0)
                {
                    return at;
                }

                objects >>= 1;
                (isObject, isFirst) = ((objects & 1) != 0, false);
                continue;
            }

            if (!isFirst)
            {
                if (next != ',')
                {
                    return -1;
                }

                next = Peek(++at);
            }

            isFirst = false;
            if (isObject)
            {
                at = next == '"' ? PassText(at + 1) : -1;
                if (at < 0 || Peek(at) != ':')
                {
                    return -1;
                }

                next = Peek(++at);
            }

            switch (next)
            {
                case '"':
                    at = PassText(at + 1);
                    break;
                case '{' or '[':
                    if (++depth == 64 || _depth + depth > _maxDepth)
                    {
                        return -1;
                    }

                    isObject = next == '{';
                    objects = (objects << 1) | (isObject ? 1UL : 0);
                    isFirst = true;
                    at++;
                    break;
                case 't' when _json[at..].StartsWith("true"u8):
                case 'n' when _json[at..].StartsWith("null"u8):
                    at += 4;
                    break;
                case 'f' when _json[at..].StartsWith("false"u8):
                    at += 5;
                    break;
                default:
                    return -1;
            }

            if (at < 0)
            {
                return -1;
            }
        }
    }

    // Behind the text's end; -1 if it has none or has escapes.
    private readonly int PassText(int at)
    {
        at = FindEnd(at);
        return (uint)at < (uint)_json.Length && _json[at] == '"' ? at + 1 : -1;
    }
}
