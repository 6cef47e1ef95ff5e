using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using DynamoHandlers.Images.Text;

namespace DynamoHandlers.Images;

public ref partial struct ImageReader
{
    /// <summary>S, or N as its text.</summary>
    /// <exception cref="MappingException">The value has another wire type.</exception>
    public string ReadString()
    {
        if (_type is not (WireType.String or WireType.Number))
        {
            throw CannotRead(typeof(string));
        }

        var value = Decode(Text());
        EndValue();
        return value;
    }

    /// <summary>BOOL, N or numeric S (not zero), or S "true"/"false" in any case.</summary>
    /// <exception cref="MappingException">It is another text, or the value has another wire type.</exception>
    public bool ReadBoolean()
    {
        var value = _type switch
        {
            WireType.Boolean => _json.TokenType == JsonTokenType.True,
            WireType.String when Ascii.EqualsIgnoreCase(Text(), "true"u8) => true,
            WireType.String when Ascii.EqualsIgnoreCase(Text(), "false"u8) => false,
            WireType.Number or WireType.String => NumberText.TryParse(Text(), out var number)
                ? !number.IsZero
                : throw CannotRead(typeof(bool), _type == WireType.Number ? NotNumeric : "it is neither a truth value nor a number"),
            _ => throw CannotRead(typeof(bool)),
        };
        EndValue();
        return value;
    }

    /// <summary>S in the forms "D" or "N", or B of 16 bytes in the order of <see cref="Guid.ToByteArray()"/>.</summary>
    /// <exception cref="MappingException">It is in another form, or the value has another wire type.</exception>
    public Guid ReadGuid()
    {
        if (_type == WireType.Binary)
        {
            var bytes = DecodeBinary(typeof(Guid));
            if (bytes.Length != 16)
            {
                throw CannotRead(typeof(Guid), $"it has {bytes.Length} bytes, not 16");
            }

            EndValue();
            return new Guid(bytes);
        }

        if (_type != WireType.String)
        {
            throw CannotRead(typeof(Guid));
        }

        var text = Text();
        if (!(Utf8Parser.TryParse(text, out Guid value, out var read, 'D') && read == text.Length) &&
            !(Utf8Parser.TryParse(text, out value, out read, 'N') && read == text.Length))
        {
            throw CannotRead(typeof(Guid));
        }

        EndValue();
        return value;
    }

    /// <summary>B.</summary>
    /// <exception cref="MappingException">It is not base64, or the value has another wire type.</exception>
    public byte[] ReadBytes()
    {
        if (_type != WireType.Binary)
        {
            throw CannotRead(typeof(byte[]));
        }

        var value = DecodeBinary(typeof(byte[]));
        EndValue();
        return value;
    }

    /// <summary>B, as a stream over it that can also be written and whose buffer can be got.</summary>
    /// <exception cref="MappingException">It is not base64, or the value has another wire type.</exception>
    public MemoryStream ReadMemoryStream()
    {
        var bytes = ReadBytes();
        return new MemoryStream(bytes, 0, bytes.Length, writable: true, publiclyVisible: true);
    }

    /// <summary>B.</summary>
    /// <exception cref="MappingException">It is not base64, or the value has another wire type.</exception>
    public Memory<byte> ReadMemory() => ReadBytes();

    private readonly byte[] DecodeBinary(Type target)
    {
        var text = Text();
        var padding = text.EndsWith("=="u8) ? 2 : text.EndsWith("="u8) ? 1 : 0;
        var bytes = new byte[Math.Max(0, Base64.GetMaxDecodedFromUtf8Length(text.Length) - padding)];
        if (Base64.DecodeFromUtf8(text, bytes, out _, out var written) != OperationStatus.Done)
        {
            throw CannotRead(target, "it is not base64");
        }

        return written == bytes.Length ? bytes : bytes[..written]; // Fewer if the text has white space.
    }
}
