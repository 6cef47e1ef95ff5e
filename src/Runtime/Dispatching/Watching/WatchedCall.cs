using System.Text;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Dispatching.Watching;

/// <summary>The handler call that is under way for a shard, if there is one. Thread-safe.</summary>
internal sealed class WatchedCall(DeliverySource source, TimeProvider clock)
{
    private const string NoRecord = "(none)";

    // What is read of a record under it is read while its call cannot end, so that its page is there.
    private readonly object _gate = new();
    private string? _handler;
    private StreamRecord? _record;
    private long _since;
    private int _reports;

    public void Begin(string handler, StreamRecord? record = null)
    {
        lock (_gate)
        {
            (_handler, _record, _since, _reports) = (handler, record, clock.GetTimestamp(), 0);
        }
    }

    public void End()
    {
        lock (_gate)
        {
            _handler = null;
        }
    }

    /// <summary>
    /// What to report of the call: it has taken some time, or twice that since it was reported, four times, and so on.
    /// </summary>
    public OverdueCall? TakeOverdue(TimeSpan warnAfter)
    {
        lock (_gate)
        {
            if (_handler is null)
            {
                return null;
            }

            var elapsed = clock.GetElapsedTime(_since);
            if (elapsed < warnAfter * Math.Pow(2, _reports))
            {
                return null;
            }

            return new OverdueCall(
                _handler,
                source,
                _record?.SequenceNumber.ToString() ?? NoRecord,
                _record is { } record ? Encoding.UTF8.GetString(record.Keys) : NoRecord,
                elapsed,
                IsFirst: _reports++ == 0);
        }
    }
}

/// <summary>A call that has not returned for long.</summary>
/// <param name="Handler">The handler.</param>
/// <param name="Source">Where the record comes from.</param>
/// <param name="SequenceNumber">The record.</param>
/// <param name="Key">The item.</param>
/// <param name="Elapsed">How long the call has taken so far.</param>
/// <param name="IsFirst">Whether the call is reported for the first time.</param>
internal sealed record OverdueCall(
    string Handler, DeliverySource Source, string SequenceNumber, string Key, TimeSpan Elapsed, bool IsFirst);
