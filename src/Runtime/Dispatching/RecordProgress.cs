using DynamoHandlers.Wire;

namespace DynamoHandlers.Dispatching;

/// <summary>
/// Which records of a shard are done, where they may be done in any order: how far all of them are. Thread-safe.
/// </summary>
/// <param name="advance">
/// Told of the last record before the first that is not done, whenever that moves on, and how many are done since.
/// </param>
internal sealed class RecordProgress(Action<SequenceNumber, int> advance)
{
    private readonly object _gate = new();
    private readonly Queue<Slot> _open = new();
    private TaskCompletionSource? _room;
    private int _limit;

    /// <summary>A record has begun; those before it have too. Done when its slot is, as often as it was held.</summary>
    public Slot Begin(SequenceNumber sequenceNumber) => Begin(sequenceNumber, count: 1);

    /// <summary>A record is passed over: done when all before are.</summary>
    public void Pass(SequenceNumber sequenceNumber) => Begin(sequenceNumber, count: 0).Release();

    /// <summary>
    /// Waits until fewer records than a limit are open: those from the first that is not done on. For one caller.
    /// </summary>
    public Task WhenFewerAsync(int limit, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_open.Count < limit)
            {
                return Task.CompletedTask;
            }

            (_limit, _room) = (limit, new(TaskCreationOptions.RunContinuationsAsynchronously));
            return _room.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>How far all records would be done if some of those that have begun were.</summary>
    /// <param name="slots">Those, each held once.</param>
    /// <returns>None if not even the first that is not done is one of them.</returns>
    public SequenceNumber WouldReach(IReadOnlySet<Slot> slots)
    {
        lock (_gate)
        {
            return _open.TakeWhile(slot => slot.IsDone || (slot.IsHeldOnce && slots.Contains(slot)))
                .Select(static slot => slot.SequenceNumber)
                .LastOrDefault();
        }
    }

    private Slot Begin(SequenceNumber sequenceNumber, int count)
    {
        lock (_gate)
        {
            var slot = new Slot(this, sequenceNumber, count);
            _open.Enqueue(slot);
            return slot;
        }
    }

    private void Advance()
    {
        SequenceNumber? reached = null;
        var count = 0;
        while (_open.TryPeek(out var first) && first.IsDone)
        {
            (reached, count) = (_open.Dequeue().SequenceNumber, count + first.Count);
        }

        if (reached is { } last)
        {
            // Under the lock: what is told later must not be told before.
            advance(last, count);
        }

        if (_open.Count < _limit)
        {
            _room?.TrySetResult();
            _room = null;
        }
    }

    /// <summary>A record that is not done as long as it is held.</summary>
    internal sealed class Slot(RecordProgress progress, SequenceNumber sequenceNumber, int count)
    {
        private int _holds = 1;

        public SequenceNumber SequenceNumber { get; } = sequenceNumber;

        public int Count { get; } = count;

        public bool IsDone => _holds == 0;

        public bool IsHeldOnce => _holds == 1;

        /// <summary>Something more is to be done with the record.</summary>
        public void Hold()
        {
            lock (progress._gate)
            {
                _holds++;
            }
        }

        /// <summary>Something is done with the record.</summary>
        public void Release()
        {
            lock (progress._gate)
            {
                if (--_holds == 0)
                {
                    progress.Advance();
                }
            }
        }
    }
}
