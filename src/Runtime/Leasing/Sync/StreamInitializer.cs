using DynamoHandlers.Streams;
using Microsoft.Extensions.Logging;

namespace DynamoHandlers.Leasing.Sync;

/// <summary>
/// Makes the first leases of a stream, once for the application. Nothing of the stream runs until they are all there.
/// The start position becomes a fixed time in the stream's row before the first of them is made: whoever crashes, then
/// or before a first checkpoint, nothing is resolved anew and nothing is skipped.
/// </summary>
internal sealed class StreamInitializer(
    ShardDiscovery discovery,
    LeaseStore leases,
    StreamStore streams,
    TimeProvider clock,
    TimeSpan leaseDuration,
    ILogger logger)
{
    // Records carry whole seconds, and the clocks of the service's parts differ by less than this together.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(2);

    // An attempt may take far longer than a lease duration, as listing a large stream does at the service's pace: it says
    // every so often that it goes on, for an hour at most, and others wait for several of these times.
    private static readonly TimeSpan BeatInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestPatience = TimeSpan.FromSeconds(5);
    private const int MostBeats = 3600;

    private readonly TimeSpan _patience = leaseDuration > ShortestPatience ? leaseDuration : ShortestPatience;

    /// <summary>Waits until the stream is ready, making it so if nobody else does.</summary>
    /// <param name="streamArn">The stream.</param>
    /// <param name="start">Where to begin, if the application has read nothing of the table yet.</param>
    /// <param name="isFollowing">Whether an earlier stream of the table is to be done first, if there is one.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async ValueTask<StreamRow> EnsureAsync(
        string streamArn, StartPosition start, bool isFollowing, CancellationToken cancellationToken)
    {
        var stream = StreamKey.FromArn(streamArn);
        while (true)
        {
            var row = await streams.GetAsync(stream, cancellationToken).ConfigureAwait(false);
            if (row is { IsReady: true })
            {
                return row;
            }

            if (row is null)
            {
                await BeginAsync(streamArn, start, isFollowing, cancellationToken).ConfigureAwait(false);
            }
            else if (row.IsPrepared || await StandsStillAsync(stream, row, cancellationToken).ConfigureAwait(false))
            {
                await ReplaceAsync(streamArn, row, isFollowing, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Lets a stream count as ready that vanished before it had its first leases: nothing of it can be read any more.
    /// </summary>
    public async ValueTask GiveUpAsync(string streamArn, CancellationToken cancellationToken)
    {
        var stream = StreamKey.FromArn(streamArn);
        if (await streams.GetAsync(stream, cancellationToken).ConfigureAwait(false) is { IsReady: false } row)
        {
            await streams.CommitAsync(stream, row.Attempt, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask BeginAsync(
        string streamArn, StartPosition wanted, bool isFollowing, CancellationToken cancellationToken)
    {
        var stream = StreamKey.FromArn(streamArn);
        var others = await streams.OtherLabelsAsync(streamArn, cancellationToken).ConfigureAwait(false);
        var previous = isFollowing
            ? others.Where(other => string.CompareOrdinal(other, stream.Label) < 0).Max(StringComparer.Ordinal)
            : null;
        var start = others.Count > 0 || await HasLeasesAsync(stream, cancellationToken).ConfigureAwait(false)
            ? StartPosition.TrimHorizon
            : wanted;
        var listing = await discovery.ListAsync(streamArn, DescribeUse.Urgent, cancellationToken).ConfigureAwait(false);
        var from = start.IsLatest ? listing.ServiceTime - ClockTolerance : WholeSeconds(start.Time);
        if (!await streams.BeginAsync(streamArn, from, previous, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        var row = new StreamRow(StreamState.Initializing, Attempt: 1, from, previous);
        await AttemptAsync(stream, row.Attempt, async stop =>
        {
            // Shards before the start position first: their children's gates open because of the markers.
            foreach (var passed in PassedShards(listing, start))
            {
                await streams.MarkAsync(new(stream, passed), "before the start position", stop).ConfigureAwait(false);
            }

            await MakeLeasesAsync(stream, listing, row, stop).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask AttemptAsync(
        StreamKey stream, long attempt, Func<CancellationToken, ValueTask> work, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var beats = BeatAsync(stream, attempt, end.Token);
        try
        {
            await work(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            await beats.ConfigureAwait(false);
        }
    }

    private async Task BeatAsync(StreamKey stream, long attempt, CancellationToken end)
    {
        for (var beat = 0; beat < MostBeats && !end.IsCancellationRequested; beat++)
        {
            await Task.Delay(BeatInterval, clock, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                if (!end.IsCancellationRequested)
                {
                    await streams.BeatAsync(stream, attempt, end).ConfigureAwait(false);
                }
            }
            catch (Exception)
            {
                // It only tells the others; what is wrong with the table, the work itself finds out.
            }
        }
    }

    // A stream that replaces one which the application has read is wanted whole: nothing of it is older. And one that has
    // leases was begun long ago, and somebody has deleted its row.
    private async ValueTask<bool> HasLeasesAsync(StreamKey stream, CancellationToken cancellationToken) =>
        (await leases.ReadStreamAsync(stream, consistent: true, cancellationToken).ConfigureAwait(false)).Count > 0;

    /// <summary>Whether the attempt of another worker has not been replaced nor completed for the lease duration.</summary>
    private async ValueTask<bool> StandsStillAsync(StreamKey stream, StreamRow seen, CancellationToken cancellationToken)
    {
        // Looked at more often than needed for the replacement, as the other one is normally done soon.
        for (var waited = 0; waited < 10; waited++)
        {
            await Task.Delay(_patience / 10, clock, cancellationToken).ConfigureAwait(false);
            var row = await streams.GetAsync(stream, cancellationToken).ConfigureAwait(false);
            if (row != seen)
            {
                return false;
            }
        }

        return true;
    }

    private async ValueTask ReplaceAsync(
        string streamArn, StreamRow abandoned, bool isFollowing, CancellationToken cancellationToken)
    {
        var stream = StreamKey.FromArn(streamArn);
        if (!await streams.ReplaceAsync(stream, abandoned.Attempt, isFollowing, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        var row = abandoned with { Attempt = abandoned.Attempt + 1, Previous = isFollowing ? abandoned.Previous : null };
        await AttemptAsync(stream, row.Attempt, async stop =>
        {
            // All shards that are listed: which of them were done at the time that the row has fixed, cannot be told any
            // more. Their older records are passed over one by one.
            var listing = await discovery.ListAsync(streamArn, DescribeUse.Urgent, stop).ConfigureAwait(false);
            await MakeLeasesAsync(stream, listing, row, stop).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask MakeLeasesAsync(
        StreamKey stream, ShardListing listing, StreamRow row, CancellationToken cancellationToken)
    {
        // What earlier attempts have made stays: with very many shards, only so does one of them get to the end.
        var rows = await leases.ReadStreamAsync(stream, consistent: true, cancellationToken).ConfigureAwait(false);
        var markers = await streams.ReadMarkersAsync(stream, cancellationToken).ConfigureAwait(false);
        var mayStart = await streams.MayStartAsync(stream.Table, row.Previous, cancellationToken).ConfigureAwait(false);
        var plan = SyncPlan.Make(stream, listing, rows, markers.Keys.ToHashSet(StringComparer.Ordinal), mayStart);
        await LeaseCreation.CreateAllAsync(leases, plan.Create, logger, cancellationToken).ConfigureAwait(false);
        await streams.CommitAsync(stream, row.Attempt, cancellationToken).ConfigureAwait(false);
    }

    private static DateTimeOffset? WholeSeconds(DateTimeOffset? time) =>
        time is { } exact ? DateTimeOffset.FromUnixTimeSeconds(exact.ToUnixTimeSeconds()) : null;

    private static IEnumerable<string> PassedShards(ShardListing listing, StartPosition start)
    {
        if (!start.IsLatest)
        {
            return [];
        }

        // Only what is listed as closed: a parent that the listing lacks may be the child of one that it shows as open.
        var wanted = listing.OpenOrBelowOpen();
        return listing.Shards.Select(static shard => shard.ShardId).Where(shardId => !wanted.Contains(shardId));
    }
}
