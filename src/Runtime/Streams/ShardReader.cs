using DynamoHandlers.Wire;
using Polly;

namespace DynamoHandlers.Streams;

/// <summary>What a read of a shard came to.</summary>
internal enum ShardReadResult
{
    /// <summary>A page, perhaps empty.</summary>
    Page,

    /// <summary>The position lies before the oldest record that is kept: records are lost.</summary>
    Trimmed,

    /// <summary>The service does not know the shard, or not at this moment.</summary>
    NotFound,
}

/// <summary>
/// Reads one shard page by page: gets iterators, renews expired ones after the last record read, waits for room in the
/// memory for pages, and waits out throttling and lost connections. One read at a time.
/// </summary>
/// <param name="client">The service.</param>
/// <param name="streamArn">The stream.</param>
/// <param name="shardId">The shard.</param>
/// <param name="maxRecords">The most records to ask for at once.</param>
/// <param name="pages">Where pages are kept.</param>
/// <param name="retry">How failed requests are tried again.</param>
internal sealed class ShardReader(
    IStreamClient client, string streamArn, string shardId, int maxRecords, PageBudget pages, ResiliencePipeline retry)
{
    private long _bytesPerRecord = PageLedger.TypicalRecord;
    private ShardPosition _position = ShardPosition.TrimHorizon;
    private string? _iterator;

    /// <summary>The page of the last read that gave one; the caller disposes it.</summary>
    public FetchedPage? Page { get; private set; }

    /// <summary>Whether the last page was the shard's last.</summary>
    public bool Ended { get; private set; }

    /// <summary>Moves to a position, from which the next read goes on.</summary>
    public void Seek(ShardPosition position)
    {
        _position = position;
        _iterator = null;
        Ended = false;
    }

    public async ValueTask<ShardReadResult> ReadAsync(CancellationToken cancellationToken)
    {
        var isRenewed = false;
        while (true)
        {
            try
            {
                Page = await retry.ExecuteAsync(
                    static (reader, stop) => reader.FetchAsync(stop), this, cancellationToken).ConfigureAwait(false);
                return ShardReadResult.Page;
            }
            catch (StreamException e) when (e.Error == StreamError.ExpiredIterator)
            {
                // The next fetch gets another, for the same position.
            }
            catch (StreamException e) when (e.Error == StreamError.TrimmedData && !isRenewed && IsFirstRecordOfLocal())
            {
                isRenewed = true;
            }
            catch (StreamException e) when (e.Error == StreamError.TrimmedData)
            {
                return ShardReadResult.Trimmed;
            }
            catch (StreamException e) when (e.Error == StreamError.NotFound)
            {
                return ShardReadResult.NotFound;
            }
        }
    }

    /// <summary>Which failures of a fetch are waited out; the others mean something to the reader.</summary>
    public static bool IsTransient(Exception e) => e is not StreamException { Error: not StreamError.Throttled };

    // DynamoDB Local calls the data trimmed when a shard that was empty so far has its first record, if other tables
    // were written meanwhile. Nothing is lost: the oldest record was asked for, and a new iterator gives it. AWS does
    // no such thing; there, this error is never passed over.
    private bool IsFirstRecordOfLocal() => _position == ShardPosition.TrimHorizon
        && streamArn.StartsWith("arn:aws:dynamodb:ddblocal:", StringComparison.Ordinal);

    private async ValueTask<FetchedPage> FetchAsync(CancellationToken cancellationToken)
    {
        _iterator ??= await client.GetShardIteratorAsync(streamArn, shardId, _position, cancellationToken)
            .ConfigureAwait(false);

        // For each attempt anew: what waits for its next attempt must not hold room.
        await pages.ReserveAsync(cancellationToken).ConfigureAwait(false);
        var limit = pages.RecordsToFetch(_bytesPerRecord, maxRecords);
        try
        {
            var page = await client.GetRecordsAsync(_iterator, limit, cancellationToken).ConfigureAwait(false);
            Advance(page);
            return pages.Fill(page, limit);
        }
        catch (Exception e)
        {
            pages.Release();
            if (e is not StreamException { Error: StreamError.Throttled })
            {
                // Whatever is wrong with it, the position is known, and a new iterator costs one request.
                _iterator = null;
            }

            throw;
        }
    }

    private void Advance(RecordPage page)
    {
        if (page.Count > 0)
        {
            _position = ShardPosition.After(page[page.Count - 1].SequenceNumber);
            _bytesPerRecord = page.ByteCount / page.Count;
        }

        _iterator = page.NextShardIterator;
        Ended = _iterator is null;
    }
}
