using DynamoHandlers.Dispatching;
using DynamoHandlers.Hosting.Sessions;
using DynamoHandlers.Leasing;
using DynamoHandlers.Telemetry;
using Microsoft.Extensions.Hosting;

namespace DynamoHandlers.Hosting;

/// <summary>
/// The worker as a hosted service. Starting it checks everything that can be checked and fails with what is wrong;
/// stopping it finishes what has begun.
/// </summary>
internal sealed class HandlerWorker(
    WorkerServices services, IEnumerable<HandlerDescriptor> handlers, IHostApplicationLifetime lifetime)
    : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _drain = new();
    private readonly CancellationTokenSource _abort = new(Timeout.InfiniteTimeSpan, services.Clock);
    private Task _running = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var (options, clients) = (services.Options, services.Clients);
        var locator = new StreamLocator(clients.Tables, clients.Streams, options);

        // Said before anything is asked: a network that does not answer is waited for, which takes a while.
        Log.Starting(
            services.Logger,
            options.Application,
            string.Join(", ", handlers.Select(static handler => handler.Table).Distinct(StringComparer.Ordinal)),
            locator.Place);
        var targets = await locator.LocateAsync([.. handlers], cancellationToken).ConfigureAwait(false);
        await LeaseTableCreation.EnsureAsync(clients.Tables, options.Application, services.Clock, cancellationToken)
            .ConfigureAwait(false);
        _running = RunAsync(targets);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _drain.CancelAsync().ConfigureAwait(false);
        _abort.CancelAfter(services.Options.ShutdownTimeout);
        await using var registration = cancellationToken.UnsafeRegister(
            static abort => ((CancellationTokenSource)abort!).Cancel(), _abort).ConfigureAwait(false);
        await _running.ConfigureAwait(false);
    }

    public void Dispose()
    {
        _drain.Dispose();
        _abort.Dispose();
    }

    private async Task RunAsync(IReadOnlyList<StreamTarget> targets)
    {
        // Away from the host, whose other services want to start.
        await Task.Yield();
        try
        {
            string? was = null;
            bool isToComeBack;
            do
            {
                using var session = new WorkerSession(services, targets, _drain.Token, _abort.Token);
                isToComeBack = await session.RunAsync(was).ConfigureAwait(false);
                was = session.HasJoined ? session.Identity : was;
            }
            while (isToComeBack);
        }
        catch (Exception e)
        {
            Log.WorkerFailed(services.Logger, e);
            lifetime.StopApplication();
        }
    }
}
