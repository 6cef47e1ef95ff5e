using DynamoHandlers.Leasing;

namespace DynamoHandlers.Hosting.Rewinding;

/// <summary>
/// Deletes the rows of generations of leases that are over, when the one after them has been at work for an hour: whoever
/// still acted on them was declared dead long before. Not thread-safe.
/// </summary>
internal sealed class GenerationSweep(WorkerServices services)
{
    private static readonly TimeSpan Retention = TimeSpan.FromHours(1);

    // Nobody waits for it.
    private const int Parallelism = 4;

    private long _since = services.Clock.GetTimestamp();

    /// <summary>Looks once an hour whether there is something to delete.</summary>
    public async ValueTask SweepAsync(CancellationToken cancellationToken)
    {
        if (services.Clock.GetElapsedTime(_since) < Retention)
        {
            return;
        }

        // If this fails, the next attempt is as long away as the first was.
        _since = services.Clock.GetTimestamp();
        if (services.Generation == Application.FirstGeneration)
        {
            return;
        }

        var application = await services.Application.GetAsync(cancellationToken).ConfigureAwait(false);
        for (var generation = application.Swept + 1; generation < services.Generation; generation++)
        {
            await DeleteAsync(services.In(generation), cancellationToken).ConfigureAwait(false);
            await services.Application.SweptAsync(generation, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async ValueTask DeleteAsync(WorkerServices old, CancellationToken cancellationToken)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        var leases = await old.Leases.ReadAllAsync(consistent: true, cancellationToken).ConfigureAwait(false);
        await Parallel.ForEachAsync(
            leases, parallel, async (lease, stop) => await old.Leases.DeleteAsync(lease.Key, stop).ConfigureAwait(false)).ConfigureAwait(false);
        await old.Leases.DeleteStatesAsync(cancellationToken).ConfigureAwait(false);
        foreach (var (streamArn, _) in await old.Streams.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            var stream = StreamKey.FromArn(streamArn);
            var markers = await old.Streams.ReadMarkersAsync(stream, cancellationToken).ConfigureAwait(false);
            await Parallel.ForEachAsync(
                markers.Keys,
                parallel,
                async (shard, stop) => await old.Streams.DeleteMarkerAsync(new(stream, shard), stop).ConfigureAwait(false)).ConfigureAwait(false);

            // Last, as it is what leads to the others.
            await old.Streams.DeleteAsync(stream, cancellationToken).ConfigureAwait(false);
        }
    }
}
