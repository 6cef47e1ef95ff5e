namespace DynamoHandlers;

/// <summary>What a number counts that stands for a duration.</summary>
public enum DurationUnit
{
    /// <summary>Ticks of 100 nanoseconds.</summary>
    Ticks,

    /// <summary>Milliseconds.</summary>
    Milliseconds,

    /// <summary>Seconds.</summary>
    Seconds,

    /// <summary>Minutes.</summary>
    Minutes,

    /// <summary>Hours.</summary>
    Hours,

    /// <summary>Days of 24 hours.</summary>
    Days,
}
