namespace DynamoHandlers;

/// <summary>
/// What to do when a handler fails, where neither its method nor its class has an <see cref="OnFailureAttribute"/> that
/// says so.
/// </summary>
public sealed class FailureOptions
{
    /// <summary>
    /// The most attempts with one change, the first included; at least 1. Default: none, no limit. Of effect only if
    /// <see cref="Then"/> is not <see cref="FailureAction.Block"/>.
    /// </summary>
    public int? MaxAttempts { get; set; }

    /// <summary>
    /// How old a change may be, since it was made, to be tried again; at least 1 second. There is one attempt at least,
    /// however old it is. Default: none, no limit. Of effect only if <see cref="Then"/> is not
    /// <see cref="FailureAction.Block"/>.
    /// </summary>
    public TimeSpan? MaxAge { get; set; }

    /// <summary>
    /// The typical delay before the second attempt, from which it doubles, with jitter. Default: 100 milliseconds, as most
    /// failures pass by themselves; 1 millisecond to 1 hour.
    /// </summary>
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// What the delay grows to. Default: 30 seconds, what an operator waits for after having mended the cause;
    /// <see cref="FirstDelay"/> to 1 hour.
    /// </summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>What then. Default: <see cref="FailureAction.Block"/>: the change is tried for ever, and nothing is lost.</summary>
    public FailureAction Then { get; set; }

    /// <summary>
    /// Asked at each failure before the policy is; for exceptions that no retry mends, say. Must be fast and thread-safe;
    /// what it throws counts as <see cref="FailureDecision.Default"/> and is logged. Default: none.
    /// </summary>
    public Func<HandlerFailure, FailureDecision>? Decide { get; set; }

    /// <summary>
    /// How often a worker may die in the middle of one record before the record is isolated: its handlers are called no
    /// more, and <see cref="Then"/> is done to it. Counted in the lease table, whichever workers they are. Default: 3;
    /// at least 1.
    /// </summary>
    public int MaxCrashes { get; set; } = 3;
}
