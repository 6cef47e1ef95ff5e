using System.Diagnostics.Metrics;

namespace DynamoHandlers.Telemetry;

/// <summary>The meter <c>DynamoHandlers</c>: the one place where metrics get their names.</summary>
internal sealed class WorkerMeter : IDisposable
{
    public const string Name = "DynamoHandlers";

    private readonly Meter _meter;
    private readonly Counter<long> _read;
    private readonly Counter<long> _handled;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _beforeStart;
    private readonly Counter<long> _unmatched;
    private readonly Counter<long> _trimmed;
    private readonly Counter<long> _checkpoints;
    private readonly UpDownCounter<long> _prefetched;
    private readonly Counter<long> _overdue;
    private readonly Counter<long> _skipped;
    private readonly Counter<long> _deadLettered;
    private readonly Counter<long> _suppressed;
    private long _unassigned;

    public WorkerMeter()
    {
        _meter = new Meter(Name);
        _read = _meter.CreateCounter<long>(
            "dynamo_handlers.records.read", "{record}", "Records fetched from the stream.");
        _handled = _meter.CreateCounter<long>(
            "dynamo_handlers.records.handled", "{record}", "Records whose handlers have all succeeded.");
        _failures = _meter.CreateCounter<long>(
            "dynamo_handlers.handler.failures", "{attempt}", "Handler calls that threw and are tried again.");
        _beforeStart = _meter.CreateCounter<long>(
            "dynamo_handlers.records.before_start", "{record}", "Records older than the start position, passed over.");
        _unmatched = _meter.CreateCounter<long>(
            "dynamo_handlers.records.unmatched", "{record}", "Records that fit no entity of their table.");
        _trimmed = _meter.CreateCounter<long>(
            "dynamo_handlers.shards.trimmed", "{event}", "Times that records were lost to the 24 hours' retention.");
        _checkpoints = _meter.CreateCounter<long>(
            "dynamo_handlers.checkpoints", "{write}", "Checkpoints written to the lease table.");
        _meter.CreateObservableGauge(
            "dynamo_handlers.leases.unassigned",
            () => Volatile.Read(ref _unassigned),
            "{lease}",
            "Shards that no worker has room for, as this one sees it.");
        _overdue = _meter.CreateCounter<long>(
            "dynamo_handlers.handler.overdue", "{call}", "Handler calls that took longer than HandlerWarningAfter.");
        _skipped = _meter.CreateCounter<long>(
            "dynamo_handlers.changes.skipped", "{change}", "Changes that a handler's failure policy has passed over.");
        _deadLettered = _meter.CreateCounter<long>(
            "dynamo_handlers.changes.dead_lettered", "{change}", "Changes that were kept as dead letters.");
        _suppressed = _meter.CreateCounter<long>(
            "dynamo_handlers.changes.suppressed", "{change}", "Changes that a handler was not called with, as it had completed them before.");
        _prefetched = _meter.CreateUpDownCounter<long>(
            "dynamo_handlers.prefetch.bytes", "By", "Memory of the pages that are fetched and not yet handled.");
    }

    public void Read(string table, long records) => _read.Add(records, new KeyValuePair<string, object?>("table", table));

    public void Handled(string table, int records) => _handled.Add(records, new KeyValuePair<string, object?>("table", table));

    public void Failed(string handler) => _failures.Add(1, new KeyValuePair<string, object?>("handler", handler));

    public void BeforeStart(string table, long records)
    {
        if (records > 0)
        {
            _beforeStart.Add(records, new KeyValuePair<string, object?>("table", table));
        }
    }

    public void Unmatched(string table) => _unmatched.Add(1, new KeyValuePair<string, object?>("table", table));

    public void Trimmed(string table) => _trimmed.Add(1, new KeyValuePair<string, object?>("table", table));

    public void Checkpointed(string table) => _checkpoints.Add(1, new KeyValuePair<string, object?>("table", table));

    public void Unassigned(int leases) => Volatile.Write(ref _unassigned, leases);

    public void Overdue(string handler) => _overdue.Add(1, new KeyValuePair<string, object?>("handler", handler));

    public void Skipped(string handler) => _skipped.Add(1, new KeyValuePair<string, object?>("handler", handler));

    public void DeadLettered(string handler) => _deadLettered.Add(1, new KeyValuePair<string, object?>("handler", handler));

    public void Suppressed(string handler, long changes) =>
        _suppressed.Add(changes, new KeyValuePair<string, object?>("handler", handler));

    public void Prefetched(long bytes) => _prefetched.Add(bytes);

    public void Dispose() => _meter.Dispose();
}
