using System.Text;
using System.Text.Json;

namespace DynamoHandlers.Wire;

// The JSON under the response: every failure is a FormatException that says where.
internal ref partial struct RecordPageParser
{
    private bool NextMember()
    {
        if (!_json.TryReadName())
        {
            Read();
            if (_json.TokenType != JsonTokenType.PropertyName)
            {
                return false;
            }
        }

        CheckText();
        return true;
    }

    private void SkipMember()
    {
        Read();
        Skip();
    }

    /// <summary>Moves to the member's value; false if it is null, which to the service is the same as absent.</summary>
    private bool ReadUnlessNull()
    {
        Read();
        return _json.TokenType != JsonTokenType.Null;
    }

    // A text with its quotation marks; empty if it is null.
    private ByteRange ReadText()
    {
        if (!ReadUnlessNull())
        {
            return default;
        }

        Expect(JsonTokenType.String, "this member must be a text");
        CheckText();
        return new ByteRange(_json.TokenStartIndex, _json.BytesConsumed - _json.TokenStartIndex);
    }

    // So that the name or text at hand can be compared and, later, decoded: the cursor lets pass what is no Unicode.
    private readonly void CheckText()
    {
        if (_json.ValueIsEscaped || !Ascii.IsValid(_json.ValueSpan))
        {
            DecodeText();
        }
    }

    private readonly bool IsNamedIgnoringCase(ReadOnlySpan<byte> asciiName) => _json.ValueIsEscaped
        ? Ascii.EqualsIgnoreCase(DecodeText(), asciiName)
        : Ascii.EqualsIgnoreCase(_json.ValueSpan, asciiName);

    private readonly string DecodeText()
    {
        try
        {
            return _json.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw Malformed("this text is not valid Unicode", e);
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

    private void Skip()
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

    private void ReadEnd()
    {
        try
        {
            _json.Read();
        }
        catch (JsonException e)
        {
            throw Malformed("something follows its end", e);
        }
    }

    private readonly void Expect(JsonTokenType type, string rule)
    {
        if (_json.TokenType != type)
        {
            throw Malformed(rule);
        }
    }

    private readonly FormatException Malformed(string what, Exception? innerException = null)
    {
        var offset = innerException is JsonException ? _json.BytesConsumed : _json.TokenStartIndex;
        return new FormatException(
            $"The GetRecords response is malformed at byte {offset}, after {Count} whole records: {what}.",
            innerException);
    }
}
