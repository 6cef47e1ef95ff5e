using DynamoHandlers.Wire;
using Microsoft.Extensions.Logging;

namespace DynamoHandlers.Dispatching.Batches;

/// <summary>The batches of all batch handlers in one shard. Thread-safe.</summary>
internal sealed class BatchLanes
{
    private readonly Dictionary<HandlerDescriptor, BatchLane> _lanes;

    /// <param name="parts">What calls are made of.</param>
    /// <param name="turn">Held by whoever handles records of the shard, where only one may; else null.</param>
    /// <param name="clock">What windows are measured by.</param>
    /// <param name="logger">Reports.</param>
    public BatchLanes(DispatchParts parts, SemaphoreSlim? turn, TimeProvider clock, ILogger logger) =>
        _lanes = parts.Routing.Routes.Handlers.Where(static handler => handler.InvokeBatch is not null)
            .ToDictionary(static handler => handler, handler => new BatchLane(handler, parts, turn, clock, logger));

    /// <summary>Whether there is a handler whose batches wait for records that are yet to come.</summary>
    public static bool Wait(IEnumerable<HandlerDescriptor> handlers) => handlers.Any(static handler => handler.Batch?.Window > TimeSpan.Zero);

    /// <summary>Has the calls of the handlers watched until the results are disposed of.</summary>
    public IEnumerable<IDisposable?> Watch() => _lanes.Values.Select(static lane => lane.Watch());

    /// <summary>Adds a record to a handler's batch; one that would be too large with it is handled first.</summary>
    public ValueTask AddAsync(HandlerDescriptor handler, StreamRecord record, RecordProgress.Slot? slot) =>
        _lanes[handler].AddAsync(record, slot);

    /// <summary>Hands over a handler's batch if it is full, and waits until it is handled.</summary>
    public Task FlushFullAsync(HandlerDescriptor handler) => _lanes[handler].FlushFullAsync();

    /// <summary>Hands over a handler's batch, and waits until it is handled.</summary>
    public Task FlushAsync(HandlerDescriptor handler) => _lanes[handler].FlushAsync();

    /// <summary>Hands over all batches but those of a handler.</summary>
    public Task FlushOthersAsync(HandlerDescriptor handler) => FlushAsync(lane => lane.Handler != handler);

    /// <summary>Hands over the batches that do not wait for more.</summary>
    public Task FlushReadyAsync() => FlushAsync(static lane => !lane.Waits);

    /// <summary>Hands over all batches.</summary>
    public Task FlushAsync() => FlushAsync(static _ => true);

    /// <summary>Waits until no handler is being called any more, however it ends.</summary>
    public Task WhenIdleAsync() => Task.WhenAll(_lanes.Values.Select(static lane => lane.WhenIdleAsync()));

    // One after the other: where only one record is handled at a time, that holds for batches too.
    private async Task FlushAsync(Func<BatchLane, bool> isDue)
    {
        foreach (var lane in _lanes.Values.Where(isDue))
        {
            await lane.FlushAsync().ConfigureAwait(false);
        }
    }
}
