using DynamoHandlers.Leasing.Sync;
using DynamoHandlers.Telemetry;

namespace DynamoHandlers.Hosting.Sessions;

/// <summary>
/// Compares the shards of a stream with the leases: at the start, when a shard ended without known children, and slowly
/// all the time. One worker of all does the slow passes.
/// </summary>
internal sealed class SyncLoop(WorkerServices services, StreamTarget target, Fleet fleet, Action changed)
{
    // Children are opened by whoever finishes their parent; this is for what was missed.
    private readonly TimeSpan _interval = services.Options.ShardSyncInterval;

    private readonly WakeSignal _wake = new(services.Clock);

    private readonly StreamSync _sync = new(
        services.Clients.Streams,
        target.StreamArn,
        services.Leases,
        services.Streams,
        services.Clock,
        services.Options.LeaseDuration,
        services.Logger);

    /// <summary>Asks for a pass now.</summary>
    public void Wake() => _wake.Set();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var isAsked = true;
        while (!cancellationToken.IsCancellationRequested)
        {
            var isWaiting = (isAsked || fleet.IsFirst) && await TryPassAsync(cancellationToken).ConfigureAwait(false);
            var pause = isWaiting ? services.Options.LeaseDuration : _interval;

            // What waits for another pass is this worker's to look after until it is done.
            isAsked = await _wake.WaitAsync(pause, cancellationToken).ConfigureAwait(false) || isWaiting;
        }
    }

    /// <returns>Whether something waits for the next pass.</returns>
    private async ValueTask<bool> TryPassAsync(CancellationToken cancellationToken)
    {
        try
        {
            var isWaiting = await _sync.RunAsync(cancellationToken).ConfigureAwait(false);
            changed();
            return isWaiting;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception e)
        {
            Log.SyncFailed(services.Logger, e, target.TableName);
            return true;
        }
    }
}
