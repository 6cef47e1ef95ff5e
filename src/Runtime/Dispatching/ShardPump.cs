using DynamoHandlers.Leasing;
using DynamoHandlers.Streams;
using DynamoHandlers.Telemetry;
using DynamoHandlers.Wire;
using Microsoft.Extensions.Logging;

namespace DynamoHandlers.Dispatching;

/// <summary>
/// Brings the records of one shard from its reader to its dispatcher, in order, one page after the other, and takes
/// note of each that is done.
/// </summary>
internal sealed class ShardPump(
    ShardReader reader,
    RecordDispatcher dispatcher,
    ShardCheckpointer checkpointer,
    MissingShard missing,
    DeliverySource source,
    PumpSettings settings,
    TimeProvider clock,
    WorkerMeter meter,
    ILogger logger)
{
    // A blocked shard is reported and looked at again this often.
    private static readonly TimeSpan BlockedDelay = TimeSpan.FromMinutes(1);

    private bool _recordsLost;

    /// <summary>Runs until the shard is done to its end.</summary>
    /// <param name="quit">Ends the run after the record at hand.</param>
    /// <param name="stop">Handed to the handlers.</param>
    /// <exception cref="OperationCanceledException">The run was ended before the shard was done.</exception>
    public async Task RunAsync(CancellationToken quit, CancellationToken stop)
    {
        using var reading = reader;
        using var watching = dispatcher.Watch();
        Seek();
        var delay = TimeSpan.Zero;
        while (true)
        {
            switch (await reader.ReadAsync(quit).ConfigureAwait(false))
            {
                case ShardReadResult.Page:
                    delay = await HandlePageAsync(delay, quit, stop).ConfigureAwait(false);
                    break;
                case ShardReadResult.Trimmed:
                    delay = LoseRecords();
                    break;
                case ShardReadResult.NotFound when await IsGoneAsync(quit).ConfigureAwait(false):
                    return;
                default:
                    delay = SlowDown(delay);
                    break;
            }

            if (reader.Ended)
            {
                return;
            }

            if (delay > TimeSpan.Zero)
            {
                await Task.Delay(delay, clock, quit).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Moves the reader to right after what is done.</summary>
    private void Seek()
    {
        var reached = checkpointer.Reached;
        reader.Seek(reached.IsBeginning ? ShardPosition.TrimHorizon : ShardPosition.After(reached.After));
    }

    /// <returns>The delay before the next page.</returns>
    private async ValueTask<TimeSpan> HandlePageAsync(TimeSpan delay, CancellationToken quit, CancellationToken stop)
    {
        using var page = reader.Page!;
        missing.Found();
        meter.Read(source.TableName, page.Count);
        if (page.Count >= page.Limit)
        {
            // There are more, and they can come while these are handled.
            reader.ReadAhead(quit);
        }

        for (var i = 0; i < page.Count; i++)
        {
            quit.ThrowIfCancellationRequested();
            if (!page.TryTake(i, out var record))
            {
                // Others needed the memory while this shard stood still.
                Seek();
                return TimeSpan.Zero;
            }

            await HandleAsync(record, quit, stop).ConfigureAwait(false);
        }

        return settings.Pace.Next(delay, page.Count, page.Limit);
    }

    private async ValueTask HandleAsync(StreamRecord record, CancellationToken quit, CancellationToken stop)
    {
        var sequenceNumber = record.SequenceNumber;
        ReportResumption(sequenceNumber);
        if (IsBeforeStart(record))
        {
            meter.BeforeStart(source.TableName);
        }
        else
        {
            if (!settings.DoneAfterHandlers)
            {
                checkpointer.Done(sequenceNumber);
            }

            await dispatcher.DispatchAsync(record, quit, stop).ConfigureAwait(false);
            meter.Handled(source.TableName);
        }

        checkpointer.Done(sequenceNumber);
    }

    // A record that does not say when it was made is no proof of being too old.
    private bool IsBeforeStart(in StreamRecord record) =>
        record.CreatedAt != DateTimeOffset.MinValue && settings.From.IsAfter(record.CreatedAt, record.SequenceNumber);

    // A shard that stays away is asked for less and less: each time may cost a listing of the whole stream.
    private TimeSpan SlowDown(TimeSpan delay)
    {
        var doubled = delay < settings.Pace.Max ? settings.Pace.Max : delay * 2;
        return doubled < BlockedDelay ? doubled : BlockedDelay;
    }

    private TimeSpan LoseRecords()
    {
        var isBlocked = settings.TrimmedData == TrimmedDataPolicy.Block;
        if (isBlocked || !_recordsLost)
        {
            ReportLoss(isBlocked
                ? "The shard waits, as DynamoHandlersOptions.TrimmedData is Block."
                : "Reading goes on with the oldest record kept.");
        }

        if (isBlocked)
        {
            return BlockedDelay;
        }

        reader.Seek(ShardPosition.TrimHorizon);
        var delay = _recordsLost ? settings.Pace.Max : TimeSpan.Zero;
        _recordsLost = true;
        return delay;
    }

    private async ValueTask<bool> IsGoneAsync(CancellationToken cancellationToken)
    {
        if (missing.IsNews())
        {
            Log.ShardNotFound(logger, source.TableName, source.ShardId);
        }

        if (!await missing.IsGoneAsync(cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        var isBlocked = settings.TrimmedData == TrimmedDataPolicy.Block;
        ReportLoss(isBlocked
            ? "The shard is gone and its children wait, as DynamoHandlersOptions.TrimmedData is Block."
            : "The whole shard is gone; its children go on.");
        return !isBlocked;
    }

    private void ReportLoss(string action)
    {
        meter.Trimmed(source.TableName);
        Log.Trimmed(logger, source.TableName, source.ShardId, checkpointer.Reached.ToString(), action);
    }

    private void ReportResumption(SequenceNumber first)
    {
        if (_recordsLost)
        {
            _recordsLost = false;
            Log.TrimmedResumes(logger, source.TableName, source.ShardId, first.ToString());
        }
    }
}

/// <summary>What the options say to a pump.</summary>
/// <param name="From">Which records are passed over, as they are too old.</param>
/// <param name="Pace">How often to ask for more.</param>
/// <param name="TrimmedData">What to do about lost records.</param>
/// <param name="DoneAfterHandlers">See <see cref="Leasing.ProtocolRules.DoneAfterHandlers"/>.</param>
internal sealed record PumpSettings(
    RecordStart From, PollPace Pace, TrimmedDataPolicy TrimmedData, bool DoneAfterHandlers);
