using System.Text;
using DynamoHandlers.Dispatching.Failures;
using DynamoHandlers.Images;
using DynamoHandlers.Telemetry;
using DynamoHandlers.Wire;
using Microsoft.Extensions.Logging;

namespace DynamoHandlers.Dispatching;

/// <summary>A call with one record: made in its turn, if the lease is held still, and reported with the record.</summary>
/// <param name="parts">What calls are made of.</param>
/// <param name="turn">The caller's turn; kept after a call that succeeds, for the record's next.</param>
internal abstract class RecordAttempt(DispatchParts parts, CallTurn turn) : HandlerAttempt
{
    /// <inheritdoc/>
    public override DateTimeOffset CreatedAt => Record.CreatedAt;

    /// <summary>What calls are made of.</summary>
    protected DispatchParts Parts { get; } = parts;

    /// <summary>The caller's turn.</summary>
    protected CallTurn Turn { get; } = turn;

    /// <summary>The record, as it is delivered.</summary>
    protected abstract StreamRecord Record { get; }

    /// <inheritdoc/>
    public override async ValueTask CallAsync()
    {
        await Turn.TakeAsync().ConfigureAwait(false);
        try
        {
            if (!Parts.MayCall())
            {
                throw new DeliveryEndedException();
            }

            await CallInTurnAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The wait for the next attempt is nobody's turn.
            Turn.End();
            (e as MappingException)?.SetRecord(
                Parts.Source.TableName, Key(), Parts.Source.ShardId, Record.SequenceNumber.ToString());
            throw;
        }
    }

    /// <inheritdoc/>
    public override ChangeContext Describe(int attempt) => RecordChange.CreateContext(Record, Parts.Source, attempt);

    /// <inheritdoc/>
    public override void Report(ILogger logger, Exception e, int attempt, TimeSpan delay) => Log.HandlerFailed(
        logger, e, Handler, Record.SequenceNumber.ToString(), Parts.Source.ShardId, Parts.Source.TableName, Key(), attempt, delay);

    /// <inheritdoc/>
    public override void ReportLast(ILogger logger, Exception e) => Log.HandlerFailedAtLast(
        logger, e, Handler, Record.SequenceNumber.ToString(), Parts.Source.ShardId, Parts.Source.TableName, Key());

    /// <summary>Makes the call, the turn being taken.</summary>
    protected abstract ValueTask CallInTurnAsync();

    private string Key() => Encoding.UTF8.GetString(Record.Keys);
}
