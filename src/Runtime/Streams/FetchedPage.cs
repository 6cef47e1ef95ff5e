using DynamoHandlers.Wire;

namespace DynamoHandlers.Streams;

/// <summary>
/// A page in the memory for pages. It can be taken back at any time, and each record is copied out of it before it is
/// handled; unless there is room for it to stay once its handling has begun, and its records are handled in place.
/// For one shard at a time.
/// </summary>
internal sealed class FetchedPage : IDisposable
{
    private readonly object _gate = new();
    private readonly PageBudget _budget;
    private readonly RecordPage _page;
    private readonly TimeProvider _clock;
    private bool _hasBegun;
    private bool _isGone;
    private long _movedAt;

    public FetchedPage(PageBudget budget, RecordPage page, int limit, TimeProvider clock)
    {
        _budget = budget;
        _page = page;
        _clock = clock;
        _movedAt = clock.GetTimestamp();
        (Count, ByteCount, Limit) = (page.Count, page.ByteCount, limit);
        Node = new LinkedListNode<FetchedPage>(this);
    }

    /// <summary>How many records it has, or had.</summary>
    public int Count { get; }

    /// <summary>How many bytes it takes, or took.</summary>
    public int ByteCount { get; }

    /// <summary>How many records were asked for.</summary>
    public int Limit { get; }

    /// <summary>Whether it stays until it is disposed of.</summary>
    public bool IsKept { get; private set; }

    /// <summary>When its shard last went on to another record of it.</summary>
    public long MovedAt => Volatile.Read(ref _movedAt);

    /// <summary>Its place among the pages that can be taken back; the budget's.</summary>
    public LinkedListNode<FetchedPage> Node { get; }

    /// <summary>The records; null if they are to be copied one by one. Decided when it is first asked for.</summary>
    public RecordPage? TryKeep()
    {
        if (!_hasBegun)
        {
            _hasBegun = true;
            IsKept = _budget.TryKeep(this);
        }

        return IsKept ? _page : null;
    }

    /// <summary>A copy of a record, which outlives the page; the caller disposes it.</summary>
    /// <returns>Null if the page was taken back: what was not copied must be fetched again.</returns>
    public RecordPage? TryCopy(int index)
    {
        lock (_gate)
        {
            if (_isGone)
            {
                return null;
            }

            Volatile.Write(ref _movedAt, _clock.GetTimestamp());
            return _page.CopyOf(index);
        }
    }

    /// <summary>Frees the page's memory; what was taken of it stays valid. Called by the budget, which takes care of the room.</summary>
    /// <returns>False if it is free already.</returns>
    public bool TryTakeBack()
    {
        lock (_gate)
        {
            if (_isGone)
            {
                return false;
            }

            _isGone = true;
            _page.Dispose();
            return true;
        }
    }

    public void Dispose()
    {
        if (TryTakeBack())
        {
            _budget.Release(this);
        }
    }
}
