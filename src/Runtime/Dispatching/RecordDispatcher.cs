using System.Text;
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
    HandlerRoutes routes, IServiceScopeFactory scopes, IAttemptPolicy attempts, DeliverySource source, Func<bool> mayCall)
    : IHandlerAttempt
{
    private HandlerDescriptor? _handler;
    private StreamRecord _record;
    private AsyncServiceScope? _scope;
    private CancellationToken _stop;
    private int _attempt;
    private bool _isLast;

    string IHandlerAttempt.Handler => _handler!.Name;

    /// <summary>Brings a record to all its handlers.</summary>
    /// <param name="record">The record.</param>
    /// <param name="quit">Ends the waiting between attempts of a failing handler.</param>
    /// <param name="stop">Handed to the handlers; includes every reason to end one that is running.</param>
    /// <exception cref="OperationCanceledException">The record is not done, and is not to be.</exception>
    public async ValueTask DispatchAsync(StreamRecord record, CancellationToken quit, CancellationToken stop)
    {
        _record = record;
        _stop = stop;
        try
        {
            var handlers = routes.For(record.Kind);
            for (var i = 0; i < handlers.Count; i++)
            {
                // Draining lets the record at hand go on to its other handlers, cancelling does not.
                stop.ThrowIfCancellationRequested();
                _handler = handlers[i];
                _isLast = i == handlers.Count - 1;
                _attempt = 0;
                await attempts.RunAsync(this, quit).ConfigureAwait(false);
            }
        }
        finally
        {
            await EndScopeAsync().ConfigureAwait(false);
        }
    }

    async ValueTask IHandlerAttempt.CallAsync()
    {
        if (!mayCall())
        {
            throw new DeliveryEndedException();
        }

        if (_attempt++ > 0)
        {
            await EndScopeAsync().ConfigureAwait(false);
        }

        try
        {
            if (HandlerRoutes.Wants(_handler!, _record))
            {
                _scope ??= scopes.CreateAsyncScope();
                await _handler!.Invoke(new(_record, source, _attempt, _scope.Value.ServiceProvider, _stop)).ConfigureAwait(false);
            }

            if (_isLast)
            {
                // As part of the attempt: a unit of work that fails when it is disposed of is not done.
                await EndScopeAsync().ConfigureAwait(false);
            }
        }
        catch (MappingException e) when (e.TableName is null)
        {
            e.SetRecord(source.TableName, Key(), source.ShardId, _record.SequenceNumber.ToString());
            throw;
        }
    }

    void IHandlerAttempt.Report(ILogger logger, Exception e, int attempt, TimeSpan delay) => Log.HandlerFailed(
        logger, e, _handler!.Name, _record.SequenceNumber.ToString(), source.ShardId, source.TableName, Key(), attempt, delay);

    void IHandlerAttempt.ReportLast(ILogger logger, Exception e) => Log.HandlerFailedAtLast(
        logger, e, _handler!.Name, _record.SequenceNumber.ToString(), source.ShardId, source.TableName, Key());

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
