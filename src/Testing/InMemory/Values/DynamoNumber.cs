using System.Globalization;
using System.Numerics;

namespace DynamoHandlers.Testing.InMemory.Values;

/// <summary>
/// A number of up to 38 significant digits, exact: a mantissa without trailing zeroes, times a power of ten. The
/// default value is zero.
/// </summary>
internal readonly struct DynamoNumber : IComparable<DynamoNumber>, IEquatable<DynamoNumber>
{
    // Limits of the service: 38 digits, magnitudes from 1E-130 to below 1E+126.
    private const int MaxDigits = 38;
    private const int MaxMagnitude = 125;
    private const int MinMagnitude = -130;

    private readonly BigInteger _mantissa;
    private readonly int _exponent;
    private readonly int _digits;

    private DynamoNumber(BigInteger mantissa, int exponent)
    {
        if (mantissa.IsZero)
        {
            return;
        }

        var digits = BigInteger.Abs(mantissa).ToString(CultureInfo.InvariantCulture);
        var significant = digits.TrimEnd('0').Length;
        var zeroes = digits.Length - significant;
        _mantissa = zeroes == 0 ? mantissa : mantissa / BigInteger.Pow(10, zeroes);
        _exponent = exponent + zeroes;
        _digits = significant;
    }

    /// <summary>
    /// The bytes that DynamoDB counts: about one for two digits, one for the exponent, one for a minus.
    /// </summary>
    public int Size => _mantissa.IsZero ? 1 : ((_digits + 1) / 2) + 1 + (_mantissa.Sign < 0 ? 1 : 0);

    public static DynamoNumber Of(long number) => new(number, 0);

    /// <summary>Reads a number in decimal or scientific notation.</summary>
    /// <returns>Null with an error of the service's if the text is no number or out of bounds.</returns>
    public static DynamoNumber? TryParse(string text, out string? error)
    {
        if (!TrySplit(text, out var digits, out var exponent))
        {
            error = $"The parameter cannot be converted to a numeric value: {text}";
            return null;
        }

        // Far exponents are clamped: out of bounds either way, and never worth a huge power of ten.
        var mantissa = BigInteger.Parse(digits, CultureInfo.InvariantCulture);
        var number = new DynamoNumber(mantissa, (int)Math.Clamp(exponent, -100_000, 100_000));
        error = number.FindExcess();
        return error is null ? number : null;
    }

    /// <summary>Why DynamoDB would not store this number; null if it would.</summary>
    public string? FindExcess()
    {
        if (_mantissa.IsZero)
        {
            return null;
        }

        var magnitude = _exponent + _digits - 1;
        return magnitude switch
        {
            > MaxMagnitude => "Number overflow. Attempting to store a number with magnitude larger than supported range",
            < MinMagnitude => "Number underflow. Attempting to store a number with magnitude smaller than supported range",
            _ => _digits > MaxDigits ? "Attempting to store more than 38 significant digits in a Number" : null,
        };
    }

    public DynamoNumber Add(DynamoNumber other) => Combine(this, other, BigInteger.Add);

    public DynamoNumber Subtract(DynamoNumber other) => Combine(this, other, BigInteger.Subtract);

    public int CompareTo(DynamoNumber other) => Subtract(other)._mantissa.Sign;

    public bool Equals(DynamoNumber other) => _exponent == other._exponent && _mantissa == other._mantissa;

    public override bool Equals(object? obj) => obj is DynamoNumber other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_mantissa, _exponent);

    /// <summary>The number as DynamoDB returns it: plain decimal notation without needless zeroes.</summary>
    public override string ToString()
    {
        var sign = _mantissa.Sign < 0 ? "-" : "";
        var digits = BigInteger.Abs(_mantissa).ToString(CultureInfo.InvariantCulture);
        if (_exponent >= 0)
        {
            return sign + digits + new string('0', _exponent);
        }

        var point = digits.Length + _exponent;
        return point > 0
            ? $"{sign}{digits[..point]}.{digits[point..]}"
            : $"{sign}0.{new string('0', -point)}{digits}";
    }

    /// <summary>The number as epoch seconds, rounded down; null if it is out of the range of a long.</summary>
    public long? ToWholeSeconds()
    {
        if (_exponent + _digits > 18)
        {
            return null;
        }

        return _exponent >= 0
            ? (long)(_mantissa * BigInteger.Pow(10, _exponent))
            : (long)(_mantissa / BigInteger.Pow(10, Math.Min(-_exponent, 200)));
    }

    private static DynamoNumber Combine(DynamoNumber x, DynamoNumber y, Func<BigInteger, BigInteger, BigInteger> operation)
    {
        var exponent = Math.Min(x._exponent, y._exponent);
        return new DynamoNumber(operation(x.Scale(exponent), y.Scale(exponent)), exponent);
    }

    private BigInteger Scale(int exponent) => _mantissa * BigInteger.Pow(10, _exponent - exponent);

    // "-12.5E+3" is the digits "-125" and the exponent 2.
    private static bool TrySplit(string text, out string digits, out long exponent)
    {
        digits = "";
        exponent = 0;
        var mantissa = text.AsSpan();
        var e = mantissa.IndexOfAny('e', 'E');
        if (e >= 0)
        {
            if (!long.TryParse(mantissa[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
            {
                return false;
            }

            mantissa = mantissa[..e];
        }

        var sign = mantissa is ['+' or '-', ..] ? mantissa[..1] : [];
        mantissa = mantissa[sign.Length..];
        var point = mantissa.IndexOf('.');
        var whole = point < 0 ? mantissa : mantissa[..point];
        var fraction = point < 0 ? [] : mantissa[(point + 1)..];
        exponent = Math.Clamp(exponent, int.MinValue, int.MaxValue) - fraction.Length;
        digits = string.Concat(sign, whole, fraction);
        return whole.Length + fraction.Length > 0
            && !whole.ContainsAnyExceptInRange('0', '9')
            && !fraction.ContainsAnyExceptInRange('0', '9');
    }
}
