namespace DynamoHandlers;

/// <summary>
/// What to do when the handler fails: how often and how long to try again, and what then. On a class: for all its
/// handlers. What is not set is as <c>DynamoHandlersOptions.Failure</c> says, on a method also as its class says.
/// </summary>
/// <example>
/// <code>
/// [OnInsert&lt;Order&gt;]
/// [OnFailure(MaxAttempts = 5, Then = FailureAction.DeadLetter)]
/// public Task Placed(Order order) => ...
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, Inherited = false)]
public sealed class OnFailureAttribute : Attribute
{
    /// <summary>The most attempts with one change, the first included; at least 1. Default: as the options say.</summary>
    public int MaxAttempts { get; set; }

    /// <summary>
    /// How old a change may be, in seconds since it was made, to be tried again; at least 1. There is one attempt at
    /// least, however old it is. Default: as the options say.
    /// </summary>
    public int MaxAgeSeconds { get; set; }

    /// <summary>The typical delay before the second attempt, in milliseconds; at least 1. Default: as the options say.</summary>
    public int FirstDelayMilliseconds { get; set; }

    /// <summary>What the delay grows to, doubling, in milliseconds; at least 1. Default: as the options say.</summary>
    public int MaxDelayMilliseconds { get; set; }

    /// <summary>
    /// What then, after the last attempt or when the change is too old. Default: as the options say. With
    /// <see cref="FailureAction.Block"/> there is no last attempt.
    /// </summary>
    public FailureAction Then { get; set; }
}
