using System.Buffers.Text;
using DynamoHandlers.Images.Text;

namespace DynamoHandlers.Images;

public ref partial struct ImageReader
{
    private const string NotIso8601 = "it is not a time in ISO 8601, such as 2024-01-31T12:00:00.000Z";
    private const string NotDuration = "it is neither [d.]hh:mm:ss[.fffffff] nor an ISO 8601 duration in weeks or less";

    /// <summary>
    /// S in ISO 8601; the result is UTC. A time without offset is taken as UTC, a date as its midnight.
    /// </summary>
    /// <exception cref="MappingException">
    /// It is in another form or out of range, or the value has another wire type.
    /// </exception>
    public DateTime ReadDateTime()
    {
        var text = TextOf(typeof(DateTime));
        if (!Iso8601.TryParseTime(text, out var local, out var offset) || !IsInRange(local.Ticks - offset.Ticks))
        {
            throw CannotRead(typeof(DateTime), NotIso8601);
        }

        EndValue();
        return new DateTime(local.Ticks - offset.Ticks, DateTimeKind.Utc);
    }

    /// <summary>N as seconds since 1970, or S as <see cref="ReadDateTime"/>: for <c>StoreAsEpoch</c>.</summary>
    /// <exception cref="MappingException">
    /// The seconds have a fraction or are out of range, or the value has another wire type.
    /// </exception>
    public DateTime ReadEpochDateTime()
    {
        if (_type == WireType.String)
        {
            return ReadDateTime();
        }

        if (_type != WireType.Number)
        {
            throw CannotRead(typeof(DateTime));
        }

        var seconds = ReadInteger(
            DateTimeOffset.MinValue.ToUnixTimeSeconds(), DateTimeOffset.MaxValue.ToUnixTimeSeconds(), typeof(DateTime));
        return DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime;
    }

    /// <summary>As <see cref="ReadDateTime"/>, but the result is the time of this machine's zone.</summary>
    /// <inheritdoc cref="ReadDateTime" path="/exception"/>
    public DateTime ReadLocalDateTime() => ReadDateTime().ToLocalTime();

    /// <summary>As <see cref="ReadEpochDateTime"/>, but the result is the time of this machine's zone.</summary>
    /// <inheritdoc cref="ReadEpochDateTime" path="/exception"/>
    public DateTime ReadLocalEpochDateTime() => ReadEpochDateTime().ToLocalTime();

    /// <summary>
    /// S in ISO 8601, keeping its offset. A time without offset is taken as UTC, a date as its midnight.
    /// </summary>
    /// <exception cref="MappingException">
    /// It is in another form or out of range, or the value has another wire type.
    /// </exception>
    public DateTimeOffset ReadDateTimeOffset()
    {
        var text = TextOf(typeof(DateTimeOffset));
        if (!Iso8601.TryParseTime(text, out var local, out var offset) || !IsInRange(local.Ticks - offset.Ticks))
        {
            throw CannotRead(typeof(DateTimeOffset), NotIso8601);
        }

        EndValue();
        return new DateTimeOffset(local.Ticks, offset);
    }

    /// <summary>S <c>yyyy-MM-dd</c>.</summary>
    /// <exception cref="MappingException">It is in another form, or the value has another wire type.</exception>
    public DateOnly ReadDateOnly()
    {
        if (!Iso8601.TryParseDate(TextOf(typeof(DateOnly)), out var value))
        {
            throw CannotRead(typeof(DateOnly), "it is not a date such as 2024-01-31");
        }

        EndValue();
        return value;
    }

    /// <summary>
    /// S as <c>[-][d.]hh:mm:ss[.fffffff]</c> or an ISO 8601 duration of weeks, days, hours, minutes and seconds, such
    /// as <c>P1DT2H</c>.
    /// </summary>
    /// <exception cref="MappingException">
    /// It is in another form or out of range, or the value has another wire type.
    /// </exception>
    public TimeSpan ReadTimeSpan()
    {
        var text = TextOf(typeof(TimeSpan));
        if (!TryParseConstant(text, out var value) && !Iso8601.TryParseDuration(text, out value))
        {
            throw CannotRead(typeof(TimeSpan), NotDuration);
        }

        EndValue();
        return value;
    }

    private static bool TryParseConstant(ReadOnlySpan<byte> text, out TimeSpan value)
    {
        value = default;
        return text.Count((byte)':') == 2 // "5" and "5:30" would be taken as well, as days and as hours.
            && Utf8Parser.TryParse(text, out value, out var read, 'c')
            && read == text.Length;
    }

    private static bool IsInRange(long ticks) => ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks;

    private readonly ReadOnlySpan<byte> TextOf(Type target) =>
        _type == WireType.String ? Text() : throw CannotRead(target);
}
