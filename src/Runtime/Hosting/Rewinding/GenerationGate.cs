using DynamoHandlers.Hosting.Sessions;
using DynamoHandlers.Telemetry;

namespace DynamoHandlers.Hosting.Rewinding;

/// <summary>
/// Where a worker waits before it joins: while the application is being rewound, nobody works, and whoever waits helps to
/// get on.
/// </summary>
internal sealed class GenerationGate(WorkerServices services)
{
    // A worker that does not stop is named at once, and then seldom.
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMinutes(1);

    private long? _reported;

    /// <summary>Waits until a generation of leases is at work, whatever fails meanwhile.</summary>
    /// <returns>The generation; null if the waiting was ended.</returns>
    public async Task<long?> WhenOpenAsync(CancellationToken end)
    {
        GenerationChange? change = null;
        while (!end.IsCancellationRequested)
        {
            try
            {
                var application = await services.Application.GetAsync(end).ConfigureAwait(false);
                if (application.Next is null)
                {
                    return application.Generation;
                }

                change = change?.Pending == application
                    ? change
                    : new GenerationChange(services, application, services.Options.LeaseDuration / 2 * services.Random());
                if (await change.StepAsync(end).ConfigureAwait(false))
                {
                    continue;
                }

                Report(change);
            }
            catch (Exception) when (end.IsCancellationRequested)
            {
                return null;
            }
            catch (Exception e)
            {
                Log.GenerationUnknown(services.Logger, e, services.Options.Application);
            }

            await Task.Delay(Pace.Tick(services.Options.LeaseDuration), services.Clock, end)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return null;
    }

    private void Report(GenerationChange change)
    {
        if (change.Waiting.Count == 0)
        {
            return;
        }

        if (_reported is null || services.Clock.GetElapsedTime(_reported.Value) >= ReportInterval)
        {
            _reported = services.Clock.GetTimestamp();
            Log.RewindWaits(services.Logger, services.Options.Application, string.Join(", ", change.Waiting));
        }
    }
}
