using DynamoHandlers.Leasing;
using DynamoHandlers.Leasing.Rewinding;
using DynamoHandlers.Leasing.Workers;
using DynamoHandlers.Telemetry;

namespace DynamoHandlers.Hosting.Rewinding;

/// <summary>
/// The way from one generation of leases to the next, as one of those sees it who wait for it: workers that have stopped,
/// and whoever asked for the rewind. Each does all of it, and any number of them at once: every write is conditional or
/// says the same, and the last one, which begins the next generation, succeeds once. Not thread-safe.
/// </summary>
/// <param name="services">What the worker, or whoever asked, is made of.</param>
/// <param name="pending">The application's row.</param>
/// <param name="pause">How long to let others complete it, once all have stopped: a large fleet does all at once.</param>
internal sealed class GenerationChange(WorkerServices services, Application pending, TimeSpan pause)
{
    // As for the first leases of a stream: a large table is done within a lease duration.
    private const int Parallelism = 16;

    private readonly Liveness _liveness = new(services.Clock, services.Options.LeaseDuration);
    private readonly WorkerServices _old = services.In(pending.Generation);
    private long? _stopped;

    public Application Pending => pending;

    /// <summary>The workers that have not stopped yet, as the last step found.</summary>
    public IReadOnlyList<string> Waiting { get; private set; } = [];

    /// <summary>Does what can be done now.</summary>
    /// <returns>Whether that was all: the next generation has begun.</returns>
    public async ValueTask<bool> StepAsync(CancellationToken cancellationToken)
    {
        var workers = await services.Workers.ReadAllAsync(cancellationToken, consistent: true).ConfigureAwait(false);
        var atWork = workers.Where(row => !row.IsGone && row.Generation <= pending.Generation)
            .Select(static row => row.Identity).ToList();
        if (!services.Rules.WorkersStopBeforeRewind)
        {
            atWork.Clear();
        }

        if (atWork.Count == 0 && services.Clock.GetElapsedTime(_stopped ??= services.Clock.GetTimestamp()) < pause)
        {
            Waiting = [];
            return false;
        }

        var leases = atWork.Count == 0
            ? await _old.Leases.ReadAllAsync(consistent: true, cancellationToken).ConfigureAwait(false)
            : [];
        var owners = leases.Select(static lease => lease.Owner).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        _liveness.Observe(workers, owners);
        var rows = workers.Select(static row => row.Identity).ToHashSet(StringComparer.Ordinal);
        Waiting = [.. atWork, .. owners.Where(owner => !rows.Contains(owner))];
        if (Waiting.Count > 0)
        {
            await BuryAsync(cancellationToken).ConfigureAwait(false);
            return false;
        }

        await CloseAsync(leases, cancellationToken).ConfigureAwait(false);
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        if (await services.Application.PublishAsync(pending, cancellationToken).ConfigureAwait(false))
        {
            Log.GenerationBegun(
                services.Logger, services.Options.Application, pending.Rewind?.Position.ToString() ?? "", pending.Next!.Value);
        }

        await services.Notices.PostAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    // Nobody else may be left to do it.
    private async ValueTask BuryAsync(CancellationToken cancellationToken)
    {
        foreach (var (identity, heartbeat) in _liveness.Standing(static _ => TimeSpan.Zero))
        {
            if (Liveness.HasNoRow(heartbeat))
            {
                await services.Workers.BuryMissingAsync(identity, cancellationToken).ConfigureAwait(false);
            }
            else if (await services.Workers.BuryAsync(identity, heartbeat, cancellationToken).ConfigureAwait(false))
            {
                Log.Buried(services.Logger, identity);
            }

            _liveness.Forget(identity);
        }
    }

    // A worker that is declared dead and does not know yet finds its leases gone, and none to take.
    private Task CloseAsync(IEnumerable<Lease> leases, CancellationToken cancellationToken)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        return Parallel.ForEachAsync(
            leases.Where(static lease => lease.State is LeaseState.Open or LeaseState.Ended),
            parallel,
            (lease, stop) => _old.Leases.CloseAsync(lease.Key, stop));
    }

    private async ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        var next = services.In(pending.Next!.Value);
        var streams = await _old.Streams.ListAsync(cancellationToken).ConfigureAwait(false);
        foreach (var (streamArn, previous) in GenerationStart.Streams(streams, services.Clock.GetUtcNow()))
        {
            await next.Streams.PrepareAsync(streamArn, pending.Rewind?.Position.Time, previous, cancellationToken).ConfigureAwait(false);
        }
    }
}
