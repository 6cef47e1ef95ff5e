using System.Globalization;
using System.Numerics;
using DynamoHandlers.Images.Text;

namespace DynamoHandlers.Images;

public ref partial struct ImageReader
{
    /// <summary>
    /// N or numeric S, integral (also as 1.0 or 1E2), of up to 126 digits: what N holds, though of these no more than
    /// 38 before the zeroes at the end.
    /// </summary>
    /// <exception cref="MappingException">It is not, or the value has another wire type.</exception>
    public BigInteger ReadBigInteger()
    {
        var value = ParseBigInteger(typeof(BigInteger));
        EndValue();
        return value;
    }

    /// <summary>
    /// N or numeric S, integral and in range; or <c>M{Lower:N,Upper:N}</c>, its 64-bit halves without signs, as the
    /// AWS SDK writes.
    /// </summary>
    /// <exception cref="MappingException">It is not, or the value has another wire type.</exception>
    public Int128 ReadInt128() => _type == WireType.Map
        ? (Int128)ReadHalves(typeof(Int128))
        : (Int128)ReadBigInteger(Int128.MinValue, Int128.MaxValue, typeof(Int128));

    /// <inheritdoc cref="ReadInt128"/>
    public UInt128 ReadUInt128() => _type == WireType.Map
        ? ReadHalves(typeof(UInt128))
        : (UInt128)ReadBigInteger(UInt128.MinValue, UInt128.MaxValue, typeof(UInt128));

    /// <inheritdoc cref="ReadDouble"/>
    public Half ReadHalf()
    {
        var text = FloatingText(typeof(Half));
        var value = Half.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (Half.IsInfinity(value))
        {
            throw CannotRead(typeof(Half), "it is out of range");
        }

        EndValue();
        return value;
    }

    private BigInteger ReadBigInteger(BigInteger min, BigInteger max, Type target)
    {
        var value = ParseBigInteger(target);
        if (value < min || value > max)
        {
            throw CannotRead(target, $"it is not between {min} and {max}");
        }

        EndValue();
        return value;
    }

    private readonly BigInteger ParseBigInteger(Type target)
    {
        if (!NumberText.TryParse(NumericText(target), out var number))
        {
            throw CannotRead(target, NotNumeric);
        }

        if (number.Exponent < 0)
        {
            throw CannotRead(target, "it has a fraction");
        }

        return number.TryGetBigInteger(out var value)
            ? value
            : throw CannotRead(target, $"it has more than {NumberText.MaxDigits} digits");
    }

    private UInt128 ReadHalves(Type target)
    {
        var mismatch = this; // A reader still at the map, for the error.
        ulong? lower = null;
        ulong? upper = null;
        BeginMap(target);
        while (NextAttribute())
        {
            if (IsNamed("Lower"u8))
            {
                lower = ReadUInt64();
            }
            else if (IsNamed("Upper"u8))
            {
                upper = ReadUInt64();
            }
            else
            {
                throw mismatch.CannotRead(target, "it is a map of more than Lower and Upper");
            }
        }

        return lower is { } low && upper is { } high
            ? new UInt128(high, low)
            : throw mismatch.CannotRead(target, "it is a map without Lower or Upper");
    }
}
