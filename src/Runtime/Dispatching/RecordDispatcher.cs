using DynamoHandlers.Dispatching.Batches;
using DynamoHandlers.Dispatching.Routing;
using DynamoHandlers.Dispatching.Transactions;
using DynamoHandlers.Dispatching.Watching;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Dispatching;

/// <summary>
/// Brings records to their handlers, one record at a time, its handlers one after the other, each until it succeeds or is
/// given up. The handlers of a record share one service scope; after a failure the next attempt gets a new one.
/// </summary>
internal sealed class RecordDispatcher(DispatchParts parts, BatchLanes batches)
    : RecordAttempt(parts, new(parts.Turns, parts.Quit, parts.Stop))
{
    // What routing a record is called in logs and metrics: it can fail as a handler can, and is tried again likewise.
    private const string Routing = "(routing)";

    private readonly WatchedCall? _call = parts.Watch?.MakeCall(parts.Source);
    private HandlerDescriptor? _handler;
    private RecordProgress.Slot? _slot;
    private RecordRoute _route;
    private StreamRecord _record;
    private readonly RecordServices _services = new(parts.Scopes, parts.Singletons);
    private int _attempt;
    private bool _isLast;
    private bool _isForBatch;
    private int _left;

    /// <inheritdoc/>
    public override string Handler => _handler?.Name ?? Routing;

    /// <inheritdoc/>
    public override FailurePolicy? Policy => _handler?.Failure;

    /// <inheritdoc/>
    protected override StreamRecord Record => _record;

    /// <summary>Has the calls of handlers watched until the result is disposed of.</summary>
    public IDisposable? Watch() => Parts.Watch?.Watch(_call!);

    /// <summary>Brings a record to all its handlers: those that take a transaction last, as that commits the checkpoint.</summary>
    /// <param name="record">The record.</param>
    /// <param name="slot">Let go when the record is done but for batches that hold it; null where nobody wants to know.</param>
    /// <exception cref="OperationCanceledException">The record is not done, and is not to be.</exception>
    public async ValueTask DispatchAsync(StreamRecord record, RecordProgress.Slot? slot)
    {
        (_record, _slot) = (record, slot);
        try
        {
            await RouteAsync().ConfigureAwait(false);
            _left = CountPlain(_route);
            var transactional = new TransactionalHandlers();
            foreach (var leg in _route.Legs)
            {
                _record = leg.View(record);
                foreach (var handler in leg.Handlers)
                {
                    if (handler.CommitsEachCall)
                    {
                        transactional.Add(handler, _record);
                    }
                    else
                    {
                        await HandleAsync(handler).ConfigureAwait(false);
                    }
                }
            }

            await HandleAsync(transactional).ConfigureAwait(false);
        }
        finally
        {
            try
            {
                await _services.EndAsync().ConfigureAwait(false);
            }
            finally
            {
                Turn.End();
            }
        }
    }

    /// <inheritdoc/>
    public override async ValueTask GiveUpAsync(FailureAction action, Exception e)
    {
        await EndScopeAfterFailureAsync().ConfigureAwait(false);
        await Parts.GivenUp!.SettleAsync(new(Handler, _record, Parts.Source, e, Failures), action, Parts.Quit).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override ValueTask CallInTurnAsync()
    {
        if (_handler is { } handler)
        {
            return CallHandlerAsync(handler);
        }

        Route();
        return default;
    }

    private static int CountPlain(RecordRoute route)
    {
        var count = 0;
        foreach (var leg in route.Legs)
        {
            foreach (var handler in leg.Handlers)
            {
                count += handler.CommitsEachCall ? 0 : 1;
            }
        }

        return count;
    }

    private async ValueTask HandleAsync(HandlerDescriptor handler)
    {
        // Draining lets the record at hand go on to its other handlers, cancelling does not.
        Parts.Stop.ThrowIfCancellationRequested();
        _handler = handler;
        _isLast = --_left == 0;
        (_attempt, _isForBatch) = (0, false);
        await Parts.Attempts.RunAsync(this, Parts.Quit).ConfigureAwait(false);
        if (_isForBatch)
        {
            // A batch that is handed over takes a turn of its own, and this one must not keep it from it.
            Turn.End();
            await batches.AddAsync(handler, _record, _slot).ConfigureAwait(false);
            await batches.FlushFullAsync(handler).ConfigureAwait(false);
        }
    }

    private async ValueTask HandleAsync(TransactionalHandlers transactional)
    {
        Turn.End();
        if (transactional.Single.Count > 0)
        {
            Parts.Stop.ThrowIfCancellationRequested();
            var attempt = new TransactionAttempt(transactional.Single, Parts, _slot, _call, Turn);
            await Parts.Attempts.RunAsync(attempt, Parts.Quit).ConfigureAwait(false);
        }

        // A batch commits when it is full: the record is then held by it alone.
        foreach (var (handler, view) in transactional.OfBatches)
        {
            if (HandlerFilter.Wants(handler, view))
            {
                await batches.AddAsync(handler, view, _slot).ConfigureAwait(false);
            }
        }

        _slot?.Release();
        foreach (var (handler, _) in transactional.OfBatches)
        {
            await batches.FlushFullAsync(handler).ConfigureAwait(false);
        }
    }

    private async ValueTask RouteAsync()
    {
        _handler = null;
        _route = new([], RouteMatch.Entity);
        if (Parts.Routing.Routes.IsByKind)
        {
            Route();
        }
        else
        {
            await Parts.Attempts.RunAsync(this, Parts.Quit).ConfigureAwait(false);
        }
    }

    private void Route() => _route = Parts.Routing.Route(_record, Parts.Source.TableName);

    private async ValueTask CallHandlerAsync(HandlerDescriptor handler)
    {
        if (_attempt++ > 0)
        {
            await _services.EndAsync().ConfigureAwait(false);
        }

        if (HandlerFilter.Wants(handler, _record))
        {
            if (handler.Invoke is { } invoke)
            {
                await InvokeAsync(handler, invoke).ConfigureAwait(false);
            }
            else
            {
                // Once the scope has been ended: what is collected fails and is tried again with its batch.
                _isForBatch = true;
            }
        }

        if (_isLast)
        {
            // As part of the attempt: a unit of work that fails when it is disposed of is not done.
            await _services.EndAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask InvokeAsync(HandlerDescriptor handler, HandlerInvoker invoke)
    {
        _call?.Begin(handler.Name, _record);
        try
        {
            await invoke(new(_record, Parts.Source, _attempt, _services, Parts.Stop)).ConfigureAwait(false);
            Parts.States?.Keep(handler, _slot);
        }
        finally
        {
            _call?.End();
        }
    }

    // The handler is given up; that its scope cannot be disposed of either changes nothing.
    private async ValueTask EndScopeAfterFailureAsync()
    {
        try
        {
            await _services.EndAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The failure that is reported came first.
        }
    }
}
