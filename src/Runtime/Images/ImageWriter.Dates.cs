using System.Globalization;

namespace DynamoHandlers.Images;

public sealed partial class ImageWriter
{
    /// <summary>
    /// S <c>yyyy-MM-ddTHH:mm:ss.fffZ</c> in UTC; what is less than a millisecond is lost. A time of unspecified kind is
    /// taken as local, all as in the AWS SDK.
    /// </summary>
    /// <param name="value">What to write.</param>
    public void WriteDateTime(DateTime value) => WriteFormatted(
        WireType.String, value.ToUniversalTime(), "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", nameof(WriteDateTime));

    /// <inheritdoc cref="WriteDateTime"/>
    public void WriteLocalDateTime(DateTime value) => WriteDateTime(value);

    /// <summary>
    /// For <c>StoreAsEpoch</c>: N as seconds since 1970, rounded; but within maps and lists as <see cref="WriteDateTime"/>,
    /// since the AWS SDK writes, and reads, seconds at the top of the item only.
    /// </summary>
    /// <param name="value">What to write.</param>
    public void WriteEpochDateTime(DateTime value)
    {
        if (_depth > 1 || _set is not null)
        {
            WriteDateTime(value);
            return;
        }

        WriteInt64(Convert.ToInt64((value.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds, CultureInfo.InvariantCulture));
    }

    /// <inheritdoc cref="WriteEpochDateTime"/>
    public void WriteLocalEpochDateTime(DateTime value) => WriteEpochDateTime(value);

    /// <summary>S in the form "O", with seven digits of a fraction and the offset.</summary>
    /// <param name="value">What to write.</param>
    public void WriteDateTimeOffset(DateTimeOffset value) =>
        WriteFormatted(WireType.String, value, "O", nameof(WriteDateTimeOffset));

    /// <summary>S <c>yyyy-MM-dd</c>.</summary>
    /// <param name="value">What to write.</param>
    public void WriteDateOnly(DateOnly value) => WriteFormatted(WireType.String, value, "O", nameof(WriteDateOnly));

    /// <summary>S <c>HH:mm:ss.fff</c>, as in the AWS SDK; what is less than a millisecond is lost.</summary>
    /// <param name="value">What to write.</param>
    public void WriteTimeOnly(TimeOnly value) =>
        WriteFormatted(WireType.String, value, "HH:mm:ss.fff", nameof(WriteTimeOnly));

    /// <summary>S <c>[-][d.]hh:mm:ss[.fffffff]</c>.</summary>
    /// <param name="value">What to write.</param>
    public void WriteTimeSpan(TimeSpan value) => WriteFormatted(WireType.String, value, "c", nameof(WriteTimeSpan));

    /// <summary>N, ticks of 100 ns.</summary>
    /// <param name="value">What to write.</param>
    public void WriteTimeSpanTicks(TimeSpan value) => WriteInt64(value.Ticks);

    /// <summary>N, milliseconds with a fraction that <see cref="ImageReader"/> reads as the same time span.</summary>
    /// <param name="value">What to write.</param>
    public void WriteTimeSpanMilliseconds(TimeSpan value) => WriteTimeSpanIn(TimeSpan.TicksPerMillisecond, value);

    /// <summary>N, seconds with a fraction that <see cref="ImageReader"/> reads as the same time span.</summary>
    /// <param name="value">What to write.</param>
    public void WriteTimeSpanSeconds(TimeSpan value) => WriteTimeSpanIn(TimeSpan.TicksPerSecond, value);

    /// <summary>N, minutes with a fraction that <see cref="ImageReader"/> reads as the same time span.</summary>
    /// <param name="value">What to write.</param>
    public void WriteTimeSpanMinutes(TimeSpan value) => WriteTimeSpanIn(TimeSpan.TicksPerMinute, value);

    /// <summary>N, hours with a fraction that <see cref="ImageReader"/> reads as the same time span.</summary>
    /// <param name="value">What to write.</param>
    public void WriteTimeSpanHours(TimeSpan value) => WriteTimeSpanIn(TimeSpan.TicksPerHour, value);

    /// <summary>N, days of 24 hours with a fraction that <see cref="ImageReader"/> reads as the same time span.</summary>
    /// <param name="value">What to write.</param>
    public void WriteTimeSpanDays(TimeSpan value) => WriteTimeSpanIn(TimeSpan.TicksPerDay, value);

    // A decimal's 28 digits are more than a long has, so that rounding finds the ticks again.
    private void WriteTimeSpanIn(long ticksPerUnit, TimeSpan value) => WriteDecimal((decimal)value.Ticks / ticksPerUnit);
}
