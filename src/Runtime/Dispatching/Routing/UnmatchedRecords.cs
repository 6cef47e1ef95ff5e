using System.Collections.Concurrent;
using System.Text;
using DynamoHandlers.Telemetry;
using DynamoHandlers.Wire;
using Microsoft.Extensions.Logging;

namespace DynamoHandlers.Dispatching.Routing;

/// <summary>
/// Counts the records that fit no entity, and says now and then that there are some that are passed over. One for all
/// shards of a worker; safe for concurrent use.
/// </summary>
internal sealed class UnmatchedRecords(WorkerMeter meter, ILogger logger, TimeProvider clock)
{
    // A table may have any number of such records: one line a minute says as much as thousands.
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Report> _reports = new(StringComparer.Ordinal);

    /// <summary>Notes a record that an <c>[OnUnmatched]</c> handler takes.</summary>
    public void Taken(string table) => meter.Unmatched(table);

    /// <summary>Notes a record that is passed over.</summary>
    public void Skipped(string table, in StreamRecord record)
    {
        meter.Unmatched(table);
        var report = _reports.GetOrAdd(table, static _ => new());
        if (report.CountsAndIsDue(clock) is { } count)
        {
            Log.RecordsUnmatched(logger, count, table, Encoding.UTF8.GetString(record.Keys), record.SequenceNumber.ToString());
        }
    }

    private sealed class Report
    {
        private readonly object _gate = new();
        private long? _last;
        private long _count;

        /// <returns>How many there were since the last time, if it is time to say so.</returns>
        public long? CountsAndIsDue(TimeProvider clock)
        {
            lock (_gate)
            {
                _count++;
                var now = clock.GetTimestamp();
                if (_last is { } last && clock.GetElapsedTime(last, now) < Interval)
                {
                    return null;
                }

                var count = _count;
                (_last, _count) = (now, 0);
                return count;
            }
        }
    }
}
