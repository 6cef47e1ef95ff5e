using DynamoHandlers.Telemetry;
using Microsoft.Extensions.Logging;

namespace DynamoHandlers.Dispatching.Watching;

/// <summary>
/// Looks at the handler calls of all shards of a worker, and reports those that do not return. It does not end them:
/// who cannot tell a slow handler from one that hangs must not repeat what it does. Thread-safe.
/// </summary>
/// <param name="warnAfter">After how long a call is reported; infinite for never.</param>
/// <param name="clock">The clock.</param>
/// <param name="meter">Counts the calls that were reported.</param>
/// <param name="logger">Where to.</param>
internal sealed class HandlerWatch(TimeSpan warnAfter, TimeProvider clock, WorkerMeter meter, ILogger logger)
{
    // A report is late by at most a tenth.
    private const int LooksPerWarning = 10;

    private readonly object _gate = new();
    private readonly LinkedList<WatchedCall> _calls = new();
    private bool _isLooking;

    public WatchedCall MakeCall(DeliverySource source) => new(source, clock);

    /// <summary>Has the calls of a shard watched, as long as the result is not disposed of.</summary>
    public IDisposable Watch(WatchedCall call)
    {
        lock (_gate)
        {
            var node = _calls.AddLast(call);
            if (!_isLooking && warnAfter != Timeout.InfiniteTimeSpan)
            {
                _isLooking = true;
                _ = LookAsync();
            }

            return new Watching(this, node);
        }
    }

    private async Task LookAsync()
    {
        while (true)
        {
            await Task.Delay(warnAfter / LooksPerWarning, clock).ConfigureAwait(false);
            WatchedCall[] calls;
            lock (_gate)
            {
                _isLooking = _calls.Count > 0;
                if (!_isLooking)
                {
                    return;
                }

                calls = [.. _calls];
            }

            try
            {
                Array.ForEach(calls, Look);
            }
            catch (Exception)
            {
                // A logger that throws must not end the watch.
            }
        }
    }

    private void Look(WatchedCall call)
    {
        if (call.TakeOverdue(warnAfter) is { } overdue)
        {
            var (handler, table) = (overdue.Handler, overdue.Source.TableName);
            if (overdue.IsFirst)
            {
                meter.Overdue(handler);
            }

            Log.HandlerOverdue(
                logger, handler, overdue.Elapsed, overdue.SequenceNumber, overdue.Source.ShardId, table, overdue.Key);
        }
    }

    private void Leave(LinkedListNode<WatchedCall> node)
    {
        lock (_gate)
        {
            if (node.List is not null)
            {
                _calls.Remove(node);
            }
        }
    }

    private sealed class Watching(HandlerWatch watch, LinkedListNode<WatchedCall> node) : IDisposable
    {
        public void Dispose() => watch.Leave(node);
    }
}
