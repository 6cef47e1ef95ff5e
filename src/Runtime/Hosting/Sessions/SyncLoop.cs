using DynamoHandlers.Leasing.Sync;
using DynamoHandlers.Telemetry;

namespace DynamoHandlers.Hosting.Sessions;

/// <summary>
/// Compares the shards of a stream with the leases: slowly all the time, one worker of all; soon when a worker has gone,
/// who may have left something undone; and when a shard ended here without known children, until they are known.
/// </summary>
internal sealed class SyncLoop
{
    // Listing takes at most this share of the time, so that it does not use up the account's requests.
    private const int ListingShare = 20;

    private readonly WorkerServices _services;
    private readonly StreamTarget _target;
    private readonly Membership _membership;
    private readonly Action<SyncPass> _passed;
    private readonly WakeSignal _wake;
    private readonly StreamSync _sync;
    private readonly TimeSpan _interval;
    private HashSet<string> _living = new(StringComparer.Ordinal);
    private StreamRow _row;
    private TimeSpan _listingTime;
    private long _rowRead;
    private TimeSpan _before;
    private long _passSeen;
    private long? _tried;

    /// <param name="services">What the worker is made of.</param>
    /// <param name="target">The stream.</param>
    /// <param name="row">The stream's row.</param>
    /// <param name="targets">All streams of the worker.</param>
    /// <param name="membership">The worker among the others.</param>
    /// <param name="passed">Told of each complete pass of this worker.</param>
    public SyncLoop(
        WorkerServices services,
        StreamTarget target,
        StreamRow row,
        StreamTargets targets,
        Membership membership,
        Action<SyncPass> passed)
    {
        (_services, _target, _row, _membership, _passed) = (services, target, row, membership, passed);
        _wake = new WakeSignal(services.Clock);
        _interval = services.Options.ShardSyncInterval;

        // When the last pass was before this worker came, is not known: as if it had been long enough ago for one.
        _before = _interval;
        _passSeen = _rowRead = services.Clock.GetTimestamp();
        _sync = new StreamSync(
            target.StreamArn,
            services.Clients.Streams,
            services.Discovery,
            services.Leases,
            services.Streams,
            () => targets.IsReplaced(target),
            services.Clock,
            services.Options.LeaseDuration,
            services.Rules,
            services.Logger);
    }

    /// <summary>Asks for a pass now.</summary>
    public void Wake() => _wake.Set();

    /// <summary>Runs until it is cancelled, or nothing of the stream is left.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var duration = _services.Options.LeaseDuration;
        var isAsked = false;
        while (!cancellationToken.IsCancellationRequested)
        {
            var (isWaiting, isOver) = await TryPassAsync(isAsked, cancellationToken).ConfigureAwait(false);
            if (isOver)
            {
                return;
            }

            // The first look at the others is still to come: soon then. Otherwise so often that a worker that has gone
            // is noticed; that costs nothing.
            var pause = _living.Count == 0 ? duration / 20 : duration > _listingTime ? duration : _listingTime;

            // What waits for another pass is this worker's to look after until it is done.
            isAsked = await _wake.WaitAsync(pause, cancellationToken).ConfigureAwait(false) || isWaiting;
        }
    }

    /// <returns>Whether something waits for the next pass, and whether there will be none.</returns>
    private async ValueTask<(bool IsWaiting, bool IsOver)> TryPassAsync(bool isAsked, CancellationToken cancellationToken)
    {
        try
        {
            var isTurn = await IsTurnAsync(cancellationToken).ConfigureAwait(false);
            if (!isAsked && !isTurn)
            {
                return default;
            }

            _tried = _services.Clock.GetTimestamp();
            await ReadRowAsync(cancellationToken).ConfigureAwait(false);
            var pass = await _sync.RunAsync(_row, cancellationToken).ConfigureAwait(false);
            _listingTime = pass.ListingTime;
            _passed(pass);
            if (pass.HasChanged)
            {
                await _services.Notices.PostAsync(cancellationToken).ConfigureAwait(false);
            }

            // From now on, not from when it is looked at the next time, the counter stands still.
            await ReadRowAsync(cancellationToken).ConfigureAwait(false);
            return (pass.IsWaiting, pass.Status is null && (pass.IsDrained || _row.State == StreamState.Drained));
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            return default;
        }
        catch (Exception e)
        {
            Log.SyncFailed(_services.Logger, e, _target.TableName);
            return (IsWaiting: true, IsOver: false);
        }
    }

    private async ValueTask<bool> IsTurnAsync(CancellationToken cancellationToken)
    {
        var workers = _membership.Fleet.Living;
        _services.DescribePace.Workers = workers.Count;
        var living = workers.Where(worker => worker.Streams.Contains(_target.Key))
            .Select(static worker => worker.Identity).ToHashSet(StringComparer.Ordinal);
        var hasLost = !_living.IsSubsetOf(living);
        _living = living;
        if (living.Count == 0)
        {
            return false;
        }

        if (hasLost)
        {
            // All must see the same pass to see the same ranks.
            await ReadRowAsync(cancellationToken).ConfigureAwait(false);
            if (Rank() == 0)
            {
                return Since(_tried) >= _listingTime * ListingShare;
            }
        }

        // The row is read now and then for knowing since when the counter stands still, and for being sure.
        var mayTry = IsDue() && Since(_tried) >= _interval;
        if (mayTry || Since(_rowRead) >= _interval / 5)
        {
            await ReadRowAsync(cancellationToken).ConfigureAwait(false);
        }

        return mayTry && IsDue();
    }

    private bool IsDue()
    {
        var interval = _listingTime * ListingShare > _interval ? _listingTime * ListingShare : _interval;
        return _before + Since(_passSeen) >= SyncTurn.Patience(Rank(), interval);
    }

    private int Rank() => SyncTurn.Rank(_living, _membership.Identity, _target.Key, _row.Pass);

    private async ValueTask ReadRowAsync(CancellationToken cancellationToken)
    {
        var row = await _services.Streams.GetAsync(_target.Key, cancellationToken).ConfigureAwait(false);
        _rowRead = _services.Clock.GetTimestamp();
        if (row is null)
        {
            await _services.Streams.RestoreAsync(_target.StreamArn, _row, cancellationToken).ConfigureAwait(false);
            Log.StreamRowRestored(_services.Logger, _target.Key.ToString());
            return;
        }

        if (row.Pass != _row.Pass)
        {
            (_before, _passSeen) = (TimeSpan.Zero, _rowRead);
        }

        _row = row;
    }

    private TimeSpan Since(long? time) => time is { } at ? _services.Clock.GetElapsedTime(at) : TimeSpan.MaxValue;
}
