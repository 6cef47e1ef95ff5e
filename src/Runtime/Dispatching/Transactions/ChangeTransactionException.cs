using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Dispatching.Transactions;

namespace DynamoHandlers;

/// <summary>
/// DynamoDB has refused a handler's <see cref="ChangeTransaction"/>: a condition did not hold, or an action is not valid.
/// Nothing of it was written. A failure of the handler, subject to its failure policy.
/// </summary>
public sealed class ChangeTransactionException : Exception
{
    private ChangeTransactionException(string message, IReadOnlyList<CancellationReason> reasons)
        : base(message) => Reasons = reasons;

    /// <summary>What the service says of each action, in the order in which they were added.</summary>
    public IReadOnlyList<CancellationReason> Reasons { get; }

    /// <summary>Whether all that was refused are conditions that did not hold.</summary>
    public bool IsConditionFailed => Reasons.Any(static reason => reason.Code == "ConditionalCheckFailed")
        && Reasons.All(static reason => reason.Code is null or "None" or "ConditionalCheckFailed");

    internal static ChangeTransactionException Of(
        IReadOnlyList<TransactWriteItem> writes, IReadOnlyList<CancellationReason> reasons)
    {
        var refused = reasons.Zip(writes, (reason, write) => (Reason: reason, Write: write))
            .Select(static (refusal, i) => (refusal.Reason, refusal.Write, Number: i + 1))
            .Where(static refusal => refusal.Reason.Code is not (null or "None"))
            .Select(static refusal => $"action {refusal.Number} ({ItemAction.Describe(refusal.Write)}): {refusal.Reason.Code}"
                + (refusal.Reason.Message is { Length: > 0 } message ? $", {message}" : ""));
        return new($"DynamoDB has refused the handler's transaction, and nothing of it was written. {string.Join("; ", refused)}.", reasons);
    }
}
