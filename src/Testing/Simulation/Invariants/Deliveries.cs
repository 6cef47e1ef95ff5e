using System.Globalization;
using DynamoHandlers.Dispatching;
using DynamoHandlers.Leasing;
using DynamoHandlers.Testing.InMemory.Streams;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Testing.Simulation.Invariants;

/// <summary>
/// Follows every record from its stream to its handlers: in the order of its item, under one epoch at a time, after the
/// shard's parent, never forgotten, and never passed by a checkpoint before its handlers have succeeded.
/// </summary>
internal sealed class Deliveries(LeaseRows rows, Action<string> fail)
{
    private readonly Dictionary<string, ShardHistory> _shards = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Table, object Key), ItemHistory> _items = [];
    private readonly Dictionary<(string Table, long Sequence), RecordState> _records = [];
    private readonly List<RecordState> _all = [];
    private readonly Dictionary<DeliverySource, Run> _runs = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<(SimulatedWorker Worker, string Identity, string Shard, long Epoch)> _epochs = [];

    private int _unhandled;

    /// <summary>Calls of handlers so far.</summary>
    public long Calls { get; private set; }

    public IEnumerable<ShardHistory> Shards => _shards.Values;

    /// <summary>A stream got a record.</summary>
    public void Appended(TableStream stream, StreamShard shard, StoredRecord record, ItemChange change)
    {
        var history = ShardOf(stream, shard);
        if (!_items.TryGetValue((stream.TableName, change.Keys), out var item))
        {
            _items.Add((stream.TableName, change.Keys), item = new ItemHistory());
        }

        var state = new RecordState(
            history, item, record.Sequence, record.CreatedAt, change.Kind, change.Identity is not null);
        item.Records.Add(state);
        history.Records.Add(state);
        _records.Add((stream.TableName, record.Sequence), state);
        _all.Add(state);
    }

    /// <summary>A handler is about to be called.</summary>
    public Call Begin(SimulatedWorker worker, HandlerDescriptor handler, in HandlerCall call)
    {
        Calls++;
        var record = RecordOf(call.Source, call.Record);
        var run = RunOf(worker, call.Source, record.Shard);
        CheckEpoch(run);
        CheckOthers(run, record, handler.Name, batch: null);
        CheckOrder(run, record, handler.Name, batch: null);
        CheckSequence(run, record, handler.Name);
        CheckRepetition(run, record, handler.Name, call.Attempt);
        var begun = new Call(run, record, handler.Name, IsOfBatch: false, call.Stop);
        record.Shard.Out.Add(begun);
        return begun;
    }

    /// <summary>A batch handler is about to be called.</summary>
    public IReadOnlyList<Call> Begin(SimulatedWorker worker, HandlerDescriptor handler, BatchCall call)
    {
        Calls++;
        var records = call.Records.Select(record => RecordOf(call.Source, record)).ToList();
        var run = RunOf(worker, call.Source, records[0].Shard);
        CheckEpoch(run);
        for (var i = 0; i < records.Count; i++)
        {
            if (i > 0 && records[i].Sequence <= records[i - 1].Sequence && records[i].Item == records[i - 1].Item)
            {
                fail($"{run} hands over records {records[i - 1].Sequence} and {records[i].Sequence} of one item in a batch in this order");
            }

            CheckOthers(run, records[i], handler.Name, records);
            CheckOrder(run, records[i], handler.Name, records);
            CheckRepetition(run, records[i], handler.Name, call.Attempt);
        }

        var begun = records.ConvertAll(record => new Call(run, record, handler.Name, IsOfBatch: true, call.Stop));
        run.Shard.Out.AddRange(begun);
        return begun;
    }

    /// <summary>
    /// A handler is called that was about to be when its machine stopped: whether that is still right nobody can know.
    /// </summary>
    public Call BeginLate(SimulatedWorker worker, HandlerDescriptor handler, DeliverySource source, in StreamRecord record, CancellationToken stop)
    {
        Calls++;
        var state = RecordOf(source, record);
        return new Call(RunOf(worker, source, state.Shard), state, handler.Name, IsOfBatch: false, stop);
    }

    /// <summary>A handler that was called late has returned: what it did counts if its worker has the shard still.</summary>
    public static void EndLate(Call call, bool hasSucceeded) =>
        End(call, hasSucceeded && call.Run.Source.Epoch >= call.Record.Shard.Epoch);

    /// <summary>A handler has returned.</summary>
    public static void End(Call call, bool hasSucceeded)
    {
        call.Record.Shard.Out.Remove(call);
        if (hasSucceeded && !call.Run.IsOver)
        {
            call.Run.Done.Add((call.Record, call.Handler));
            call.Record.Done(call.Handler, call.Run.Worker.RequiredHandlers(call.Record));
        }
    }

    /// <summary>A worker has said that a handler is not to be called with a record any more.</summary>
    public void GivenUp(SimulatedWorker worker, IReadOnlyDictionary<string, object?> said)
    {
        var sequence = long.Parse((string)said["SequenceNumber"]!, CultureInfo.InvariantCulture);
        var record = _records[((string)said["Table"]!, sequence)];
        record.Done((string)said["Handler"]!, worker.RequiredHandlers(record));
    }

    /// <summary>A lease's checkpoint was written.</summary>
    public void Committed(string key, Checkpoint checkpoint)
    {
        if (!_shards.TryGetValue(key, out var shard))
        {
            return;
        }

        var reached = checkpoint.IsEnd ? long.MaxValue
            : checkpoint.IsBeginning ? 0
            : long.Parse(checkpoint.After.ToString(), CultureInfo.InvariantCulture);
        if (checkpoint.IsEnd && !shard.Shard.IsClosed)
        {
            fail($"lease {key} was finished while the shard is open");
        }

        while (shard.Unfinished < shard.Records.Count && shard.Records[shard.Unfinished] is var record && record.Sequence <= reached)
        {
            if (!IsBehind(record))
            {
                fail($"the checkpoint {checkpoint} of {key} passes record {record.Sequence}, whose handlers have not succeeded");
                return;
            }

            shard.Unfinished++;
        }
    }

    /// <summary>A shard was rewound: what follows the position is to be handled again.</summary>
    /// <param name="key">Its lease.</param>
    /// <param name="to">The position.</param>
    /// <param name="from">Records created before are passed over, if they were done.</param>
    public void Rewound(string key, Checkpoint to, DateTimeOffset from)
    {
        if (Find(key) is not { } shard)
        {
            return;
        }

        var reached = to.IsBeginning ? 0 : long.Parse(to.After.ToString(), CultureInfo.InvariantCulture);
        shard.Rewinds++;
        shard.Unfinished = shard.Records.FindIndex(record => record.Sequence > reached) is >= 0 and var first ? first : shard.Records.Count;
        foreach (var record in shard.Records.Where(record => record.Sequence > reached && record.CreatedAt >= from))
        {
            Reopen(record);
        }
    }

    /// <summary>The application was rewound: everything is to be handled again that is not before the new start.</summary>
    public void Rewound()
    {
        foreach (var shard in _shards.Values)
        {
            var late = shard.Out.Find(static call => !call.Stop.IsCancellationRequested && !IsExcused(call.Run));
            if (late is not null)
            {
                fail($"the application was rewound while a handler of {late.Run} for shard {shard.Key} is out and not cancelled");
            }

            (shard.Epoch, shard.Unfinished) = (0, 0);
            shard.Rewinds++;
            shard.Records.ForEach(Reopen);
        }
    }

    /// <summary>
    /// A lease was deleted by the test's own hand: what it knew is lost. Its owner makes it anew if it is the first to
    /// notice; otherwise epochs count from the start, and two run the shard until the one learns of the other.
    /// </summary>
    public void LeaseDeleted(string key)
    {
        if (Find(key) is { } shard)
        {
            shard.IsExcused = true;
        }
    }

    /// <summary>Whether a handler of a shard has not returned.</summary>
    public bool IsHandling(string key) => _shards.TryGetValue(key, out var shard) && shard.Out.Count > 0;

    /// <summary>Whether the service keeps a shard.</summary>
    public bool IsKept(string key) => Find(key) is { IsKept: true };

    /// <summary>The parent of a shard by what the service knows; null if it has none, or none is known.</summary>
    public string? ParentOf(string key) => Find(key)?.Shard.ParentId;

    /// <summary>How many records the streams of a table have had.</summary>
    public int RecordsOf(string table) => _records.Keys.Count(record => record.Table == table);

    /// <summary>The first record that is neither handled nor passed for a good reason; null if there is none.</summary>
    public RecordState? FirstUnhandled()
    {
        while (_unhandled < _all.Count && IsBehind(_all[_unhandled]))
        {
            _unhandled++;
        }

        return _unhandled < _all.Count ? _all[_unhandled] : null;
    }

    /// <summary>A worker's process is gone, and its handlers with it.</summary>
    public void Forget(SimulatedWorker worker)
    {
        foreach (var shard in _shards.Values)
        {
            shard.Out.RemoveAll(call => call.Run.Worker == worker);
        }
    }

    /// <summary>Whether there is a handler that must have a record.</summary>
    public required Func<RecordState, bool> IsWanted { private get; init; }

    /// <summary>How to find a shard that had no records yet.</summary>
    public required Func<string, (TableStream Stream, StreamShard Shard)?> Locate { private get; init; }

    private void Reopen(RecordState record)
    {
        record.Reopen();
        record.Item.Unfinished = Math.Min(record.Item.Unfinished, record.Index);
        _unhandled = 0;
    }

    private ShardHistory? Find(string key)
    {
        if (!_shards.TryGetValue(key, out var shard) && Locate(key) is { } found)
        {
            shard = ShardOf(found.Stream, found.Shard);
        }

        return shard;
    }

    private ShardHistory ShardOf(TableStream stream, StreamShard shard)
    {
        var key = $"{stream.TableName}/{stream.Label}/{shard.Id}";
        if (!_shards.TryGetValue(key, out var history))
        {
            _shards.Add(key, history = new ShardHistory(stream, shard, key));
        }

        return history;
    }

    private Run RunOf(SimulatedWorker worker, DeliverySource source, ShardHistory shard)
    {
        if (_runs.TryGetValue(source, out var run))
        {
            return run;
        }

        _runs.Add(source, run = new Run(worker, source, shard, rows.GenerationOf(source.WorkerId)));
        if (!_epochs.Add((worker, source.WorkerId, shard.Key, source.Epoch)))
        {
            fail($"{run} runs shard {shard.Key} again under the same epoch");
        }

        if (run.Generation == rows.Generation && !shard.IsExcused && rows.Lease(shard.Key) is { GateOpen: false })
        {
            fail($"{run} runs shard {shard.Key} while its gate is shut");
        }

        return run;
    }

    private void CheckEpoch(Run run)
    {
        var shard = run.Shard;
        if (run.Generation < rows.Generation)
        {
            if (!IsExcused(run))
            {
                fail($"{run} calls a handler of shard {shard.Key} under generation {run.Generation}, and the application is at {rows.Generation}");
            }
        }
        else if (run.Source.Epoch >= shard.Epoch)
        {
            shard.Epoch = run.Source.Epoch;
        }
        else if (!IsExcused(run))
        {
            fail($"{run} calls a handler of shard {shard.Key}, which has run under epoch {shard.Epoch}");
        }
    }

    private RecordState RecordOf(DeliverySource source, in StreamRecord record) =>
        _records[(source.TableName, long.Parse(record.SequenceNumber.ToString(), CultureInfo.InvariantCulture))];

    // A handler has one record of an item at a time; so have all that take single records together.
    private void CheckOthers(Run run, RecordState record, string handler, IReadOnlyCollection<RecordState>? batch)
    {
        foreach (var other in run.Shard.Out)
        {
            if (other.Run == run)
            {
                if (other.Record != record && other.Record.Item == record.Item
                    && (other.Handler == handler || (batch is null && !other.IsOfBatch)))
                {
                    fail($"{run} handles records {other.Record.Sequence} and {record.Sequence} of one item at once");
                }
            }
            else if (other.Run.Worker == run.Worker)
            {
                fail($"{run} runs shard {run.Shard.Key} while handlers of its run under epoch {other.Run.Source.Epoch} are out");
            }
            else if (!other.Stop.IsCancellationRequested && !IsExcused(other.Run) && !IsExcused(run))
            {
                fail($"{run} runs shard {run.Shard.Key} while handlers of {other.Run} are out and not cancelled");
            }
        }
    }

    private static bool IsExcused(Run run) => run.Worker.IsExcused || run.Shard.IsExcused;

    private void CheckOrder(Run run, RecordState record, string handler, IReadOnlyCollection<RecordState>? batch)
    {
        var item = record.Item;
        while (item.Unfinished < record.Index && IsBehind(item.Records[item.Unfinished]))
        {
            item.Unfinished++;
        }

        for (var i = item.Unfinished; i < record.Index && !run.Worker.IsExcused; i++)
        {
            var earlier = item.Records[i];
            if (!IsBehind(earlier) && !earlier.IsDoneBy(handler) && batch?.Contains(earlier) != true
                && run.Worker.RequiredHandlers(earlier).Contains(handler))
            {
                fail($"{run} handles record {record.Sequence} of shard {run.Shard.Key} before the item's earlier record "
                    + $"{earlier.Sequence} of shard {earlier.Shard.Key} is done");
            }
        }
    }

    private void CheckSequence(Run run, RecordState record, string handler)
    {
        if (run.Delivered.TryGetValue((record.Item, handler), out var last) && record.Index < last)
        {
            fail($"{run} handles record {record.Sequence} of shard {run.Shard.Key} after a later one of the same item");
        }

        run.Delivered[(record.Item, handler)] = record.Index;
    }

    // Another attempt is made also when the handler has succeeded and what it was given could not be disposed of.
    private void CheckRepetition(Run run, RecordState record, string handler, int attempt)
    {
        if (attempt == 1 && run.Done.Contains((record, handler)))
        {
            fail($"{run} handles record {record.Sequence} of shard {run.Shard.Key} again, with which {handler} has succeeded");
        }
    }

    /// <summary>Whether nobody need handle a record any more: done, lost to the retention, or before the start.</summary>
    public bool IsBehind(RecordState record)
    {
        if (record.IsFinished || record.Shard.Shard.IsTrimmed(record.Sequence))
        {
            return true;
        }

        var key = record.Shard.Key;
        return !IsWanted(record) || (rows.From(key[..key.LastIndexOf('/')]) is { } from
            && (record.CreatedAt < from
                || (record.CreatedAt < from + BeforeStart && rows.Markers.TryGetValue(key, out var marker)
                    && marker.Text("reason") == "before the start position")));
    }

    // A start position is some seconds before the listing that decided which shards are before it.
    private static readonly TimeSpan BeforeStart = TimeSpan.FromSeconds(4);
}
