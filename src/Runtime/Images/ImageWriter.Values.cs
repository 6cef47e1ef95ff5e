using System.Buffers;
using System.Text.Unicode;

namespace DynamoHandlers.Images;

public sealed partial class ImageWriter
{
    // Longer texts are encoded in a rented buffer.
    private const int ShortText = 256;

    /// <summary>S.</summary>
    /// <param name="value">What to write.</param>
    /// <exception cref="MappingException">It is not valid Unicode.</exception>
    public void WriteString(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        WriteCharacters(value, typeof(string), nameof(WriteString));
    }

    /// <summary>S of one character.</summary>
    /// <param name="value">What to write.</param>
    /// <exception cref="MappingException">It is one half of a pair, which is no text.</exception>
    public void WriteChar(char value) => WriteCharacters([value], typeof(char), nameof(WriteChar));

    /// <summary>BOOL; in V1 N 0 or 1.</summary>
    /// <param name="value">What to write.</param>
    public void WriteBoolean(bool value)
    {
        if (_turn == Turn.NameAsValue)
        {
            WriteScalar(WireType.String, value ? "true"u8 : "false"u8, nameof(WriteBoolean));
        }
        else if (Conversion == ConversionSchema.V1)
        {
            WriteScalar(WireType.Number, value ? "1"u8 : "0"u8, nameof(WriteBoolean));
        }
        else if (_set is not null)
        {
            _set.Add(new(WireType.Boolean, value ? [1] : []));
        }
        else
        {
            WriteRawBoolean(value);
        }
    }

    /// <summary>S with hyphens, in lower case.</summary>
    /// <param name="value">What to write.</param>
    public void WriteGuid(Guid value) => WriteFormatted(WireType.String, value, "D", nameof(WriteGuid));

    /// <summary>S, as it was given to the <see cref="Uri"/>.</summary>
    /// <param name="value">What to write.</param>
    /// <exception cref="MappingException">It is not valid Unicode.</exception>
    public void WriteUri(Uri value)
    {
        ArgumentNullException.ThrowIfNull(value);
        WriteCharacters(value.OriginalString, typeof(Uri), nameof(WriteUri));
    }

    /// <summary>S such as <c>1.2.3</c>.</summary>
    /// <param name="value">What to write.</param>
    public void WriteVersion(Version value)
    {
        ArgumentNullException.ThrowIfNull(value);
        WriteCharacters(value.ToString(), typeof(Version), nameof(WriteVersion));
    }

    /// <summary>B.</summary>
    /// <param name="value">What to write.</param>
    public void WriteBytes(byte[] value)
    {
        ArgumentNullException.ThrowIfNull(value);
        WriteScalar(WireType.Binary, value, nameof(WriteBytes));
    }

    /// <summary>B.</summary>
    /// <param name="value">What to write.</param>
    public void WriteMemory(ReadOnlyMemory<byte> value) =>
        WriteScalar(WireType.Binary, value.Span, nameof(WriteMemory));

    /// <summary>B: the whole content, wherever the stream stands.</summary>
    /// <param name="value">What to write.</param>
    public void WriteMemoryStream(MemoryStream value)
    {
        ArgumentNullException.ThrowIfNull(value);
        WriteScalar(WireType.Binary, value.ToArray(), nameof(WriteMemoryStream));
    }

    private void WriteRawBoolean(bool value)
    {
        BeginValue(nameof(WriteBoolean));
        _json.WriteStartObject();
        _json.WriteBoolean("BOOL"u8, value);
        EndValue();
    }

    private void WriteCharacters(ReadOnlySpan<char> characters, Type type, string method)
    {
        var length = characters.Length * 3; // The most that UTF-8 makes of them.
        var rented = length > ShortText ? ArrayPool<byte>.Shared.Rent(length) : null;
        var utf8 = rented ?? stackalloc byte[ShortText];
        var status = Utf8.FromUtf16(characters, utf8, out _, out var written, replaceInvalidSequences: false);
        if (status != OperationStatus.Done)
        {
            throw CannotWrite(characters.ToString(), type, WireType.String, "it is not valid Unicode");
        }

        WriteScalar(WireType.String, utf8[..written], method);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Writes a value of a type that is a JSON string, wherever it belongs.</summary>
    /// <param name="type">S, N or B.</param>
    /// <param name="content">The text in UTF-8; of B the bytes.</param>
    /// <param name="method">What was called, for the error.</param>
    private void WriteScalar(WireType type, ReadOnlySpan<byte> content, string method)
    {
        if (_set is not null)
        {
            _set.Add(new(type, content.ToArray()));
            return;
        }

        if (_turn == Turn.NameAsValue && type != WireType.Binary)
        {
            _json.WritePropertyName(content);
            _turn = Turn.Value;
            return;
        }

        BeginValue(method);
        _json.WriteStartObject();
        _json.WritePropertyName(WireTypeNames.Of(type));
        WriteText(type, content);
        EndValue();
    }

    private void WriteText(WireType type, ReadOnlySpan<byte> content)
    {
        if (type == WireType.Binary)
        {
            _json.WriteBase64StringValue(content);
        }
        else
        {
            _json.WriteStringValue(content);
        }
    }
}
