namespace DynamoHandlers.Dispatching.Failures;

/// <summary>What is to be done about the failures of a handler: its policy, with what the options say in its gaps.</summary>
/// <param name="MaxAttempts">The most attempts; null for no limit.</param>
/// <param name="MaxAge">How old a change may be to be tried again; null for no limit.</param>
/// <param name="FirstDelay">The typical delay before the second attempt.</param>
/// <param name="MaxDelay">What the delay grows to.</param>
/// <param name="Then">What then.</param>
internal readonly record struct FailureRule(
    int? MaxAttempts, TimeSpan? MaxAge, TimeSpan FirstDelay, TimeSpan MaxDelay, FailureAction Then)
{
    public static FailureRule Of(FailurePolicy? policy, FailureOptions options) => new(
        policy?.MaxAttempts ?? options.MaxAttempts,
        policy?.MaxAge ?? options.MaxAge,
        policy?.FirstDelay ?? options.FirstDelay,
        policy?.MaxDelay ?? options.MaxDelay,
        policy?.Then ?? options.Then);

    /// <summary>What to do after a failed attempt; null to try again.</summary>
    /// <param name="attempts">How many there were.</param>
    /// <param name="age">How old the change is.</param>
    /// <param name="decision">What the application says of this failure.</param>
    public FailureAction? After(int attempts, TimeSpan age, FailureDecision decision = FailureDecision.Default) => decision switch
    {
        FailureDecision.Retry => null,
        FailureDecision.Skip => FailureAction.Skip,
        FailureDecision.DeadLetter => FailureAction.DeadLetter,
        _ when Then == FailureAction.Block => null,
        _ => attempts >= MaxAttempts || age >= MaxAge ? Then : null,
    };

    /// <summary>What is wrong with it; null for nothing.</summary>
    public string? Error => this switch
    {
        { MaxAttempts: < 1 } => $"MaxAttempts is {MaxAttempts}; use at least 1",
        { MaxAge: { } age } when age < TimeSpan.FromSeconds(1) => $"MaxAge is {age}; use at least 00:00:01",
        { Then: not FailureAction.Block, MaxAttempts: null, MaxAge: null } =>
            $"Then is {Then}, but neither MaxAttempts nor MaxAge says after what",
        _ when !Enum.IsDefined(Then) => $"Then is {Then}; use {string.Join(", ", Enum.GetNames<FailureAction>())}",
        _ when FirstDelay < TimeSpan.FromMilliseconds(1) || FirstDelay > MaxDelay || MaxDelay > TimeSpan.FromHours(1) =>
            $"FirstDelay is {FirstDelay} and MaxDelay {MaxDelay}; use 1 ms to MaxDelay, and at most 1 hour",
        _ => null,
    };
}
