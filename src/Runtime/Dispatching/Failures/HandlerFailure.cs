namespace DynamoHandlers;

/// <summary>One failure of a handler, for <see cref="FailureOptions.Decide"/>.</summary>
/// <param name="Handler">The handler's name, such as <c>Shop.OrderMails.Placed</c>.</param>
/// <param name="Exception">What it threw.</param>
/// <param name="Attempt">How many attempts there were with the change, this one included.</param>
/// <param name="Change">The change; of a batch, its first.</param>
/// <param name="Age">How long ago the change was made.</param>
public sealed record HandlerFailure(string Handler, Exception Exception, int Attempt, ChangeContext Change, TimeSpan Age);

/// <summary>What <see cref="FailureOptions.Decide"/> says about one failure.</summary>
public enum FailureDecision
{
    /// <summary>As the handler's policy says.</summary>
    Default,

    /// <summary>Try again, whatever the policy says.</summary>
    Retry,

    /// <summary>Pass the change over now.</summary>
    Skip,

    /// <summary>Make the change a dead letter now.</summary>
    DeadLetter,
}
