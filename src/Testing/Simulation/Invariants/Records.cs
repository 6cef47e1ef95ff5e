using DynamoHandlers.Testing.InMemory.Streams;

namespace DynamoHandlers.Testing.Simulation.Invariants;

/// <summary>A record of a stream, and what became of it.</summary>
internal sealed class RecordState(ShardHistory shard, ItemHistory item, long sequence, DateTimeOffset createdAt, ChangeKind kind, bool isTimeToLive)
{
    public ShardHistory Shard { get; } = shard;

    public ItemHistory Item { get; } = item;

    public long Sequence { get; } = sequence;

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public ChangeKind Kind { get; } = kind;

    public bool IsTimeToLive { get; } = isTimeToLive;

    /// <summary>Its place among the records of its item.</summary>
    public int Index { get; } = item.Records.Count;

    /// <summary>Whether every handler that must have it has succeeded.</summary>
    public bool IsFinished { get; private set; }

    private List<string>? _doneBy;

    public bool IsDoneBy(string handler) => IsFinished || _doneBy?.Contains(handler) == true;

    /// <summary>The shard or the application was rewound: the record is to be handled again.</summary>
    public void Reopen() => (IsFinished, _doneBy) = (false, null);

    /// <summary>A handler has succeeded.</summary>
    public void Done(string handler, IReadOnlyList<string> required)
    {
        if (IsFinished)
        {
            return;
        }

        if (required.Count > 1 && !IsDoneBy(handler))
        {
            (_doneBy ??= []).Add(handler);
        }

        IsFinished = required.Count == 1 ? required[0] == handler : required.All(IsDoneBy);
    }
}

/// <summary>The records of one item, over all shards.</summary>
internal sealed class ItemHistory
{
    public List<RecordState> Records { get; } = [];

    /// <summary>The first record that is not known to be behind the application.</summary>
    public int Unfinished { get; set; }
}

/// <summary>The records of one shard, and its runs.</summary>
internal sealed class ShardHistory(TableStream stream, StreamShard shard, string key)
{
    public TableStream Stream { get; } = stream;

    public StreamShard Shard { get; } = shard;

    /// <summary>As leases are called: <c>table/label/shard</c>.</summary>
    public string Key { get; } = key;

    public List<RecordState> Records { get; } = [];

    public int Unfinished { get; set; }

    /// <summary>The highest epoch under which a handler was called.</summary>
    public long Epoch { get; set; }

    /// <summary>Whether who runs it when proves nothing, as somebody has deleted its lease.</summary>
    public bool IsExcused { get; set; }

    /// <summary>How often its records were to be handled again.</summary>
    public int Rewinds { get; set; }

    /// <summary>The calls that have not returned.</summary>
    public List<Call> Out { get; } = [];

    public bool IsKept => Stream.Find(Shard.Id) is not null;
}
