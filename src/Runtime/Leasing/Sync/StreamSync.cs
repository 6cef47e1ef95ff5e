using DynamoHandlers.Streams;
using DynamoHandlers.Telemetry;
using DynamoHandlers.Wire;
using Microsoft.Extensions.Logging;

namespace DynamoHandlers.Leasing.Sync;

/// <summary>What a pass over a stream's shards has come to.</summary>
/// <param name="Status">The stream's status; null if the service does not find the stream.</param>
/// <param name="IsWaiting">
/// Whether something waits for another pass soon: shards that have ended and must have children, shards that may be
/// trimmed, which is believed after two passes a lease duration apart, likewise that a stream is done or gone.
/// </param>
/// <param name="IsDrained">Whether the stream is found done to its end by this pass: the table's next one may start.</param>
/// <param name="ListingTime">How long the complete listing took.</param>
/// <param name="HasChanged">Whether the pass made leases runnable, of which nobody else knows.</param>
internal sealed record SyncPass(
    StreamStatus? Status, bool IsWaiting, bool IsDrained, TimeSpan ListingTime, bool HasChanged = false);

/// <summary>
/// Keeps a stream's leases in step with its shards: compares a complete listing with the rows and repairs what is
/// missing. Normally children are opened by whoever finishes their parent; this finds what that missed. One pass at a
/// time. A listing that fails changes nothing.
/// </summary>
internal sealed class StreamSync
{
    // Shards are listed for 24 hours; one more, as listings are not always complete.
    private static readonly TimeSpan MarkerRetention = TimeSpan.FromHours(25);

    private readonly string _streamArn;
    private readonly StreamKey _stream;
    private readonly ShardDiscovery _discovery;
    private readonly LeaseStore _leases;
    private readonly StreamStore _streams;
    private readonly ProtocolRules _rules;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Func<bool> _isReplaced;
    private readonly TrimmedShards _trimmed;
    private readonly Patience _drained;
    private readonly Patience _vanished;

    /// <param name="streamArn">The stream.</param>
    /// <param name="client">The service.</param>
    /// <param name="discovery">What lists its shards.</param>
    /// <param name="leases">The leases.</param>
    /// <param name="streams">The rows of streams, and the markers.</param>
    /// <param name="isReplaced">Whether the table has a newer stream by now.</param>
    /// <param name="clock">What is waited by.</param>
    /// <param name="leaseDuration">How long something must have been so, in two passes, to be believed.</param>
    /// <param name="rules">The rules of the protocol.</param>
    /// <param name="logger">Is told what operators should know.</param>
    public StreamSync(
        string streamArn,
        IStreamClient client,
        ShardDiscovery discovery,
        LeaseStore leases,
        StreamStore streams,
        Func<bool> isReplaced,
        TimeProvider clock,
        TimeSpan leaseDuration,
        ProtocolRules rules,
        ILogger logger)
    {
        (_streamArn, _stream) = (streamArn, StreamKey.FromArn(streamArn));
        (_discovery, _leases, _streams, _rules, _logger) = (discovery, leases, streams, rules, logger);
        _isReplaced = isReplaced;
        _clock = clock;
        _trimmed = new TrimmedShards(streamArn, client, leases, streams, clock, leaseDuration, logger);
        _drained = new Patience(clock, leaseDuration);
        _vanished = new Patience(clock, leaseDuration);
    }

    /// <summary>Makes one pass.</summary>
    /// <param name="row">The stream's row as it is.</param>
    /// <param name="cancellationToken">Ends the pass.</param>
    public async ValueTask<SyncPass> RunAsync(StreamRow row, CancellationToken cancellationToken)
    {
        var began = _clock.GetTimestamp();
        var (listing, isFound) = await ListAsync(cancellationToken).ConfigureAwait(false);
        var listingTime = _clock.GetElapsedTime(began);
        if (listing is null)
        {
            return new(Status: null, IsWaiting: _isReplaced(), IsDrained: false, listingTime);
        }

        // Leases before markers: a lease that is retired in between then shows as both, never as neither.
        var leases = await _leases.ReadStreamAsync(_stream, consistent: true, cancellationToken).ConfigureAwait(false);
        var markers = await _streams.ReadMarkersAsync(_stream, cancellationToken).ConfigureAwait(false);
        var mayStart = await _streams.MayStartAsync(_stream.Table, row.Previous, cancellationToken).ConfigureAwait(false);
        var plan = SyncPlan.Make(
            _stream, listing, leases, markers.Keys.ToHashSet(StringComparer.Ordinal), mayStart, _rules);
        await RepairAsync(plan, cancellationToken).ConfigureAwait(false);
        if (isFound)
        {
            await ForgetAsync(markers, listing, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            ReportVanished(leases);
        }

        var isInitial = leases.All(static lease => lease.Epoch == 0) && !IsTooLate(row, listing);
        if (await _trimmed.ProbeAsync(plan.Probe, isInitial, cancellationToken).ConfigureAwait(false))
        {
            // What was found out lets children run: no reason for them to wait for the next pass.
            return await RunAsync(row, cancellationToken).ConfigureAwait(false) with { HasChanged = true };
        }

        await _streams.CompletePassAsync(_stream, row.Pass, cancellationToken).ConfigureAwait(false);
        var isDrained = await DrainAsync(row, plan, cancellationToken).ConfigureAwait(false);
        var isWaiting = plan.Probe.Count > 0
            || (listing.Status is StreamStatus.Enabled or StreamStatus.Enabling && plan.Childless)
            || (!isDrained && row.State == StreamState.Ready && plan.IsDrained);
        var hasChanged = plan.Create.Count > 0 || plan.OpenGates.Count > 0 || plan.Finish.Count > 0;
        return new(isFound ? listing.Status : null, isWaiting, isDrained, listingTime, hasChanged);
    }

    /// <summary>
    /// Lists all shards. A stream that is not found proves nothing, unless it was not found for a while and the table has
    /// another one by now: then there are no shards of it any more.
    /// </summary>
    private async ValueTask<(ShardListing? Listing, bool IsFound)> ListAsync(CancellationToken cancellationToken)
    {
        try
        {
            var listing = await _discovery.ListAsync(_streamArn, DescribeUse.Background, cancellationToken).ConfigureAwait(false);
            _vanished.End();
            return (listing, true);
        }
        catch (StreamException e) when (e.Error == StreamError.NotFound)
        {
            var isGone = _isReplaced() && _vanished.IsOver();
            return (isGone ? new ShardListing([], default, StreamStatus.Disabled) : null, false);
        }
    }

    private async ValueTask RepairAsync(SyncPlan plan, CancellationToken cancellationToken)
    {
        await LeaseCreation.CreateAllAsync(_leases, plan.Create, _logger, cancellationToken).ConfigureAwait(false);
        foreach (var key in plan.OpenGates)
        {
            await _leases.OpenGateAsync(key, cancellationToken).ConfigureAwait(false);
        }

        foreach (var (ended, children) in plan.Finish)
        {
            await _leases.FinishEndedAsync(ended, children, cancellationToken).ConfigureAwait(false);
        }

        foreach (var lease in plan.Retire)
        {
            await _leases.RetireAsync(lease, cancellationToken).ConfigureAwait(false);
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
                await _streams.SetUnlistedAsync(key, isListed ? null : listing.ServiceTime, cancellationToken).ConfigureAwait(false);
            }
            else if (!isListed && listing.ServiceTime - since >= MarkerRetention)
            {
                await _streams.ForgetAsync(key, since!.Value, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Says that the stream is done, once two passes found it so: a listing may leave out a shard.</summary>
    private async ValueTask<bool> DrainAsync(StreamRow row, SyncPlan plan, CancellationToken cancellationToken)
    {
        if (row.State != StreamState.Ready || !plan.IsDrained)
        {
            _drained.End();
            return false;
        }

        if (!_drained.IsOver() || !await _streams.SetDrainedAsync(_stream, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        Log.StreamDrained(_logger, _stream.ToString());
        return true;
    }

    // Nothing of the application's first start is lost, unless it took longer than the service keeps records.
    private static bool IsTooLate(StreamRow row, ShardListing listing) =>
        row.From is { } from && listing.ServiceTime - from > TimeSpan.FromHours(24);

    private void ReportVanished(IReadOnlyList<Lease> leases)
    {
        var unfinished = leases.Count(static lease => lease.State == LeaseState.Open);
        if (unfinished > 0)
        {
            Log.StreamVanished(_logger, _stream.ToString(), unfinished);
        }
    }
}
