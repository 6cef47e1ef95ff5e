namespace DynamoHandlers.DeadLetters;

/// <summary>What became of the dead letters of a redrive.</summary>
/// <param name="Handled">They were handled, and deleted.</param>
/// <param name="Failed">Their handler failed again; they stay, with the new error.</param>
/// <param name="Skipped">An earlier letter of the same item and handler failed, or was not taken; they stay as they are.</param>
/// <param name="WithoutHandler">
/// No handler of their name is registered, it does not take the change, or it takes a <c>ChangeTransaction</c>; they stay
/// as they are.
/// </param>
public sealed record RedriveResult(long Handled, long Failed, long Skipped, long WithoutHandler);
