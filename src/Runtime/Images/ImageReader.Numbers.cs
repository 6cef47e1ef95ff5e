using System.Buffers.Text;
using System.Globalization;
using DynamoHandlers.Images.Text;

namespace DynamoHandlers.Images;

public ref partial struct ImageReader
{
    private const string NotNumeric = "it is not a number";

    /// <summary>N or numeric S, integral (also as 1.0 or 1E2), in range.</summary>
    /// <exception cref="MappingException">It is not, or the value has another wire type.</exception>
    public sbyte ReadSByte() => (sbyte)ReadInteger(sbyte.MinValue, sbyte.MaxValue, typeof(sbyte));

    /// <inheritdoc cref="ReadSByte"/>
    public byte ReadByte() => (byte)ReadInteger(byte.MinValue, byte.MaxValue, typeof(byte));

    /// <inheritdoc cref="ReadSByte"/>
    public short ReadInt16() => (short)ReadInteger(short.MinValue, short.MaxValue, typeof(short));

    /// <inheritdoc cref="ReadSByte"/>
    public ushort ReadUInt16() => (ushort)ReadInteger(ushort.MinValue, ushort.MaxValue, typeof(ushort));

    /// <inheritdoc cref="ReadSByte"/>
    public int ReadInt32() => (int)ReadInteger(int.MinValue, int.MaxValue, typeof(int));

    /// <inheritdoc cref="ReadSByte"/>
    public uint ReadUInt32() => (uint)ReadInteger(uint.MinValue, uint.MaxValue, typeof(uint));

    /// <inheritdoc cref="ReadSByte"/>
    public long ReadInt64() => ReadInteger(long.MinValue, long.MaxValue, typeof(long));

    /// <inheritdoc cref="ReadSByte"/>
    public ulong ReadUInt64()
    {
        var text = NumericText(typeof(ulong));
        var value = Utf8Parser.TryParse(text, out ulong plain, out var read) && read == text.Length
            ? plain
            : (ulong)ParseInteger(text, ulong.MinValue, ulong.MaxValue, typeof(ulong));
        EndValue();
        return value;
    }

    /// <summary>N or numeric S.</summary>
    /// <exception cref="MappingException">
    /// It is no number or cannot be represented exactly, or the value has another wire type.
    /// </exception>
    public decimal ReadDecimal()
    {
        var text = NumericText(typeof(decimal));
        if (!NumberText.TryParse(text, out var number))
        {
            throw CannotRead(typeof(decimal), NotNumeric);
        }

        if (!number.TryGetDecimal(out var value))
        {
            throw CannotRead(typeof(decimal), "it would lose digits, since a decimal holds 28 and up to 7.9E+28");
        }

        EndValue();
        return value;
    }

    /// <summary>N or numeric S, rounded to the nearest.</summary>
    /// <exception cref="MappingException">
    /// It is no number or out of range, or the value has another wire type.
    /// </exception>
    public double ReadDouble()
    {
        var text = FloatingText(typeof(double));
        var value = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (double.IsInfinity(value))
        {
            throw CannotRead(typeof(double), "it is out of range");
        }

        EndValue();
        return value;
    }

    /// <inheritdoc cref="ReadDouble"/>
    public float ReadSingle()
    {
        var text = FloatingText(typeof(float));
        var value = float.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (float.IsInfinity(value))
        {
            throw CannotRead(typeof(float), "it is out of range");
        }

        EndValue();
        return value;
    }

    /// <summary>N as a text that equal numbers have in common, and only they.</summary>
    internal string ReadCanonicalNumber()
    {
        if (!NumberText.TryParse(NumericText(typeof(decimal)), out var number))
        {
            throw CannotRead(typeof(decimal), NotNumeric);
        }

        var text = number.ToString();
        EndValue();
        return text;
    }

    private long ReadInteger(long min, long max, Type target)
    {
        var value = PeekInteger(min, max, target);
        EndValue();
        return value;
    }

    /// <summary>The integer at hand, which stays at hand.</summary>
    private readonly long PeekInteger(long min, long max, Type target)
    {
        var text = NumericText(target);
        if (Utf8Parser.TryParse(text, out long value, out var read) && read == text.Length
            && value >= min && value <= max)
        {
            return value;
        }

        return (long)ParseInteger(text, min, max, target);
    }

    private readonly Int128 ParseInteger(ReadOnlySpan<byte> text, Int128 min, Int128 max, Type target)
    {
        if (!NumberText.TryParse(text, out var number))
        {
            throw CannotRead(target, NotNumeric);
        }

        if (number.Exponent < 0)
        {
            throw CannotRead(target, "it has a fraction");
        }

        if (!number.TryGetInteger(out var value) || value < min || value > max)
        {
            throw CannotRead(target, $"it is not between {min} and {max}");
        }

        return value;
    }

    // .NET's own parsers also take NaN, Infinity and a trailing U+0000, which are no numbers here.
    private readonly ReadOnlySpan<byte> FloatingText(Type target)
    {
        var text = NumericText(target);
        return NumberText.TryParse(text, out _) ? text : throw CannotRead(target, NotNumeric);
    }

    private readonly ReadOnlySpan<byte> NumericText(Type target) =>
        _type is WireType.Number or WireType.String ? Text() : throw CannotRead(target);
}
