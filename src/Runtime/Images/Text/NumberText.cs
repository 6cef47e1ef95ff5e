using System.Buffers;
using System.Globalization;
using System.Numerics;

namespace DynamoHandlers.Images.Text;

/// <summary>
/// A decimal number in its text, split so that equal numbers have equal parts: sign, significant digits without zeroes
/// at either end, and the exponent of the last of them. Exact for any number of digits.
/// </summary>
internal readonly ref struct NumberText
{
    /// <summary>The most digits before the point that DynamoDB stores: of 9.99E+125.</summary>
    public const int MaxDigits = 126;

    // Well beyond what DynamoDB stores (1E-130 to 9.99E+125) and far from overflowing sums of lengths.
    private const int MaxExponent = 1_000_000;

    private static readonly SearchValues<byte> DigitsAndPoint = SearchValues.Create("0123456789."u8);

    // From the first digit that is not 0 to the last; may hold the point.
    private readonly ReadOnlySpan<byte> _significant;

    private NumberText(bool isNegative, ReadOnlySpan<byte> significant, int digitCount, int exponent)
    {
        IsNegative = isNegative;
        _significant = significant;
        DigitCount = digitCount;
        Exponent = exponent;
    }

    public bool IsZero => DigitCount == 0;

    public bool IsNegative { get; }

    /// <summary>How many significant digits.</summary>
    public int DigitCount { get; }

    /// <summary>The power of ten of the last significant digit; negative exactly if the number has a fraction.</summary>
    public int Exponent { get; }

    /// <summary>
    /// Splits <c>[+-]digits[.digits][E[+-]digits]</c>; the digits before or after the point may be absent, not both.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out NumberText number)
    {
        number = default;
        var isNegative = text is [(byte)'-', ..];
        var rest = text is [(byte)'+' or (byte)'-', ..] ? text[1..] : text;
        var mantissaLength = rest.IndexOfAnyExcept(DigitsAndPoint) is >= 0 and var end ? end : rest.Length;
        var mantissa = rest[..mantissaLength];
        if (!TryParseExponent(rest[mantissaLength..], out var exponent))
        {
            return false;
        }

        var point = mantissa.IndexOf((byte)'.');
        var wholeDigits = point >= 0 ? point : mantissa.Length;
        if (point >= 0 && (mantissa.Length == 1 || mantissa[(point + 1)..].Contains((byte)'.')) || mantissa.IsEmpty)
        {
            return false;
        }

        var first = mantissa.IndexOfAnyInRange((byte)'1', (byte)'9');
        if (first < 0)
        {
            return true;
        }

        var last = mantissa.LastIndexOfAnyInRange((byte)'1', (byte)'9');
        var pointInside = first < point && point < last;
        var lastExponent = last < wholeDigits ? wholeDigits - 1 - last : wholeDigits - last;
        number = new NumberText(
            isNegative, mantissa[first..(last + 1)], last - first + (pointInside ? 0 : 1), exponent + lastExponent);
        return true;
    }

    /// <summary>The number as an integer; false if it has a fraction or more than 38 digits.</summary>
    public bool TryGetInteger(out Int128 value)
    {
        value = 0;
        if (Exponent < 0 || DigitCount + Exponent > 38)
        {
            return false;
        }

        value = (Int128)Digits(Math.Max(0, Exponent));
        if (IsNegative)
        {
            value = -value;
        }

        return true;
    }

    /// <summary>The number as an integer; false if it has a fraction or more than 126 digits.</summary>
    public bool TryGetBigInteger(out BigInteger value)
    {
        value = 0;
        if (Exponent < 0 || DigitCount + Exponent > MaxDigits)
        {
            return false;
        }

        foreach (var digit in _significant)
        {
            if (digit != '.')
            {
                value = (value * 10) + (digit - '0');
            }
        }

        value *= BigInteger.Pow(10, Exponent);
        value = IsNegative ? -value : value;
        return true;
    }

    /// <summary>The number as a decimal; false if that cannot hold it exactly.</summary>
    public bool TryGetDecimal(out decimal value)
    {
        value = 0;
        if (Exponent < -28 || DigitCount + Math.Max(0, Exponent) > 29)
        {
            return false;
        }

        var digits = Digits(Math.Max(0, Exponent));
        if (digits >> 96 != 0)
        {
            return false;
        }

        var scale = (byte)Math.Max(0, -Exponent);
        value = new decimal(
            (int)(uint)digits, (int)(uint)(digits >> 32), (int)(uint)(digits >> 64), IsNegative, scale);
        return true;
    }

    /// <summary>A text that equal numbers have in common, and only they.</summary>
    public override string ToString()
    {
        if (IsZero)
        {
            return "0E0";
        }

        Span<char> digits = DigitCount <= 64 ? stackalloc char[64] : new char[DigitCount];
        var count = 0;
        foreach (var digit in _significant)
        {
            if (digit != '.')
            {
                digits[count++] = (char)digit;
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{(IsNegative ? "-" : "")}{digits[..count]}E{Exponent}");
    }

    private UInt128 Digits(int zeroes)
    {
        UInt128 value = 0;
        foreach (var digit in _significant)
        {
            if (digit != '.')
            {
                value = (value * 10) + (uint)(digit - '0');
            }
        }

        for (; zeroes > 0; zeroes--)
        {
            value *= 10;
        }

        return value;
    }

    private static bool TryParseExponent(ReadOnlySpan<byte> text, out int exponent)
    {
        exponent = 0;
        if (text.IsEmpty)
        {
            return true;
        }

        if (text is not [(byte)'E' or (byte)'e', .. var rest])
        {
            return false;
        }

        var isNegative = rest is [(byte)'-', ..];
        var digits = rest is [(byte)'+' or (byte)'-', ..] ? rest[1..] : rest;
        if (digits.IsEmpty)
        {
            return false;
        }

        foreach (var digit in digits)
        {
            exponent = (exponent * 10) + (digit - '0');
            if (digit is < (byte)'0' or > (byte)'9' || exponent > MaxExponent)
            {
                return false;
            }
        }

        exponent = isNegative ? -exponent : exponent;
        return true;
    }
}
