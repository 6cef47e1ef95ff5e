using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Json;

namespace DynamoHandlers.Images.Text;

// Texts and numbers: where they end, and whether they may be as they are.
internal ref partial struct JsonCursor
{
    private bool ReadText(int quote, JsonTokenType type)
    {
        var from = quote + 1;
        var end = FindEnd(from);
        if ((uint)end >= (uint)_json.Length || _json[end] != '"')
        {
            return ReadEscapedText(quote, end, type);
        }

        (_type, _start, _at, _valueAt, _valueLength, _isEscaped) = (type, quote, end + 1, from, end - from, false);
        return true;
    }

    private bool ReadEscapedText(int quote, int at, JsonTokenType type)
    {
        while (true)
        {
            if ((uint)at >= (uint)_json.Length || _json[at] < ' ')
            {
                return Fail();
            }

            if (_json[at] == '"')
            {
                break;
            }

            at = PassEscape(at);
            at = FindEnd(at);
        }

        (_type, _start, _at, _valueAt, _valueLength, _isEscaped) = (type, quote, at + 1, quote + 1, at - quote - 1, true);
        return true;
    }

    private int PassEscape(int at)
    {
        var escaped = (uint)(at + 1) < (uint)_json.Length ? _json[at + 1] : 0;
        if (escaped == 'u')
        {
            for (var digit = at + 2; digit < at + 6; digit++)
            {
                if ((uint)digit >= (uint)_json.Length || !char.IsAsciiHexDigit((char)_json[digit]))
                {
                    Fail();
                }
            }

            return at + 6;
        }

        if (escaped is not ('"' or '\\' or '/' or 'b' or 'f' or 'n' or 'r' or 't'))
        {
            Fail();
        }

        return at + 2;
    }

    // The first quotation mark, backslash or control character; the length if there is none.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int FindEnd(int at)
    {
        ref var first = ref MemoryMarshal.GetReference(_json);
        while (_json.Length - at >= Vector128<byte>.Count)
        {
            // In bounds by the condition of the loop.
            var bytes = Vector128.LoadUnsafe(ref first, (nuint)at);
            var ends = Vector128.Equals(bytes, Vector128.Create((byte)'"'))
                | Vector128.Equals(bytes, Vector128.Create((byte)'\\'))
                | Vector128.LessThan(bytes, Vector128.Create((byte)' '));
            var mask = ends.ExtractMostSignificantBits();
            if (mask != 0)
            {
                return at + BitOperations.TrailingZeroCount(mask);
            }

            at += Vector128<byte>.Count;
        }

        while ((uint)at < (uint)_json.Length && _json[at] is not ((byte)'"' or (byte)'\\' or < (byte)' '))
        {
            at++;
        }

        return at;
    }

    // As the grammar of JSON has it: -0.5e+10. What follows must not belong to it.
    private bool ReadNumber(int start)
    {
        var at = start;
        if (Peek(at) == '-')
        {
            at++;
        }

        var first = Peek(at);
        at = first == '0' ? at + 1 : PassDigits(at);
        if (Peek(at) == '.')
        {
            at = PassDigits(at + 1);
        }

        if (Peek(at) is 'e' or 'E')
        {
            at++;
            at = PassDigits(Peek(at) is '+' or '-' ? at + 1 : at);
        }

        var next = Peek(at);
        if (next is not (-1 or ' ' or '\n' or '\r' or '\t' or ',' or '}' or ']' or '/') || (next < 0 && _depth > 0))
        {
            return Fail();
        }

        (_type, _start, _at, _valueAt, _valueLength, _isEscaped) = (JsonTokenType.Number, start, at, start, at - start, false);
        return true;
    }

    private readonly int Peek(int at) => (uint)at < (uint)_json.Length ? _json[at] : -1;

    // At least one.
    private int PassDigits(int at)
    {
        var from = at;
        while (Peek(at) is >= '0' and <= '9')
        {
            at++;
        }

        if (at == from)
        {
            Fail();
        }

        return at;
    }
}
