using DynamoHandlers.Dispatching.Failures;
using DynamoHandlers.Dispatching.Watching;
using DynamoHandlers.Telemetry;
using Microsoft.Extensions.Logging;

namespace DynamoHandlers.Dispatching.States;

/// <summary>
/// A call that is made for a shard, not for a change: at the end of a window, or to flush. There is nothing that could be given
/// up, so it is made until it succeeds.
/// </summary>
/// <param name="name">What is called.</param>
/// <param name="parts">What calls are made of.</param>
/// <param name="turn">The caller's turn.</param>
/// <param name="watched">Where the call is watched.</param>
/// <param name="call">Makes the call; told which attempt it is.</param>
internal sealed class ShardCall(
    string name, DispatchParts parts, CallTurn turn, WatchedCall? watched, Func<int, ValueTask> call) : HandlerAttempt
{
    private int _attempt;

    /// <inheritdoc/>
    public override string Handler => name;

    /// <inheritdoc/>
    public override bool MayBeGivenUp => false;

    /// <inheritdoc/>
    public override DateTimeOffset CreatedAt => DateTimeOffset.MaxValue;

    /// <inheritdoc/>
    public override async ValueTask CallAsync()
    {
        await turn.TakeAsync().ConfigureAwait(false);
        try
        {
            if (!parts.MayCall())
            {
                throw new DeliveryEndedException();
            }

            watched?.Begin(name);
            await call(++_attempt).ConfigureAwait(false);
        }
        finally
        {
            watched?.End();
            turn.End();
        }
    }

    /// <inheritdoc/>
    public override ChangeContext Describe(int attempt) => throw NoChange();

    /// <inheritdoc/>
    public override void Report(ILogger logger, Exception e, int attempt, TimeSpan delay) =>
        Log.ShardCallFailed(logger, e, name, parts.Source.ShardId, parts.Source.TableName, attempt, delay);

    /// <inheritdoc/>
    public override void ReportLast(ILogger logger, Exception e) =>
        Log.ShardCallFailedAtLast(logger, e, name, parts.Source.ShardId, parts.Source.TableName);

    /// <inheritdoc/>
    public override ValueTask GiveUpAsync(FailureAction action, Exception e) => throw NoChange();

    private static InvalidOperationException NoChange() => new(
        "A call for a shard has no change that could be given up. This is an error of DynamoHandlers; please report it.");
}
