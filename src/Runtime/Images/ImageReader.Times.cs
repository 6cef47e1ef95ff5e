using DynamoHandlers.Images.Text;

namespace DynamoHandlers.Images;

public ref partial struct ImageReader
{
    /// <summary>S as <c>HH:mm[:ss[.fffffff]]</c>, with one to seven digits of a fraction.</summary>
    /// <exception cref="MappingException">It is in another form, or the value has another wire type.</exception>
    public TimeOnly ReadTimeOnly()
    {
        if (!Iso8601.TryParseTimeOfDay(TextOf(typeof(TimeOnly)), out var value))
        {
            throw CannotRead(typeof(TimeOnly), "it is not a time of day such as 12:00:00.000");
        }

        EndValue();
        return value;
    }

    /// <summary>N, or S as <see cref="ReadTimeSpan"/>. N counts ticks of 100 ns, rounded to the nearest.</summary>
    /// <exception cref="MappingException">It is in another form or out of range, or has another wire type.</exception>
    public TimeSpan ReadTimeSpanTicks() => ReadTimeSpanIn(1);

    /// <summary>N, or S as <see cref="ReadTimeSpan"/>. N counts milliseconds, rounded to the nearest tick.</summary>
    /// <inheritdoc cref="ReadTimeSpanTicks" path="/exception"/>
    public TimeSpan ReadTimeSpanMilliseconds() => ReadTimeSpanIn(TimeSpan.TicksPerMillisecond);

    /// <summary>N, or S as <see cref="ReadTimeSpan"/>. N counts seconds, rounded to the nearest tick.</summary>
    /// <inheritdoc cref="ReadTimeSpanTicks" path="/exception"/>
    public TimeSpan ReadTimeSpanSeconds() => ReadTimeSpanIn(TimeSpan.TicksPerSecond);

    /// <summary>N, or S as <see cref="ReadTimeSpan"/>. N counts minutes, rounded to the nearest tick.</summary>
    /// <inheritdoc cref="ReadTimeSpanTicks" path="/exception"/>
    public TimeSpan ReadTimeSpanMinutes() => ReadTimeSpanIn(TimeSpan.TicksPerMinute);

    /// <summary>N, or S as <see cref="ReadTimeSpan"/>. N counts hours, rounded to the nearest tick.</summary>
    /// <inheritdoc cref="ReadTimeSpanTicks" path="/exception"/>
    public TimeSpan ReadTimeSpanHours() => ReadTimeSpanIn(TimeSpan.TicksPerHour);

    /// <summary>N, or S as <see cref="ReadTimeSpan"/>. N counts days of 24 hours, rounded to the nearest tick.</summary>
    /// <inheritdoc cref="ReadTimeSpanTicks" path="/exception"/>
    public TimeSpan ReadTimeSpanDays() => ReadTimeSpanIn(TimeSpan.TicksPerDay);

    private TimeSpan ReadTimeSpanIn(long ticksPerUnit)
    {
        if (_type != WireType.Number)
        {
            return ReadTimeSpan();
        }

        if (!NumberText.TryParse(Text(), out var number))
        {
            throw CannotRead(typeof(TimeSpan), NotNumeric);
        }

        if (!number.TryGetDecimal(out var units))
        {
            throw CannotRead(typeof(TimeSpan), "it has more digits than a time span could hold");
        }

        if (units < (decimal)long.MinValue / ticksPerUnit || units > (decimal)long.MaxValue / ticksPerUnit)
        {
            throw CannotRead(typeof(TimeSpan), "it is out of range");
        }

        EndValue();
        return new TimeSpan((long)decimal.Round(units * ticksPerUnit));
    }
}
