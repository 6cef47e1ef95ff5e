using DynamoHandlers.Dispatching;
using DynamoHandlers.Dispatching.Batches;
using DynamoHandlers.Testing.Simulation.Invariants;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoHandlers.Testing.Simulation;

/// <summary>A worker's handlers, each call of which is judged before it is made.</summary>
internal sealed class WatchedHandlers(SimulatedWorker worker, Deliveries deliveries)
{
    private static readonly IReadOnlyList<string> None = [];

    private readonly Dictionary<(string Table, ChangeKind Kind, bool IsTimeToLive), IReadOnlyList<string>> _required = [];
    private readonly List<HandlerDescriptor> _handlers = [];
    private DynamoHandlersOptions _options = new();

    /// <summary>Puts itself between the worker and its handlers.</summary>
    public void Watch(IServiceCollection services)
    {
        for (var i = 0; i < services.Count; i++)
        {
            if (services[i] is { IsKeyedService: false, ImplementationInstance: HandlerDescriptor handler })
            {
                _handlers.Add(handler);
                services[i] = ServiceDescriptor.Singleton(Watched(handler));
            }
        }
    }

    /// <summary>Says to which tables the names in attributes are mapped.</summary>
    public void Map(DynamoHandlersOptions options) => _options = options;

    /// <summary>
    /// The handlers that must have a record: those without filters and patterns, which only a worker can tell.
    /// </summary>
    public IReadOnlyList<string> Required(RecordState record)
    {
        var key = (record.Shard.Stream.TableName, record.Kind, record.IsTimeToLive);
        if (!_required.TryGetValue(key, out var required))
        {
            var names = _handlers.Where(handler => MustHave(handler, key)).Select(static handler => handler.Name).ToList();
            _required.Add(key, required = names.Count > 0 ? names : None);
        }

        return required;
    }

    private bool MustHave(HandlerDescriptor handler, (string Table, ChangeKind Kind, bool IsTimeToLive) record) =>
        handler is { Filter: null, Pattern: null, TakesUnmatched: false }
        && TableOf(handler) == record.Table
        && handler.Kinds.HasFlag(KindOf(record.Kind))
        && (record.Kind != ChangeKind.Remove || handler.Cause == RemoveCause.Any
            || (handler.Cause == RemoveCause.TimeToLive) == record.IsTimeToLive)
        && !_handlers.Exists(other => other.Pattern is not null && TableOf(other) == record.Table);

    private string TableOf(HandlerDescriptor handler) => _options.RealTable(handler.Table);

    private static ChangeKinds KindOf(ChangeKind kind) => kind switch
    {
        ChangeKind.Insert => ChangeKinds.Insert,
        ChangeKind.Modify => ChangeKinds.Modify,
        _ => ChangeKinds.Remove,
    };

    private HandlerDescriptor Watched(HandlerDescriptor handler) => handler.CalledBy(
        invoke => (in HandlerCall call) => worker.Link.IsAwake ? Invoke(handler, invoke, call) : InvokeLaterAsync(handler, invoke, call),
        invoke => call => InvokeAsync(handler, invoke, call));

    private async ValueTask<BatchResult> InvokeAsync(HandlerDescriptor handler, BatchInvoker invoke, BatchCall call)
    {
        var isLate = !worker.Link.IsAwake;
        await worker.Link.WhenAwakeAsync().ConfigureAwait(false);
        if (call.Records.Count == 0)
        {
            // The end of a window: no record depends on it.
            return await invoke(call).ConfigureAwait(false);
        }

        var begun = isLate
            ? [.. call.Records.Select(record => deliveries.BeginLate(worker, handler, call.Source, record, call.Stop))]
            : deliveries.Begin(worker, handler, call);
        BatchResult? result = null;
        try
        {
            result = await invoke(call).ConfigureAwait(false);
            return result;
        }
        finally
        {
            await worker.Link.WhenAwakeAsync().ConfigureAwait(false);
            var outcome = BatchOutcome.Of(
                begun.Count,
                i => result is null || result.FailedChanges.Contains(call.ContextOf(i)) || call.Unreadable.ContainsKey(i),
                i => ItemKey.Of(call.Records[i].Keys));
            for (var i = 0; i < begun.Count; i++)
            {
                Action<Call, bool> end = isLate ? Deliveries.EndLate : Deliveries.End;
                end(begun[i], outcome.Done.Contains(i));
            }
        }
    }

    // The machine stopped between the worker's decision and the call.
    private async ValueTask InvokeLaterAsync(HandlerDescriptor handler, HandlerInvoker invoke, HandlerCall call)
    {
        await worker.Link.WhenAwakeAsync().ConfigureAwait(false);
        var begun = deliveries.BeginLate(worker, handler, call.Source, call.Record, call.Stop);
        await CompleteAsync(begun, invoke(call), Deliveries.EndLate).ConfigureAwait(false);
    }

    private ValueTask Invoke(HandlerDescriptor handler, HandlerInvoker invoke, in HandlerCall call)
    {
        var begun = deliveries.Begin(worker, handler, call);
        ValueTask running;
        try
        {
            running = invoke(call);
        }
        catch (Exception e)
        {
            running = ValueTask.FromException(e);
        }

        if (!running.IsCompletedSuccessfully)
        {
            return CompleteAsync(begun, running, Deliveries.End);
        }

        Deliveries.End(begun, hasSucceeded: true);
        return default;
    }

    private async ValueTask CompleteAsync(Call begun, ValueTask running, Action<Call, bool> end)
    {
        var hasSucceeded = false;
        try
        {
            await running.ConfigureAwait(false);
            hasSucceeded = true;
        }
        finally
        {
            // A worker that is gone never gets to know that its handler is done.
            await worker.Link.WhenAwakeAsync().ConfigureAwait(false);
            end(begun, hasSucceeded);
        }
    }
}
