namespace DynamoHandlers.Dispatching.Lanes;

/// <summary>What is being done with a page: held by each of its records until that is handled. Thread-safe.</summary>
internal sealed class PageWork
{
    private readonly ShardPage _page;
    private int _holds = 1;

    public PageWork(ShardPage page)
    {
        _page = page;
        page.Hold();
    }

    public void Hold() => Interlocked.Increment(ref _holds);

    /// <returns>Whether nothing is left to do.</returns>
    public bool Release()
    {
        var isEnd = Interlocked.Decrement(ref _holds) == 0;
        if (isEnd)
        {
            _page.Release();
        }

        return isEnd;
    }
}
