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
/// A place in a shard that moves on with each read: gets iterators, renews expired ones after the last record read, waits
/// for room in the memory for pages, and waits out throttling and lost connections. One read at a time.
/// </summary>
internal sealed class ShardCursor(ShardSource source, ShardPosition position, long bytesPerRecord)
{
    private ShardPosition _position = position;
    private string? _iterator;

    /// <summary>How large records were lately.</summary>
    public long BytesPerRecord { get; private set; } = bytesPerRecord;

    /// <summary>Whether there is nothing after the last page.</summary>
    public bool IsAtEnd { get; private set; }

    /// <returns>What came of it, and the page if it is one, which the caller disposes.</returns>
    public async Task<(ShardReadResult Result, FetchedPage? Page)> ReadAsync(CancellationToken cancellationToken)
    {
        var isRenewed = false;
        while (true)
        {
            try
            {
                return (ShardReadResult.Page, await source.Retry.ExecuteAsync(
                    static (cursor, stop) => cursor.FetchAsync(stop), this, cancellationToken).ConfigureAwait(false));
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
                return (ShardReadResult.Trimmed, null);
            }
            catch (StreamException e) when (e.Error == StreamError.NotFound)
            {
                return (ShardReadResult.NotFound, null);
            }
        }
    }

    // DynamoDB Local calls the data trimmed when a shard that was empty so far has its first record, if other tables
    // were written meanwhile. Nothing is lost: the oldest record was asked for, and a new iterator gives it. AWS does
    // no such thing; there, this error is never passed over.
    private bool IsFirstRecordOfLocal() => _position == ShardPosition.TrimHorizon
        && source.StreamArn.StartsWith("arn:aws:dynamodb:ddblocal:", StringComparison.Ordinal);

    private async ValueTask<FetchedPage> FetchAsync(CancellationToken cancellationToken)
    {
        _iterator ??= await source.Client.GetShardIteratorAsync(source.StreamArn, source.ShardId, _position, cancellationToken)
            .ConfigureAwait(false);

        // For each attempt anew: what waits for its next attempt must not hold room.
        await source.Pages.ReserveAsync(cancellationToken).ConfigureAwait(false);
        var limit = source.Pages.RecordsToFetch(BytesPerRecord, source.MaxRecords);
        try
        {
            var page = await source.Client.GetRecordsAsync(_iterator, limit, cancellationToken).ConfigureAwait(false);
            Advance(page);
            return source.Pages.Fill(page, limit);
        }
        catch (Exception e)
        {
            source.Pages.Release();
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
            BytesPerRecord = page.ByteCount / page.Count;
        }

        _iterator = page.NextShardIterator;
        IsAtEnd = _iterator is null;
    }
}

/// <summary>Where a shard is read from.</summary>
/// <param name="Client">The service.</param>
/// <param name="StreamArn">The stream.</param>
/// <param name="ShardId">The shard.</param>
/// <param name="MaxRecords">The most records to ask for at once.</param>
/// <param name="Pages">Where pages are kept.</param>
/// <param name="Retry">How failed requests are tried again.</param>
internal sealed record ShardSource(
    IStreamClient Client, string StreamArn, string ShardId, int MaxRecords, PageBudget Pages, ResiliencePipeline Retry);
