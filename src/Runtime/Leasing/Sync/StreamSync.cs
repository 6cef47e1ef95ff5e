using DynamoHandlers.Streams;
using DynamoHandlers.Telemetry;
using DynamoHandlers.Wire;
using Microsoft.Extensions.Logging;

namespace DynamoHandlers.Leasing.Sync;

/// <summary>
/// Keeps a stream's leases in step with its shards: compares a complete listing with the rows and repairs what is
/// missing. Normally children are opened by whoever finishes their parent; this finds what that missed. One pass at a
/// time.
/// </summary>
internal sealed class StreamSync(
    IStreamClient client,
    string streamArn,
    LeaseStore leases,
    StreamStore streams,
    TimeProvider clock,
    TimeSpan leaseDuration,
    ILogger logger)
{
    // Shards are listed for 24 hours; one more, as listings are not always complete.
    private static readonly TimeSpan MarkerRetention = TimeSpan.FromHours(25);

    private readonly StreamKey _stream = StreamKey.FromArn(streamArn);
    private readonly Dictionary<string, long> _notFoundSince = new(StringComparer.Ordinal);

    /// <summary>Makes one pass.</summary>
    /// <returns>
    /// Whether something waits for the next pass: shards that have ended and must have children, or shards whose parents
    /// may be trimmed, which is believed after two passes a lease duration apart.
    /// </returns>
    public async ValueTask<bool> RunAsync(CancellationToken cancellationToken)
    {
        var listing = await ShardDiscovery.ListAsync(client, streamArn, cancellationToken).ConfigureAwait(false);

        // Leases before markers: a lease that is retired in between then shows as both, never as neither.
        var rows = await leases.ReadAllAsync(consistent: true, cancellationToken).ConfigureAwait(false);
        var markers = await streams.ReadMarkersAsync(_stream, cancellationToken).ConfigureAwait(false);
        var plan = SyncPlan.Make(_stream, listing, rows, markers.Keys.ToHashSet(StringComparer.Ordinal));
        await RepairAsync(plan, cancellationToken).ConfigureAwait(false);
        await ForgetAsync(markers, listing, cancellationToken).ConfigureAwait(false);
        if (await ProbeAsync(plan.Probe, IsFresh(rows), cancellationToken).ConfigureAwait(false))
        {
            // What was found out lets children run: no reason for them to wait for the next pass.
            return await RunAsync(cancellationToken).ConfigureAwait(false);
        }

        return plan.Probe.Count > 0
            || (listing.Status is StreamStatus.Enabled or StreamStatus.Enabling && plan.Childless);
    }

    private bool IsFresh(IEnumerable<Lease> rows) =>
        rows.All(lease => lease.Key.Stream != _stream || lease.Epoch == 0);

    private async ValueTask RepairAsync(SyncPlan plan, CancellationToken cancellationToken)
    {
        foreach (var lease in plan.Create)
        {
            await leases.CreateAsync(lease.Key, lease.ParentShardId, lease.GateOpen, cancellationToken).ConfigureAwait(false);
        }

        foreach (var key in plan.OpenGates)
        {
            await leases.OpenGateAsync(key, cancellationToken).ConfigureAwait(false);
        }

        foreach (var (ended, children) in plan.Finish)
        {
            await leases.FinishEndedAsync(ended, children, cancellationToken).ConfigureAwait(false);
        }

        foreach (var lease in plan.Retire)
        {
            await leases.RetireAsync(lease, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask ForgetAsync(
        IReadOnlyDictionary<string, DateTimeOffset?> markers, ShardListing listing, CancellationToken cancellationToken)
    {
        foreach (var (shardId, since) in markers)
        {
            var key = new LeaseKey(_stream, shardId);
            var isListed = listing.Contains(shardId);
            if (isListed == since is not null)
            {
                await streams.SetUnlistedAsync(key, isListed ? null : listing.ServiceTime, cancellationToken).ConfigureAwait(false);
            }
            else if (!isListed && listing.ServiceTime - since >= MarkerRetention)
            {
                await streams.ForgetAsync(key, since!.Value, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <returns>Whether something is known now that was not before.</returns>
    private async ValueTask<bool> ProbeAsync(
        IEnumerable<string> shardIds, bool isFresh, CancellationToken cancellationToken)
    {
        var isKnown = false;
        foreach (var shardId in shardIds)
        {
            var key = new LeaseKey(_stream, shardId);
            if (await ExistsAsync(shardId, cancellationToken).ConfigureAwait(false))
            {
                _notFoundSince.Remove(shardId);
                isKnown |= await leases.CreateAsync(key, parentShardId: null, gateOpen: true, cancellationToken).ConfigureAwait(false);
            }
            else if (!_notFoundSince.TryGetValue(shardId, out var since))
            {
                _notFoundSince[shardId] = clock.GetTimestamp();
            }
            else if (clock.GetElapsedTime(since) >= leaseDuration
                && await streams.MarkAsync(key, "trimmed", cancellationToken).ConfigureAwait(false))
            {
                isKnown = true;
                _notFoundSince.Remove(shardId);
                ReportTrimmed(shardId, isFresh);
            }
        }

        return isKnown;
    }

    // At the first start of an application the oldest shards have parents that nobody wants any more.
    private void ReportTrimmed(string shardId, bool isFresh)
    {
        if (isFresh)
        {
            Log.ParentBeforeStart(logger, _stream.Table, shardId);
        }
        else
        {
            Log.ParentTrimmed(logger, _stream.Table, shardId);
        }
    }

    private async ValueTask<bool> ExistsAsync(string shardId, CancellationToken cancellationToken)
    {
        try
        {
            await client.GetShardIteratorAsync(streamArn, shardId, ShardPosition.TrimHorizon, cancellationToken)
                .ConfigureAwait(false);
            return true;
        }
        catch (StreamException e) when (e.Error == StreamError.NotFound)
        {
            return false;
        }
    }
}
