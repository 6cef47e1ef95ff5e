using System.Globalization;
using System.Numerics;
using System.Text;
using DynamoHandlers.Images.Text;

namespace DynamoHandlers.Images;

public sealed partial class ImageWriter
{
    // What N holds, see "Supported data types" in the developer guide: 38 digits, and magnitudes up to 9.99E+125.
    private const int MaxDigits = 38;
    private const double MinMagnitude = 1E-130;
    private const double EndOfMagnitudes = 1E+126;

    // Of the texts of all numbers but BigInteger.
    private const int LongestNumber = 64;

    /// <summary>N.</summary>
    /// <param name="value">What to write.</param>
    public void WriteSByte(sbyte value) => WriteNumber(value, nameof(WriteSByte));

    /// <inheritdoc cref="WriteSByte"/>
    public void WriteByte(byte value) => WriteNumber(value, nameof(WriteByte));

    /// <inheritdoc cref="WriteSByte"/>
    public void WriteInt16(short value) => WriteNumber(value, nameof(WriteInt16));

    /// <inheritdoc cref="WriteSByte"/>
    public void WriteUInt16(ushort value) => WriteNumber(value, nameof(WriteUInt16));

    /// <inheritdoc cref="WriteSByte"/>
    public void WriteInt32(int value) => WriteNumber(value, nameof(WriteInt32));

    /// <inheritdoc cref="WriteSByte"/>
    public void WriteUInt32(uint value) => WriteNumber(value, nameof(WriteUInt32));

    /// <inheritdoc cref="WriteSByte"/>
    public void WriteInt64(long value) => WriteNumber(value, nameof(WriteInt64));

    /// <inheritdoc cref="WriteSByte"/>
    public void WriteUInt64(ulong value) => WriteNumber(value, nameof(WriteUInt64));

    /// <inheritdoc cref="WriteSByte"/>
    public void WriteDecimal(decimal value) => WriteNumber(value, nameof(WriteDecimal));

    /// <summary>N, the shortest text that is read as the same number.</summary>
    /// <param name="value">What to write.</param>
    /// <exception cref="MappingException">
    /// It is not finite, or DynamoDB does not store its magnitude: 0 and 1E-130 to below 1E+126.
    /// </exception>
    public void WriteDouble(double value)
    {
        CheckMagnitude(value, value, typeof(double));
        WriteFormatted(WireType.Number, value, "r", nameof(WriteDouble));
    }

    /// <summary>N, the shortest text that is read as the same number.</summary>
    /// <param name="value">What to write.</param>
    /// <exception cref="MappingException">It is not finite.</exception>
    public void WriteSingle(float value)
    {
        CheckMagnitude(value, value, typeof(float));
        WriteFormatted(WireType.Number, value, "r", nameof(WriteSingle));
    }

    /// <inheritdoc cref="WriteSingle"/>
    public void WriteHalf(Half value)
    {
        CheckMagnitude((double)value, value, typeof(Half));
        WriteFormatted(WireType.Number, value, "r", nameof(WriteHalf));
    }

    /// <summary>N.</summary>
    /// <param name="value">What to write.</param>
    /// <exception cref="MappingException">It has more than 38 digits before the zeroes at its end, or more than 126.</exception>
    public void WriteBigInteger(BigInteger value)
    {
        var text = Encoding.ASCII.GetBytes(value.ToString(CultureInfo.InvariantCulture));
        if (NumberText.TryParse(text, out var number)
            && (number.DigitCount > MaxDigits || text.Length - (number.IsNegative ? 1 : 0) > 126))
        {
            throw CannotWrite(value, typeof(BigInteger), WireType.Number, "DynamoDB stores 38 digits, and up to 9.99E+125");
        }

        WriteScalar(WireType.Number, text, nameof(WriteBigInteger));
    }

    /// <summary><c>M{Lower:N,Upper:N}</c>, its 64-bit halves without signs, as the AWS SDK writes; as a name its digits.</summary>
    /// <param name="value">What to write.</param>
    public void WriteInt128(Int128 value)
    {
        if (_turn == Turn.NameAsValue)
        {
            WriteNumber(value, nameof(WriteInt128));
            return;
        }

        WriteHalves((UInt128)value);
    }

    /// <inheritdoc cref="WriteInt128"/>
    public void WriteUInt128(UInt128 value)
    {
        if (_turn == Turn.NameAsValue)
        {
            WriteNumber(value, nameof(WriteUInt128));
            return;
        }

        WriteHalves(value);
    }

    private void WriteHalves(UInt128 value)
    {
        BeginMap();
        WriteName("Lower"u8);
        WriteUInt64((ulong)(value & ulong.MaxValue));
        WriteName("Upper"u8);
        WriteUInt64((ulong)(value >> 64));
        EndMap();
    }

    private void CheckMagnitude(double value, object shown, Type type)
    {
        if (!double.IsFinite(value))
        {
            throw CannotWrite(shown, type, WireType.Number, "DynamoDB has only numbers that are finite");
        }

        if (value != 0 && Math.Abs(value) is < MinMagnitude or >= EndOfMagnitudes)
        {
            throw CannotWrite(
                shown, type, WireType.Number, "DynamoDB stores 0 and numbers between 1E-130 and 9.99E+125, of either sign");
        }
    }

    private void WriteNumber<T>(T value, string method)
        where T : IUtf8SpanFormattable => WriteFormatted(WireType.Number, value, "", method);

    private void WriteFormatted<T>(WireType type, T value, ReadOnlySpan<char> format, string method)
        where T : IUtf8SpanFormattable
    {
        Span<byte> text = stackalloc byte[LongestNumber];
        value.TryFormat(text, out var written, format, CultureInfo.InvariantCulture);
        WriteScalar(type, text[..written], method);
    }
}
