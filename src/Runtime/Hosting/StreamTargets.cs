using DynamoHandlers.Leasing;

namespace DynamoHandlers.Hosting;

/// <summary>
/// The streams that this process serves: those of its handlers' tables, what these had before until it is done, and what
/// they get later. Outlives the sessions of a worker. Thread-safe.
/// </summary>
internal sealed class StreamTargets
{
    private readonly object _gate = new();
    private readonly Dictionary<StreamKey, StreamTarget> _targets = [];
    private readonly Dictionary<StreamKey, DateTimeOffset?> _ready = [];
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private long? _generation;

    public StreamTargets(IEnumerable<StreamTarget> targets)
    {
        foreach (var target in targets)
        {
            _targets[target.Key] = target;
        }
    }

    /// <summary>All streams as of now, ready or not.</summary>
    public IReadOnlyList<StreamTarget> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _targets.Values];
            }
        }
    }

    /// <summary>The newest stream of each table, where the options do not name the stream itself.</summary>
    public IReadOnlyList<StreamTarget> Followed
    {
        get
        {
            var all = All;
            return [.. all.Where(target => !target.IsPinned && !all.Any(other => other.Follows(target)))];
        }
    }

    /// <summary>
    /// Begins with a generation of leases: if it is another than before, no stream has its first leases yet. Streams that
    /// were replaced are found again where they are still to be handled.
    /// </summary>
    public void Enter(long generation)
    {
        lock (_gate)
        {
            if (_generation is { } before && before != generation)
            {
                _ready.Clear();
                foreach (var replaced in _targets.Values.Where(target => !target.IsPinned && _targets.Values.Any(other => other.Follows(target))).ToList())
                {
                    _targets.Remove(replaced.Key);
                }
            }

            _generation = generation;
        }
    }

    /// <summary>Adds a stream; false if it is there already.</summary>
    public bool Add(StreamTarget target)
    {
        lock (_gate)
        {
            return _targets.TryAdd(target.Key, target);
        }
    }

    /// <summary>Takes note that a stream has its first leases.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="from">Records older than this are passed over; null for none.</param>
    public void SetReady(StreamKey stream, DateTimeOffset? from)
    {
        lock (_gate)
        {
            _ready[stream] = from;
        }
    }

    /// <summary>Whether shards of a stream may run here: it is served, and has its first leases.</summary>
    public bool IsReady(StreamKey stream)
    {
        lock (_gate)
        {
            return _ready.ContainsKey(stream);
        }
    }

    /// <summary>A stream that is ready, and from when its records count.</summary>
    public (StreamTarget Target, DateTimeOffset? From) GetReady(StreamKey stream)
    {
        lock (_gate)
        {
            return (_targets[stream], _ready[stream]);
        }
    }

    /// <summary>Whether the table of a stream is known to have a newer one.</summary>
    public bool IsReplaced(StreamTarget target) => All.Any(other => other.Follows(target));

    /// <summary>Whether something is to be reported: once in the life of the process.</summary>
    public bool TellOnce(string what)
    {
        lock (_gate)
        {
            return _told.Add(what);
        }
    }
}
