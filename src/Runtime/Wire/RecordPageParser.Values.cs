using System.Text;
using System.Text.Json;

namespace DynamoHandlers.Wire;

// The values of the members.
internal ref partial struct RecordPageParser
{
    private const int MaxSequenceNumberLength = 40;

    private ByteRange ReadImage()
    {
        if (!ReadUnlessNull())
        {
            return default;
        }

        Expect(JsonTokenType.StartObject, "an image must be a JSON object");
        var start = _json.TokenStartIndex;
        Skip();
        return new ByteRange(start, _json.BytesConsumed - start);
    }

    private ChangeKind? ReadKind()
    {
        if (ReadText().IsEmpty)
        {
            return null;
        }

        if (_json.ValueTextEquals("INSERT"u8))
        {
            return ChangeKind.Insert;
        }

        if (_json.ValueTextEquals("MODIFY"u8))
        {
            return ChangeKind.Modify;
        }

        return _json.ValueTextEquals("REMOVE"u8)
            ? ChangeKind.Remove
            : throw Malformed("eventName is neither INSERT nor MODIFY nor REMOVE");
    }

    private ByteRange ReadSequenceNumber()
    {
        var range = ReadText();
        if (range.IsEmpty)
        {
            return default;
        }

        var digits = _json.ValueIsEscaped ? Encoding.UTF8.GetBytes(DecodeText()) : _json.ValueSpan;
        if (digits.Length is 0 or > MaxSequenceNumberLength || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            throw Malformed($"SequenceNumber is not a decimal number of at most {MaxSequenceNumberLength} digits");
        }

        return range;
    }

    private long ReadCreated()
    {
        if (!ReadUnlessNull())
        {
            return 0;
        }

        if (_json.TokenType != JsonTokenType.Number || !_json.TryGetDecimal(out var seconds)
            || seconds < DateTimeOffset.MinValue.ToUnixTimeSeconds()
            || seconds >= DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            throw Malformed("ApproximateCreationDateTime is not a number of seconds since 1970");
        }

        return DateTime.UnixEpoch.Ticks + (long)(seconds * TimeSpan.TicksPerSecond);
    }

    private long ReadSize()
    {
        if (!ReadUnlessNull())
        {
            return 0;
        }

        return _json.TokenType == JsonTokenType.Number && _json.TryGetInt64(out var size)
            ? size
            : throw Malformed("SizeBytes is not a whole number");
    }

    private readonly bool IsText(ByteRange quoted, ReadOnlySpan<byte> text) =>
        !quoted.IsEmpty && RecordPage.Decode(quoted.Of(_bytes)).AsSpan().SequenceEqual(Encoding.UTF8.GetString(text));
}
