using System.Text;
using DynamoHandlers.DeadLetters;
using DynamoHandlers.Telemetry;
using DynamoHandlers.Wire;
using Microsoft.Extensions.Logging;

namespace DynamoHandlers.Dispatching.Failures;

/// <summary>
/// What becomes of changes that are not to be handled any more: said, counted, and kept as dead letters where that is the
/// policy. Safe for concurrent use.
/// </summary>
/// <param name="store">Gives the store of dead letters, when the first is to be kept.</param>
/// <param name="clock">Says when.</param>
/// <param name="random">For the jitter of retries.</param>
/// <param name="meter">Counts.</param>
/// <param name="logger">Reports.</param>
internal sealed class GivenUpChanges(
    Func<IDeadLetterStore> store, TimeProvider clock, Func<double> random, WorkerMeter meter, ILogger logger)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(30);

    /// <summary>Does to a change what its policy says; the change is settled when this returns.</summary>
    /// <param name="change">The change.</param>
    /// <param name="action">What to do; blocking is not for here.</param>
    /// <param name="quit">Ends the attempts to keep a dead letter.</param>
    public async ValueTask SettleAsync(GivenUpChange change, FailureAction action, CancellationToken quit)
    {
        var (handler, source, e) = (change.Handler, change.Source, change.Error);
        var sequenceNumber = change.Record.SequenceNumber.ToString();
        var key = Encoding.UTF8.GetString(change.Record.Keys);
        if (action == FailureAction.DeadLetter)
        {
            await KeepAsync(MakeLetter(change), quit).ConfigureAwait(false);
            meter.DeadLettered(handler);
            Log.ChangeDeadLettered(logger, e, handler, change.Attempts, sequenceNumber, source.ShardId, source.TableName, key);
        }
        else
        {
            meter.Skipped(handler);
            Log.ChangeSkipped(logger, e, handler, change.Attempts, sequenceNumber, source.ShardId, source.TableName, key);
        }
    }

    private async ValueTask KeepAsync(DeadLetter letter, CancellationToken quit)
    {
        var retry = RetryPolicy.Create(clock, random, FirstDelay, MaxDelay, static _ => true, failure =>
            Log.DeadLetterNotKept(logger, failure.Outcome.Exception!, letter.Handler, failure.AttemptNumber + 1, failure.RetryDelay));
        await retry.ExecuteAsync(
            static async (call, stop) => await call.store().PutAsync(call.letter, stop).ConfigureAwait(false),
            (store, letter),
            quit).ConfigureAwait(false);
    }

    private DeadLetter MakeLetter(GivenUpChange change) => new()
    {
        Handler = change.Handler,
        TableName = change.Source.TableName,
        StreamArn = change.Source.StreamArn,
        ShardId = change.Source.ShardId,
        SequenceNumber = change.Record.SequenceNumber.ToString(),
        Kind = change.Record.Kind,
        Keys = Encoding.UTF8.GetString(change.Record.Keys),
        CreatedAt = change.Record.CreatedAt,
        Record = change.Record.Json.ToArray(),
        ErrorType = ErrorText.TypeOf(change.Error),
        Error = ErrorText.Of(change.Error),
        Attempts = change.Attempts,
        DeadAt = clock.GetUtcNow(),
        WorkerId = change.Source.WorkerId,
    };
}

/// <summary>A change that a handler is not to be called with any more.</summary>
/// <param name="Handler">The handler's name.</param>
/// <param name="Record">The record, as it was delivered to the handler.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Error">Why.</param>
/// <param name="Attempts">How many attempts there were.</param>
internal sealed record GivenUpChange(
    string Handler, StreamRecord Record, DeliverySource Source, Exception Error, int Attempts);
