using DynamoHandlers.Wire;

namespace DynamoHandlers.Streams;

/// <summary>
/// Reads one shard page by page, if asked to one page ahead of what is handled. For one caller at a time; what it reads
/// ahead ends when it is disposed of.
/// </summary>
internal sealed class ShardReader(ShardSource source) : IDisposable
{
    private ShardCursor _cursor = new(source, ShardPosition.TrimHorizon, PageLedger.TypicalRecord);
    private Task<(ShardReadResult Result, FetchedPage? Page)>? _ahead;
    private CancellationTokenSource? _aheadStop;

    /// <summary>The page of the last read that gave one; the caller disposes it.</summary>
    public FetchedPage? Page { get; private set; }

    /// <summary>Whether the last page was the shard's last.</summary>
    public bool Ended { get; private set; }

    /// <summary>Moves to a position, from which the next read goes on.</summary>
    public void Seek(ShardPosition position)
    {
        Drop();
        _cursor = new ShardCursor(source, position, _cursor.BytesPerRecord);
        Ended = false;
    }

    public async ValueTask<ShardReadResult> ReadAsync(CancellationToken cancellationToken)
    {
        var (ahead, stop) = (_ahead, _aheadStop);
        (_ahead, _aheadStop) = (null, null);
        using (stop)
        {
            var (result, page) = await (ahead ?? _cursor.ReadAsync(cancellationToken)).ConfigureAwait(false);
            if (page is not null)
            {
                (Page, Ended) = (page, _cursor.IsAtEnd);
            }

            return result;
        }
    }

    /// <summary>Begins the next read now, if there is something to read and memory to spare.</summary>
    /// <param name="cancellationToken">As the next read's.</param>
    public void ReadAhead(CancellationToken cancellationToken)
    {
        if (_ahead is null && !Ended && source.Pages.HasRoomToSpare)
        {
            _aheadStop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            _ahead = _cursor.ReadAsync(_aheadStop.Token);
        }
    }

    /// <summary>Which failures of a fetch are waited out; the others mean something to the reader.</summary>
    public static bool IsTransient(Exception e) => e is not StreamException { Error: not StreamError.Throttled };

    public void Dispose() => Drop();

    private void Drop()
    {
        if (_ahead is { } ahead)
        {
            _ = DropAsync(ahead, _aheadStop!);
            (_ahead, _aheadStop) = (null, null);
        }
    }

    private static async Task DropAsync(Task<(ShardReadResult Result, FetchedPage? Page)> ahead, CancellationTokenSource stop)
    {
        using (stop)
        {
            await stop.CancelAsync().ConfigureAwait(false);
            try
            {
                (await ahead.ConfigureAwait(false)).Page?.Dispose();
            }
            catch (Exception)
            {
                // Nobody wants to know any more: the next read goes to the service anew.
            }
        }
    }
}
