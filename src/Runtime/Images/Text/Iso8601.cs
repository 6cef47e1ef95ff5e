namespace DynamoHandlers.Images.Text;

/// <summary>
/// Times and durations in ISO 8601 from UTF-8: the unambiguous part of it, read exactly. .NET's own parsers for UTF-8
/// take one form each.
/// </summary>
internal static class Iso8601
{
    // The range of offsets that DateTimeOffset has.
    private const int MaxOffsetMinutes = 14 * 60;

    /// <summary>Reads <c>yyyy-MM-dd</c>.</summary>
    public static bool TryParseDate(ReadOnlySpan<byte> text, out DateOnly date)
    {
        date = default;
        if (text.Length != 10 || text[4] != '-' || text[7] != '-'
            || !TryDigits(text[..4], out var year) || !TryDigits(text[5..7], out var month)
            || !TryDigits(text[8..], out var day)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        date = new DateOnly(year, month, day);
        return true;
    }

    /// <summary>
    /// Reads <c>yyyy-MM-dd[THH:mm[:ss[.fffffff]][Z|±hh:mm]]</c>, with one to seven digits of a fraction.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="local">The time as written.</param>
    /// <param name="offset">Its offset from UTC; zero if the text has none.</param>
    public static bool TryParseTime(ReadOnlySpan<byte> text, out DateTime local, out TimeSpan offset)
    {
        local = default;
        offset = default;
        if (text.Length < 10 || !TryParseDate(text[..10], out var date))
        {
            return false;
        }

        local = date.ToDateTime(TimeOnly.MinValue);
        if (text.Length == 10)
        {
            return true;
        }

        if (text[10] != 'T'
            || !TryParseTimeOfDay(text[11..], out var ticks, out var rest)
            || !TryParseOffset(rest, out offset))
        {
            return false;
        }

        local = local.AddTicks(ticks);
        return true;
    }

    /// <summary>Reads <c>HH:mm[:ss[.fffffff]]</c>, with one to seven digits of a fraction.</summary>
    public static bool TryParseTimeOfDay(ReadOnlySpan<byte> text, out TimeOnly time)
    {
        var ok = TryParseTimeOfDay(text, out var ticks, out var rest) && rest.IsEmpty;
        time = ok ? new TimeOnly(ticks) : default;
        return ok;
    }

    /// <summary>
    /// Reads <c>[-]P[nW][nD][T[nH][nM][n[.fffffff]S]]</c> with at least one number. Years and months, which have no
    /// certain length, are not read.
    /// </summary>
    public static bool TryParseDuration(ReadOnlySpan<byte> text, out TimeSpan duration)
    {
        duration = default;
        var isNegative = text is [(byte)'-', ..];
        var rest = isNegative ? text[1..] : text;
        if (rest is not [(byte)'P', .. var designated])
        {
            return false;
        }

        var time = designated.IndexOf((byte)'T');
        Int128 ticks = 0;
        var ok = time < 0
            ? TryParts(designated, "WD"u8, ref ticks)
            : (time == 0 || TryParts(designated[..time], "WD"u8, ref ticks))
                && TryParts(designated[(time + 1)..], "HMS"u8, ref ticks);
        ticks = isNegative ? -ticks : ticks;
        if (!ok || ticks < long.MinValue || ticks > long.MaxValue)
        {
            return false;
        }

        duration = new TimeSpan((long)ticks);
        return true;
    }

    private static bool TryParseTimeOfDay(ReadOnlySpan<byte> text, out long ticks, out ReadOnlySpan<byte> rest)
    {
        ticks = 0;
        rest = default;
        if (text.Length < 5 || text[2] != ':'
            || !TryDigits(text[..2], out var hour) || hour > 23
            || !TryDigits(text[3..5], out var minute) || minute > 59)
        {
            return false;
        }

        ticks = (hour * TimeSpan.TicksPerHour) + (minute * TimeSpan.TicksPerMinute);
        rest = text[5..];
        if (rest is not [(byte)':', ..])
        {
            return true;
        }

        if (rest.Length < 3 || !TryDigits(rest[1..3], out var second) || second > 59)
        {
            return false;
        }

        ticks += second * TimeSpan.TicksPerSecond;
        rest = rest[3..];
        if (rest is not [(byte)'.', ..])
        {
            return true;
        }

        var length = DigitsAtStart(rest[1..]);
        if (!TryFraction(rest.Slice(1, length), out var fraction))
        {
            return false;
        }

        ticks += fraction;
        rest = rest[(length + 1)..];
        return true;
    }

    private static bool TryParseOffset(ReadOnlySpan<byte> text, out TimeSpan offset)
    {
        offset = default;
        if (text.IsEmpty || text is [(byte)'Z'])
        {
            return true;
        }

        if (text.Length != 6 || text[0] is not ((byte)'+' or (byte)'-') || text[3] != ':'
            || !TryDigits(text[1..3], out var hours) || !TryDigits(text[4..], out var minutes)
            || minutes > 59 || (hours * 60) + minutes > MaxOffsetMinutes)
        {
            return false;
        }

        var total = (hours * 60) + minutes;
        offset = TimeSpan.FromMinutes((double)(text[0] == '-' ? -total : total));
        return true;
    }

    // Numbers with their unit, each unit at most once and in the given order; only seconds have a fraction.
    private static bool TryParts(ReadOnlySpan<byte> text, ReadOnlySpan<byte> units, ref Int128 ticks)
    {
        if (text.IsEmpty)
        {
            return false;
        }

        while (!text.IsEmpty)
        {
            var length = DigitsAtStart(text);
            if (length is 0 or > 20)
            {
                return false;
            }

            Int128 number = 0;
            foreach (var digit in text[..length])
            {
                number = (number * 10) + (digit - '0');
            }

            text = text[length..];
            long fraction = 0;
            if (text is [(byte)'.', ..])
            {
                length = DigitsAtStart(text[1..]);
                if (!TryFraction(text.Slice(1, length), out fraction) || text[(length + 1)..] is not [(byte)'S', ..])
                {
                    return false;
                }

                text = text[(length + 1)..];
            }

            var unit = text.IsEmpty ? -1 : units.IndexOf(text[0]);
            if (unit < 0)
            {
                return false;
            }

            ticks += (number * TicksOf(text[0])) + fraction;
            units = units[(unit + 1)..];
            text = text[1..];
        }

        return true;
    }

    private static long TicksOf(byte unit) => unit switch
    {
        (byte)'W' => 7 * TimeSpan.TicksPerDay,
        (byte)'D' => TimeSpan.TicksPerDay,
        (byte)'H' => TimeSpan.TicksPerHour,
        (byte)'M' => TimeSpan.TicksPerMinute,
        _ => TimeSpan.TicksPerSecond,
    };

    private static bool TryFraction(ReadOnlySpan<byte> digits, out long ticks)
    {
        ticks = 0;
        if (digits.Length is 0 or > 7 || !TryDigits(digits, out var value))
        {
            return false;
        }

        ticks = value;
        for (var place = digits.Length; place < 7; place++)
        {
            ticks *= 10;
        }

        return true;
    }

    private static int DigitsAtStart(ReadOnlySpan<byte> text) =>
        text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') is >= 0 and var end ? end : text.Length;

    private static bool TryDigits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (var digit in text)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            value = (value * 10) + (digit - '0');
        }

        return true;
    }
}
