namespace DynamoHandlers;

/// <summary>What to do when a handler fails. What is null is as <see cref="FailureOptions"/> says.</summary>
public sealed record FailurePolicy
{
    /// <summary>The most attempts with one change, the first included; at least 1.</summary>
    public int? MaxAttempts { get; init; }

    /// <summary>How old a change may be to be tried again. There is one attempt at least.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>The typical delay before the second attempt.</summary>
    public TimeSpan? FirstDelay { get; init; }

    /// <summary>What the delay grows to, doubling.</summary>
    public TimeSpan? MaxDelay { get; init; }

    /// <summary>What then.</summary>
    public FailureAction? Then { get; init; }
}
