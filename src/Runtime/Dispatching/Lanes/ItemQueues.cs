namespace DynamoHandlers.Dispatching.Lanes;

/// <summary>
/// Which record is to be handled next, where several are at once: of an item one at a time, in order; else first come first
/// served. Not thread-safe.
/// </summary>
/// <typeparam name="T">What is handled.</typeparam>
internal sealed class ItemQueues<T>
{
    // Of the items that have something under way or ready: what comes after that.
    private readonly Dictionary<string, Queue<T>> _behind = new(StringComparer.Ordinal);
    private readonly Queue<(string Item, T Work)> _ready = new();

    /// <summary>How much was added and not yet ended.</summary>
    public int Count { get; private set; }

    /// <summary>Adds work.</summary>
    public void Add(string item, T work)
    {
        Count++;
        if (_behind.TryGetValue(item, out var behind))
        {
            behind.Enqueue(work);
        }
        else
        {
            _behind.Add(item, new());
            _ready.Enqueue((item, work));
        }
    }

    /// <summary>Takes what is to be done next, to be ended by <see cref="End"/>.</summary>
    /// <returns>False if there is nothing that may be done now.</returns>
    public bool TryTake(out string item, out T work)
    {
        if (_ready.TryDequeue(out var next))
        {
            (item, work) = next;
            return true;
        }

        (item, work) = ("", default!);
        return false;
    }

    /// <summary>What was taken is done: the item's next is ready, behind what is ready already.</summary>
    public void End(string item)
    {
        Count--;
        var behind = _behind[item];
        if (behind.TryDequeue(out var next))
        {
            _ready.Enqueue((item, next));
        }
        else
        {
            _behind.Remove(item);
        }
    }

    /// <summary>Takes out all that has not been taken.</summary>
    public IReadOnlyList<T> Clear()
    {
        T[] left = [.. _ready.Select(static next => next.Work), .. _behind.Values.SelectMany(static behind => behind)];
        Count -= left.Length;
        _ready.Clear();
        foreach (var behind in _behind.Values)
        {
            behind.Clear();
        }

        return left;
    }
}
