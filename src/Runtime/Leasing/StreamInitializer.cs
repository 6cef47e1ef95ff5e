using DynamoHandlers.Streams;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Leasing;

/// <summary>
/// Makes the first leases of a stream, once for the application. Nothing of the stream runs until they are all there,
/// and from then on the start position is a fixed time in the stream's row: whoever crashes before a first checkpoint,
/// nothing is resolved anew and nothing is skipped.
/// </summary>
internal sealed class StreamInitializer(
    IStreamClient client, LeaseStore leases, StreamStore streams, TimeProvider clock, TimeSpan leaseDuration)
{
    // Records carry whole seconds, and the clocks of the service's parts differ by less than this together.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(2);

    /// <summary>Waits until the stream is ready, making it so if nobody else does.</summary>
    public async ValueTask<StreamRow> EnsureAsync(
        string streamArn, StartPosition start, CancellationToken cancellationToken)
    {
        var stream = StreamKey.FromArn(streamArn);
        while (true)
        {
            var row = await streams.GetAsync(stream, cancellationToken).ConfigureAwait(false);
            if (row is { IsReady: true })
            {
                return row;
            }

            if (await TryBeginAsync(stream, row, cancellationToken).ConfigureAwait(false) is { } attempt)
            {
                // A stream that replaces one which the application has read is wanted whole: nothing of it is older.
                var position = await streams.HasPredecessorAsync(stream, cancellationToken).ConfigureAwait(false)
                    ? StartPosition.TrimHorizon
                    : start;
                var from = await MakeLeasesAsync(streamArn, position, cancellationToken).ConfigureAwait(false);
                await streams.CommitAsync(stream, attempt, from, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The number of this worker's attempt; null if another's was under way a moment ago.</summary>
    private async ValueTask<long?> TryBeginAsync(StreamKey stream, StreamRow? seen, CancellationToken cancellationToken)
    {
        if (seen is null)
        {
            return await streams.BeginAsync(stream, cancellationToken).ConfigureAwait(false) ? 1 : null;
        }

        // Looked at more often than needed for the replacement, as the other one is normally done soon.
        for (var waited = 0; waited < 10; waited++)
        {
            await Task.Delay(leaseDuration / 10, clock, cancellationToken).ConfigureAwait(false);
            var row = await streams.GetAsync(stream, cancellationToken).ConfigureAwait(false);
            if (row != seen)
            {
                return null;
            }
        }

        return await streams.ReplaceAsync(stream, seen.Attempt, cancellationToken).ConfigureAwait(false)
            ? seen.Attempt + 1
            : null;
    }

    private async ValueTask<DateTimeOffset?> MakeLeasesAsync(
        string streamArn, StartPosition start, CancellationToken cancellationToken)
    {
        var stream = StreamKey.FromArn(streamArn);
        var listing = await ShardDiscovery.ListAsync(client, streamArn, cancellationToken).ConfigureAwait(false);
        var wanted = start.IsLatest ? listing.OpenOrBelowOpen() : null;

        // Shards before the start position first: their children's gates open because of the markers.
        foreach (var passed in PassedShards(listing, wanted))
        {
            await streams.MarkAsync(new(stream, passed), "before the start position", cancellationToken).ConfigureAwait(false);
        }

        var markers = await streams.ReadMarkersAsync(stream, cancellationToken).ConfigureAwait(false);
        var plan = SyncPlan.Make(stream, listing, [], markers.Keys.ToHashSet(StringComparer.Ordinal));
        foreach (var lease in plan.Create)
        {
            await leases.CreateAsync(lease.Key, lease.ParentShardId, lease.GateOpen, cancellationToken).ConfigureAwait(false);
        }

        return start.IsLatest ? listing.ServiceTime - ClockTolerance : WholeSeconds(start.Time);
    }

    private static DateTimeOffset? WholeSeconds(DateTimeOffset? time) =>
        time is { } exact ? DateTimeOffset.FromUnixTimeSeconds(exact.ToUnixTimeSeconds()) : null;

    private static IEnumerable<string> PassedShards(ShardListing listing, IReadOnlySet<string>? wanted)
    {
        if (wanted is null)
        {
            return [];
        }

        var parents = listing.Shards.Where(shard => wanted.Contains(shard.ShardId))
            .Select(static shard => shard.ParentShardId)
            .OfType<string>();
        return listing.Shards.Select(static shard => shard.ShardId)
            .Union(parents)
            .Where(shardId => !wanted.Contains(shardId));
    }
}
