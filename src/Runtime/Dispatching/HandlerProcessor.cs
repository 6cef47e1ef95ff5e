using DynamoHandlers.Dispatching.Batches;
using DynamoHandlers.Dispatching.Failures;
using DynamoHandlers.Dispatching.Lanes;
using DynamoHandlers.Dispatching.Processing;
using DynamoHandlers.Dispatching.States;
using DynamoHandlers.Dispatching.Transactions;
using DynamoHandlers.Telemetry;
using DynamoHandlers.Wire;
using Microsoft.Extensions.Logging;

namespace DynamoHandlers.Dispatching;

/// <summary>
/// Processes a shard by calling handlers: one record after the other, or several at once in lanes. A record is done when all
/// its handlers are done with it, and the shard as far as all records are.
/// </summary>
internal sealed class HandlerProcessor : IIdleProcessor, IAsyncDisposable
{
    // How far lanes may get ahead of a record that is not done: that much is handled again after a crash, and remembered
    // until then.
    private const int MaxAhead = 10_000;

    // How many records are handled carefully after a worker has died: more than any but the fastest handlers get through
    // between two checkpoints, which is as far as the dead one can have got.
    private const int CarefulRecords = 1_000;

    private readonly DispatchParts _parts;
    private readonly ProcessorSettings _settings;
    private readonly ShardCheckpointer _checkpointer;
    private readonly RecordProgress _progress;
    private readonly BatchLanes _batches;
    private readonly RecordDispatcher _first;
    private readonly ShardLanes? _lanes;

    // Held by whoever handles records, where that may also be a batch whose time has come.
    private readonly SemaphoreSlim? _turn;
    private readonly List<IDisposable?> _watching;
    private readonly RecordIsolation _isolation;
    private readonly ShardInstances _instances;
    private readonly ShardStates? _states;
    private int _carefulRecords;
    private bool _isInRecord;
    private bool _hasBegun;

    public HandlerProcessor(
        DispatchParts parts,
        ProcessorSettings settings,
        ShardCheckpointer checkpointer,
        TimeProvider clock,
        WorkerMeter meter,
        ILogger logger)
    {
        (_settings, _checkpointer) = (settings, checkpointer);
        _progress = new RecordProgress((reached, count) =>
        {
            checkpointer.Done(reached);
            meter.Handled(parts.Source.TableName, count);
        });
        var handlers = parts.Routing.Routes.Handlers;
        _instances = ShardInstances.For(handlers, parts.Scopes);
        _states = ShardStates.For(parts, _instances, checkpointer, _progress, new(settings.CommitInterval, settings.TableOf, clock), logger);
        var transactions = new ShardTransactions(checkpointer, _progress, parts.Source, settings.TableOf);
        _parts = parts = parts with { Transactions = transactions, States = _states };
        _turn = settings.Lanes == 1 && BatchLanes.Wait(handlers) ? new SemaphoreSlim(1, 1) : null;
        transactions.Batches = _batches = new BatchLanes(parts, _turn, clock, logger);
        _states?.Batches = _batches;
        RecordDispatcher[] dispatchers = [.. Enumerable.Range(0, settings.Lanes).Select(_ => new RecordDispatcher(parts, _batches))];
        _first = dispatchers[0];
        _lanes = settings.Lanes == 1 ? null : new ShardLanes(dispatchers, _batches.FlushReadyAsync, parts.Quit);
        _isolation = new RecordIsolation(parts, settings.Failure, checkpointer, clock, logger);
        _carefulRecords = checkpointer.IsSuspicious ? CarefulRecords : 0;
        _watching = [.. dispatchers.Select(static dispatcher => dispatcher.Watch()), .. _batches.Watch(), _states?.Watch()];
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync(ShardContext shard, CancellationToken stop)
    {
        _instances.Create();
        _parts.Source.Instances = _instances.ByType;
        if (_states is not null)
        {
            await _states.RestoreAsync(stop).ConfigureAwait(false);
        }

        await _instances.InitializeAsync(shard, stop).ConfigureAwait(false);
        _hasBegun = true;
    }

    /// <inheritdoc/>
    public async ValueTask ProcessAsync(ShardPage page, CancellationToken stop)
    {
        var work = new PageWork(page);
        try
        {
            for (var i = 0; i < page.Count; i++)
            {
                _parts.Quit.ThrowIfCancellationRequested();
                await HandleAsync(page[i], work).ConfigureAwait(false);
            }

            _progress.Pass(page.Last);
        }
        catch
        {
            work.Release();
            throw;
        }

        if (work.Release())
        {
            await InTurnAsync(_batches.FlushReadyAsync, _parts.Quit).ConfigureAwait(false);
        }

        await InTurnAsync(static states => states.CommitIfDueAsync()).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask IdleAsync() => InTurnAsync(static states => states.IdleAsync());

    /// <inheritdoc/>
    public async ValueTask ShardEndedAsync(CancellationToken stop)
    {
        await (_lanes?.WhenHandledAsync() ?? Task.CompletedTask).ConfigureAwait(false);
        await InTurnAsync(_batches.FlushAsync, _parts.Quit).ConfigureAwait(false);
        await _instances.ShardEndedAsync(stop).ConfigureAwait(false);
        await InTurnAsync(static states => states.EndAsync()).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask ShutdownRequestedAsync(CancellationToken stop)
    {
        await (_lanes?.StopAsync() ?? Task.CompletedTask).ConfigureAwait(false);
        try
        {
            await InTurnAsync(_batches.FlushAsync, stop).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Reported; whoever has the shard next handles it again.
        }

        await _batches.WhenIdleAsync().ConfigureAwait(false);
        await _instances.ShutdownRequestedAsync(stop).ConfigureAwait(false);

        // A record that is not done with all handlers may be in the state of some: it comes again, and counts then. What did
        // not get as far as its first record has no state to tell of.
        if (_states is { IsBroken: false } && _hasBegun && !_isInRecord)
        {
            await _states.CommitAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask LeaseLostAsync()
    {
        await (_lanes?.StopAsync() ?? Task.CompletedTask).ConfigureAwait(false);
        await _batches.WhenIdleAsync().ConfigureAwait(false);
        await _instances.LeaseLostAsync().ConfigureAwait(false);
    }

    public ValueTask DisposeAsync()
    {
        _watching.ForEach(static watching => watching?.Dispose());
        return _instances.DisposeAsync();
    }

    private async ValueTask HandleAsync(StreamRecord record, PageWork page)
    {
        if (_carefulRecords > 0)
        {
            _carefulRecords--;
            await HandleCarefullyAsync(record).ConfigureAwait(false);
            return;
        }

        if (!_settings.DoneAfterHandlers)
        {
            _checkpointer.Done(record.SequenceNumber);
        }

        if (_lanes is null)
        {
            await HandleAloneAsync(record).ConfigureAwait(false);
            return;
        }

        await _progress.WhenFewerAsync(MaxAhead, _parts.Quit).ConfigureAwait(false);
        page.Hold();
        try
        {
            var slot = _progress.Begin(record.SequenceNumber);
            await _lanes.AddAsync(new(record, ItemKey.Of(record.Keys), slot, page)).ConfigureAwait(false);
        }
        catch
        {
            page.Release();
            throw;
        }
    }

    // Workers have died here: each record is announced before its handlers are called, and done before the next begins.
    private async ValueTask HandleCarefullyAsync(StreamRecord record)
    {
        // What ends with the records before must not look like this one's doing.
        await InTurnAsync(states => states.BeforeAsync(record.CreatedAt)).ConfigureAwait(false);
        var deaths = _checkpointer.DeathsBy(record.SequenceNumber);
        if (deaths >= _settings.Failure.MaxCrashes)
        {
            var slot = _progress.Begin(record.SequenceNumber);
            await _isolation.SettleAsync(record, deaths).ConfigureAwait(false);
            slot.Release();
            return;
        }

        if (!await _checkpointer.SuspectAsync(record.SequenceNumber, _parts.Quit).ConfigureAwait(false))
        {
            throw new DeliveryEndedException();
        }

        await HandleAloneAsync(record).ConfigureAwait(false);
        await InTurnAsync(_batches.FlushAsync, _parts.Quit).ConfigureAwait(false);
        await InTurnAsync(static states => states.CommitAsync()).ConfigureAwait(false);
    }

    private async ValueTask HandleAloneAsync(StreamRecord record)
    {
        await (_turn?.WaitAsync(_parts.Quit) ?? Task.CompletedTask).ConfigureAwait(false);
        try
        {
            if (_states is not null)
            {
                await _states.BeforeAsync(record.CreatedAt).ConfigureAwait(false);
            }

            _isInRecord = true;
            await _first.DispatchAsync(record, _progress.Begin(record.SequenceNumber)).ConfigureAwait(false);
            _isInRecord = false;
        }
        finally
        {
            _turn?.Release();
        }
    }

    private async ValueTask InTurnAsync(Func<ShardStates, ValueTask> act)
    {
        if (_states is not null)
        {
            await InTurnAsync(() => act(_states).AsTask(), _parts.Quit).ConfigureAwait(false);
        }
    }

    private async ValueTask InTurnAsync(Func<Task> act, CancellationToken cancellationToken)
    {
        await (_turn?.WaitAsync(cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        try
        {
            await act().ConfigureAwait(false);
        }
        finally
        {
            _turn?.Release();
        }
    }
}

/// <summary>What the options say to the calling of handlers.</summary>
/// <param name="Lanes">How many records at once.</param>
/// <param name="DoneAfterHandlers">See <see cref="Leasing.ProtocolRules.DoneAfterHandlers"/>.</param>
/// <param name="Failure">What to do about failures where handlers do not say.</param>
/// <param name="TableOf">Gives the real name of the table with a name.</param>
/// <param name="CommitInterval">How often what is kept of shards is committed.</param>
internal sealed record ProcessorSettings(
    int Lanes, bool DoneAfterHandlers, FailureOptions Failure, Func<string, string> TableOf, TimeSpan CommitInterval);
