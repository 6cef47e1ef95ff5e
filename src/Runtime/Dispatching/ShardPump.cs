using DynamoHandlers.Dispatching.Processing;
using DynamoHandlers.Leasing;
using DynamoHandlers.Streams;
using DynamoHandlers.Telemetry;
using DynamoHandlers.Wire;
using Microsoft.Extensions.Logging;

namespace DynamoHandlers.Dispatching;

/// <summary>
/// Brings the records of one shard from its reader to its processor, in order, one page after the other.
/// </summary>
/// <param name="reader">The reader; the pump's to dispose of.</param>
/// <param name="processor">Gets the pages.</param>
/// <param name="checkpointer">How far the shard is done, and was delivered.</param>
/// <param name="missing">What to think of a shard that is not found.</param>
/// <param name="source">The shard.</param>
/// <param name="settings">What the options say.</param>
/// <param name="clock">What delays are measured by.</param>
/// <param name="meter">Counts.</param>
/// <param name="logger">Reports.</param>
internal sealed class ShardPump(
    ShardReader reader,
    IShardProcessor processor,
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
    /// <param name="quit">Ends the run after the page at hand, which the processor cuts short.</param>
    /// <param name="stop">Handed to the processor.</param>
    /// <exception cref="OperationCanceledException">The run was ended before the shard was done.</exception>
    public async Task RunAsync(CancellationToken quit, CancellationToken stop)
    {
        using var reading = reader;
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

    /// <summary>Moves the reader to right after what was delivered.</summary>
    private void Seek()
    {
        var delivered = checkpointer.Delivered;
        reader.Seek(delivered.IsBeginning ? ShardPosition.TrimHorizon : ShardPosition.After(delivered.After));
    }

    /// <returns>The delay before the next page.</returns>
    private async ValueTask<TimeSpan> HandlePageAsync(TimeSpan delay, CancellationToken quit, CancellationToken stop)
    {
        var fetched = reader.Page!;
        missing.Found();
        meter.Read(source.TableName, fetched.Count);
        if (fetched.Count >= fetched.Limit)
        {
            // There are more, and they can come while these are handled.
            reader.ReadAhead(quit);
        }

        var next = settings.Pace.Next(delay, fetched.Count, fetched.Limit);
        if (fetched.Count > 0 && fetched.TryKeep() is { } kept)
        {
            await DeliverAsync(kept, fetched, quit, stop).ConfigureAwait(false);
            return next;
        }

        using (fetched)
        {
            if (fetched.Count == 0 && processor is IIdleProcessor idle)
            {
                await idle.IdleAsync().ConfigureAwait(false);
            }

            return await DeliverCopiesAsync(fetched, quit, stop).ConfigureAwait(false) ? next : TimeSpan.Zero;
        }
    }

    /// <returns>False if the page was taken back: others needed the memory while this shard stood still.</returns>
    private async ValueTask<bool> DeliverCopiesAsync(FetchedPage fetched, CancellationToken quit, CancellationToken stop)
    {
        for (var i = 0; i < fetched.Count; i++)
        {
            quit.ThrowIfCancellationRequested();
            if (fetched.TryCopy(i) is not { } copy)
            {
                Seek();
                return false;
            }

            await DeliverAsync(copy, copy, quit, stop).ConfigureAwait(false);
        }

        return true;
    }

    private async ValueTask DeliverAsync(RecordPage records, IDisposable owner, CancellationToken quit, CancellationToken stop)
    {
        var page = ShardPage.Of(records, owner, IsWanted);
        try
        {
            quit.ThrowIfCancellationRequested();
            ReportResumption(records[0].SequenceNumber);
            meter.BeforeStart(source.TableName, records.Count - page.Count);
            checkpointer.Deliver(page.Last);
            await processor.ProcessAsync(page, stop).ConfigureAwait(false);
        }
        finally
        {
            page.Release();
        }
    }

    private bool IsWanted(StreamRecord record) => !IsBeforeStart(record);

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
        Log.Trimmed(logger, source.TableName, source.ShardId, checkpointer.Delivered.ToString(), action);
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
internal sealed record PumpSettings(
    RecordStart From, PollPace Pace, TrimmedDataPolicy TrimmedData);
