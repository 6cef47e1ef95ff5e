using System.Text;
using DynamoHandlers.Dispatching.Routing;
using DynamoHandlers.Images;
using DynamoHandlers.Telemetry;
using DynamoHandlers.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DynamoHandlers.Dispatching;

/// <summary>
/// Brings records to their handlers, one record at a time, its handlers one after the other, each until it succeeds.
/// The handlers of a record share one service scope; after a failure the next attempt gets a new one.
/// </summary>
internal sealed class RecordDispatcher(
    TableRouting routing,
    IServiceScopeFactory scopes,
    IAttemptPolicy attempts,
    DeliverySource source,
    Func<bool> mayCall,
    DispatchTurns? turns = null,
    HandlerWatch? watch = null)
    : IHandlerAttempt
{
    // What routing a record is called in logs and metrics: it can fail as a handler can, and is tried again likewise.
    private const string Routing = "(routing)";

    private readonly WatchedCall? _call = watch?.MakeCall(source);
    private HandlerDescriptor? _handler;
    private RecordRoute _route;
    private StreamRecord _record;
    private AsyncServiceScope? _scope;
    private CancellationToken _quit;
    private CancellationToken _stop;
    private int _attempt;
    private bool _isLast;
    private bool _hasTurn;

    string IHandlerAttempt.Handler => _handler?.Name ?? Routing;

    /// <summary>Has the calls of handlers watched until the result is disposed of.</summary>
    public IDisposable? Watch() => watch?.Watch(_call!);

    /// <summary>Brings a record to all its handlers.</summary>
    /// <param name="record">The record.</param>
    /// <param name="quit">Ends the waiting between attempts of a failing handler.</param>
    /// <param name="stop">Handed to the handlers; includes every reason to end one that is running.</param>
    /// <exception cref="OperationCanceledException">The record is not done, and is not to be.</exception>
    public async ValueTask DispatchAsync(StreamRecord record, CancellationToken quit, CancellationToken stop)
    {
        _record = record;
        _quit = quit;
        _stop = stop;
        try
        {
            await RouteAsync(quit).ConfigureAwait(false);
            var left = _route.HandlerCount;
            foreach (var leg in _route.Legs)
            {
                _record = leg.View(record);
                foreach (var handler in leg.Handlers)
                {
                    // Draining lets the record at hand go on to its other handlers, cancelling does not.
                    stop.ThrowIfCancellationRequested();
                    _handler = handler;
                    _isLast = --left == 0;
                    _attempt = 0;
                    await attempts.RunAsync(this, quit).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            try
            {
                await EndScopeAsync().ConfigureAwait(false);
            }
            finally
            {
                EndTurn();
            }
        }
    }

    async ValueTask IHandlerAttempt.CallAsync()
    {
        await TakeTurnAsync().ConfigureAwait(false);
        try
        {
            if (!mayCall())
            {
                throw new DeliveryEndedException();
            }

            if (_handler is { } handler)
            {
                await CallHandlerAsync(handler).ConfigureAwait(false);
            }
            else
            {
                Route();
            }
        }
        catch (MappingException e) when (e.TableName is null)
        {
            EndTurn();
            e.SetRecord(source.TableName, Key(), source.ShardId, _record.SequenceNumber.ToString());
            throw;
        }
        catch
        {
            // The wait for the next attempt is nobody's turn.
            EndTurn();
            throw;
        }
    }

    void IHandlerAttempt.Report(ILogger logger, Exception e, int attempt, TimeSpan delay) => Log.HandlerFailed(
        logger, e, ((IHandlerAttempt)this).Handler, _record.SequenceNumber.ToString(), source.ShardId, source.TableName, Key(), attempt, delay);

    void IHandlerAttempt.ReportLast(ILogger logger, Exception e) => Log.HandlerFailedAtLast(
        logger, e, ((IHandlerAttempt)this).Handler, _record.SequenceNumber.ToString(), source.ShardId, source.TableName, Key());

    private async ValueTask RouteAsync(CancellationToken quit)
    {
        _handler = null;
        if (routing.Routes.IsByKind)
        {
            Route();
        }
        else
        {
            await attempts.RunAsync(this, quit).ConfigureAwait(false);
        }
    }

    private void Route() => _route = routing.Route(_record, source.TableName);

    private async ValueTask CallHandlerAsync(HandlerDescriptor handler)
    {
        if (_attempt++ > 0)
        {
            await EndScopeAsync().ConfigureAwait(false);
        }

        if (HandlerFilter.Wants(handler, _record))
        {
            _call?.Begin(handler, _record);
            try
            {
                _scope ??= scopes.CreateAsyncScope();
                await handler.Invoke!(new(_record, source, _attempt, _scope.Value.ServiceProvider, _stop)).ConfigureAwait(false);
            }
            finally
            {
                _call?.End();
            }
        }

        if (_isLast)
        {
            // As part of the attempt: a unit of work that fails when it is disposed of is not done.
            await EndScopeAsync().ConfigureAwait(false);
        }
    }

    // A record keeps its turn for all its handlers, unless one of them fails.
    private async ValueTask TakeTurnAsync()
    {
        if (turns is not null && !_hasTurn)
        {
            await turns.WaitAsync(_quit).ConfigureAwait(false);
            _hasTurn = true;
        }
    }

    private void EndTurn()
    {
        if (_hasTurn)
        {
            _hasTurn = false;
            turns!.GiveBack();
        }
    }

    private string Key() => Encoding.UTF8.GetString(_record.Keys);

    private async ValueTask EndScopeAsync()
    {
        if (_scope is { } scope)
        {
            _scope = null;
            await scope.DisposeAsync().ConfigureAwait(false);
        }
    }
}
