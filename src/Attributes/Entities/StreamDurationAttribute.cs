namespace DynamoHandlers;

/// <summary>
/// Says that a <see cref="TimeSpan"/> is stored as a number, and of what. A text is read all the same. Without it a
/// duration is read from texts only, as a number does not tell its unit.
/// </summary>
/// <param name="unit">What the number counts.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class StreamDurationAttribute(DurationUnit unit) : Attribute
{
    /// <summary>What the number counts.</summary>
    public DurationUnit Unit { get; } = unit;
}
