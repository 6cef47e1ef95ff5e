using DynamoHandlers.Dispatching.Batches;
using DynamoHandlers.Dispatching.Watching;
using DynamoHandlers.Leasing;
using DynamoHandlers.Telemetry;
using Microsoft.Extensions.Logging;

namespace DynamoHandlers.Dispatching.States;

/// <summary>
/// What the handlers of one shard have taken in that outlives a record: windows, buffers and states. All of it is committed
/// together, with the checkpoint, between two records: it then holds exactly the records up to that checkpoint. Records are
/// not done until then. A commit that fails ends the run; what is in memory is forgotten, and the next run begins with what
/// was committed. For one caller at a time.
/// </summary>
internal sealed class ShardStates : IShardStates
{
    // How long changes may be under way from the item to the stream: well above what is seen.
    private static readonly TimeSpan Lateness = TimeSpan.FromSeconds(5);

    private readonly DispatchParts _parts;
    private readonly ShardInstances _instances;
    private readonly ShardCheckpointer _checkpointer;
    private readonly RecordProgress _progress;
    private readonly StateSettings _settings;
    private readonly ILogger _logger;
    private readonly CallTurn _turn;
    private readonly WatchedCall? _watched;
    private readonly Dictionary<HandlerDescriptor, ShardWindow> _windows;
    private readonly HashSet<RecordProgress.Slot> _kept = [];
    private ChangeTransaction? _writes;
    private long? _dueAt;
    private long? _quietSince;

    private ShardStates(
        DispatchParts parts,
        ShardInstances instances,
        ShardCheckpointer checkpointer,
        RecordProgress progress,
        StateSettings settings,
        ILogger logger)
    {
        (_parts, _instances, _checkpointer, _progress, _settings, _logger) = (parts, instances, checkpointer, progress, settings, logger);
        _turn = new(parts.Turns, parts.Quit, parts.Stop);
        _watched = parts.Watch?.MakeCall(parts.Source);
        var handlers = parts.Routing.Routes.Handlers;
        _windows = handlers.Where(static handler => handler.WindowSize is not null)
            .ToDictionary(static handler => handler, static handler => new ShardWindow(handler));
    }

    /// <summary>The batches of the shard's handlers, those of windows among them.</summary>
    public BatchLanes Batches
    {
        get => field ?? throw new InvalidOperationException("The batches are not set.");
        set;
    }

    /// <summary>Those of a shard; null if none of its handlers keeps anything.</summary>
    public static ShardStates? For(
        DispatchParts parts,
        ShardInstances instances,
        ShardCheckpointer checkpointer,
        RecordProgress progress,
        StateSettings settings,
        ILogger logger) => parts.Routing.Routes.Handlers.Any(static handler => handler.HoldsState)
        ? new(parts, instances, checkpointer, progress, settings, logger)
        : null;

    /// <summary>Whether a commit has failed: what is in memory counts no more.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Has the calls watched until the result is disposed of.</summary>
    public IDisposable? Watch() => _parts.Watch?.Watch(_watched!);

    /// <inheritdoc/>
    public ShardWindow? WindowOf(HandlerDescriptor handler) => _windows.GetValueOrDefault(handler);

    /// <summary>Takes up what was kept of the shard.</summary>
    public async ValueTask RestoreAsync(CancellationToken cancellationToken)
    {
        var stateful = Instances.Where(static instance => instance.Class.Restore is not null).ToList();
        var names = _windows.Keys.Select(static handler => handler.Name).Concat(stateful.Select(static instance => instance.Name));
        var (kept, stale) = await _checkpointer.ReadStatesAsync(names, cancellationToken).ConfigureAwait(false);
        foreach (var name in stale)
        {
            Log.StateDropped(_logger, name, _parts.Source.ShardId, _parts.Source.TableName);
        }

        var byName = kept.ToDictionary(static state => state.Name);
        foreach (var window in _windows.Values.Where(window => byName.ContainsKey(window.Handler.Name)))
        {
            window.Restore(byName[window.Handler.Name]);
        }

        stateful.ForEach(instance => instance.Restore(byName.GetValueOrDefault(instance.Name)));
    }

    /// <inheritdoc/>
    public ChangeTransaction Begin() => new(_settings.TableOf, reserved: States);

    /// <inheritdoc/>
    public void Take(ShardWindow window, WindowCall call, ChangeTransaction? transaction)
    {
        window.Check(call);
        Write(transaction);
        window.Take(call);
        if (window.Handler.Shard is { HoldsState: true } shardClass)
        {
            // What the call has put into its instance is flushed before the window counts as over.
            InstanceOf(shardClass).Keep();
        }
    }

    /// <inheritdoc/>
    public void Open(ShardWindow window, DateTimeOffset createdAt) =>
        window.Open(createdAt == DateTimeOffset.MinValue ? _settings.Clock.GetUtcNow() : createdAt);

    /// <inheritdoc/>
    public void Keep(HandlerDescriptor handler, RecordProgress.Slot? slot)
    {
        if (!handler.HoldsState)
        {
            return;
        }

        var interval = handler is { WindowSize: null, Shard.IsBuffer: true } ? TimeSpan.MaxValue : _settings.Interval;
        if (handler.Shard is { HoldsState: true } shardClass)
        {
            InstanceOf(shardClass).Keep();
            interval = shardClass.IsBuffer && shardClass.FlushInterval < interval ? shardClass.FlushInterval : interval;
        }

        if (slot is not null && _kept.Add(slot))
        {
            slot.Hold();
        }

        var due = _settings.Clock.GetTimestamp() + (long)(interval.TotalSeconds * _settings.Clock.TimestampFrequency);
        _dueAt = due < _dueAt ? due : _dueAt ?? due;
    }

    /// <summary>Closes the windows that a record shows to be over. To be called before it is handled.</summary>
    public async ValueTask BeforeAsync(DateTimeOffset createdAt)
    {
        _quietSince = null;

        // What a call in the middle of a record has written is committed first: the next may write the same items.
        await CommitIfDueAsync().ConfigureAwait(false);
        await CloseAsync(createdAt).ConfigureAwait(false);
    }

    /// <summary>Commits if it is time. To be called between two records.</summary>
    public async ValueTask CommitIfDueAsync()
    {
        if (_writes is not null || _kept.Count >= StateSettings.MaxKept || Instances.Any(static instance => instance.IsFull)
            || _settings.Clock.GetTimestamp() >= _dueAt)
        {
            await CommitAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The shard was asked for records, and had none: closes the windows that are over, and commits if it is time.</summary>
    public async ValueTask IdleAsync()
    {
        var now = _settings.Clock.GetTimestamp();
        _quietSince ??= now;

        // A read that finds nothing may have looked at a stretch without records: it takes several of them.
        if (_settings.Clock.GetElapsedTime(_quietSince.Value, now) >= Lateness)
        {
            await CloseAsync(_settings.Clock.GetUtcNow() - Lateness).ConfigureAwait(false);
        }

        await CommitIfDueAsync().ConfigureAwait(false);
    }

    /// <summary>Commits everything. To be called between two records.</summary>
    public async ValueTask CommitAsync()
    {
        await Batches.FlushAsync().ConfigureAwait(false);
        await FlushAsync().ConfigureAwait(false);
        await WriteAsync().ConfigureAwait(false);
    }

    /// <summary>Commits everything for the last time: nothing outlives the shard.</summary>
    public async ValueTask EndAsync()
    {
        await Batches.FlushAsync().ConfigureAwait(false);
        foreach (var window in _windows.Values.Where(static window => window.HasState))
        {
            window.Open(_settings.Clock.GetUtcNow());
            await CloseAsync(window, isShardEnd: true).ConfigureAwait(false);

            // With what its last call has written: else that call would be made again after a crash.
            window.Clear();
            if (_writes is not null)
            {
                await CommitAsync().ConfigureAwait(false);
            }
        }

        // Also what was not flushed because there was nothing new: this is the last time.
        foreach (var instance in Instances)
        {
            instance.Keep();
        }

        await FlushAsync().ConfigureAwait(false);
        foreach (var window in _windows.Values)
        {
            window.Clear();
        }

        foreach (var instance in Instances)
        {
            instance.Clear();
        }

        await WriteAsync().ConfigureAwait(false);
    }

    private IReadOnlyList<ShardInstance> Instances => _instances.All;

    private ShardInstance InstanceOf(ShardClass shardClass) => Instances.First(instance => instance.Class.Type == shardClass.Type);

    // So many writes a transaction has that are no handler's.
    private int States => _windows.Count + Instances.Count(static instance => instance.Class.Save is not null);

    private async ValueTask CloseAsync(DateTimeOffset at)
    {
        foreach (var window in _windows.Values.Where(window => window.IsOver(at)))
        {
            await CloseAsync(window, isShardEnd: false).ConfigureAwait(false);
            await CommitAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask CloseAsync(ShardWindow window, bool isShardEnd)
    {
        await Batches.FlushAsync(window.Handler).ConfigureAwait(false);
        if (_writes is not null)
        {
            // The last call may write the same items once more.
            await CommitAsync().ConfigureAwait(false);
        }

        await CallAsync(window.Handler.Name, attempt => WindowEnd.CallAsync(window, this, _parts, isShardEnd, attempt)).ConfigureAwait(false);
    }

    private async ValueTask FlushAsync()
    {
        foreach (var instance in Instances.Where(static instance => instance.IsToBeFlushed))
        {
            if (instance.Value is IShardBuffer buffer)
            {
                await FlushAsync(instance.Name, buffer).ConfigureAwait(false);
            }

            instance.Flushed();
        }
    }

    private async ValueTask FlushAsync(string name, IShardBuffer buffer)
    {
        ChangeTransaction? transaction = null;
        await CallAsync($"{name}.{nameof(IShardBuffer.FlushAsync)}", async _ =>
        {
            transaction = Begin();
            try
            {
                await buffer.FlushAsync(transaction, _parts.Stop).ConfigureAwait(false);
            }
            finally
            {
                transaction.End();
            }
        }).ConfigureAwait(false);

        // Not as part of the call: what was flushed is not there any more to be flushed again.
        IsBroken = true;
        Write(transaction);
        IsBroken = false;
    }

    private ValueTask CallAsync(string name, Func<int, ValueTask> call) =>
        _parts.Attempts.RunAsync(new ShardCall(name, _parts, _turn, _watched, call), _parts.Quit);

    private void Write(ChangeTransaction? transaction)
    {
        if (transaction?.Complete() is not { Count: > 0 } items)
        {
            return;
        }

        var writes = new ChangeTransaction(static table => table, States);
        foreach (var item in (_writes?.Items ?? []).Concat(items))
        {
            writes.Add(item);
        }

        _writes = writes;
    }

    private async ValueTask WriteAsync()
    {
        var windows = _windows.Values.Select(static window => (Take: (Action<ShardState>)window.Committed, window.Changed));
        var instances = Instances.Select(static instance => (Take: (Action<ShardState>)instance.Committed, instance.Changed));
        var changed = windows.Concat(instances).Where(static state => state.Changed is not null).ToList();
        if (changed.Count > 0 || _writes is not null)
        {
            IsBroken = true;
            ShardState[] states = [.. changed.Select(static state => state.Changed!)];
            if (!await _checkpointer.CommitAsync(Reach(), states, _writes?.Items ?? [], _parts.Stop).ConfigureAwait(false))
            {
                throw new DeliveryEndedException();
            }

            IsBroken = false;
            changed.ForEach(static state => state.Take(state.Changed!));
        }

        (_writes, _dueAt) = (null, null);
        RecordProgress.Slot[] done = [.. _kept];
        _kept.Clear();
        Array.ForEach(done, static slot => slot.Release());
    }

    private Checkpoint Reach()
    {
        var (reached, last) = (_progress.WouldReach(_kept), _kept.Select(static slot => slot.SequenceNumber).DefaultIfEmpty().Max());
        if (reached.CompareTo(last) < 0)
        {
            throw new InvalidOperationException(
                $"What is kept of shard {_parts.Source.ShardId} of {_parts.Source.TableName} has record {last}, and cannot be committed: "
                + "a record before it is not done. This is an error of DynamoHandlers; please report it.");
        }

        var done = _checkpointer.Reached;
        return reached.IsNone || Checkpoint.AfterRecord(reached).CompareTo(done) < 0 ? done : Checkpoint.AfterRecord(reached);
    }
}
