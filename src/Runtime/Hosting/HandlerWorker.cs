using DynamoHandlers.Dispatching;
using DynamoHandlers.Dispatching.Middleware;
using DynamoHandlers.Hosting.Rewinding;
using DynamoHandlers.Hosting.Sessions;
using DynamoHandlers.Leasing;
using DynamoHandlers.Telemetry;
using Microsoft.Extensions.Hosting;

namespace DynamoHandlers.Hosting;

/// <summary>
/// The worker as a hosted service. Starting it checks everything that can be checked and fails with what is wrong;
/// stopping it finishes what has begun.
/// </summary>
/// <remarks>
/// What it is made of is made when it starts: by then the host has validated the options, and said what is wrong with
/// them without the stack of a container that could not make a service.
/// </remarks>
internal sealed class HandlerWorker(
    Lazy<WorkerServices> parts,
    IEnumerable<HandlerDescriptor> handlers,
    IEnumerable<MiddlewareRegistration> middleware,
    TimeProvider clock,
    IHostApplicationLifetime lifetime)
    : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _drain = new();
    private readonly CancellationTokenSource _abort = new(Timeout.InfiniteTimeSpan, clock);
    private Task _running = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var services = parts.Value;
        var (options, clients) = (services.Options, services.Clients);
        var locator = services.Locator;

        // Said before anything is asked: a network that does not answer is waited for, which takes a while.
        Log.Starting(
            services.Logger,
            options.Application,
            string.Join(", ", handlers.Select(static handler => handler.Table).Distinct(StringComparer.Ordinal)),
            locator.Place);
        CommitCheck.ThrowIfWrong(handlers, options, clients);
        var targets = await locator.LocateAsync([.. handlers.Select(middleware.Around)], cancellationToken).ConfigureAwait(false);
        if (clients.LeasesAreBesideTables)
        {
            CheckLeaseTableIsOwn(options, targets);
        }
        else
        {
            Log.LeasesElsewhere(services.Logger, options.Application, DynamoDbClients.PlaceOf(clients.Leases));
        }

        var creation = new LeaseTableCreation(clients.Leases, options.Application, options.LeaseTable, clock, services.Logger);
        await creation.EnsureAsync(cancellationToken).ConfigureAwait(false);
        _running = RunAsync(services, new StreamTargets(targets));
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_running.IsCompleted)
        {
            return;
        }

        await _drain.CancelAsync().ConfigureAwait(false);
        _abort.CancelAfter(parts.Value.Options.ShutdownTimeout);
        await using var registration = cancellationToken.UnsafeRegister(
            static abort => ((CancellationTokenSource)abort!).Cancel(), _abort).ConfigureAwait(false);
        await _running.ConfigureAwait(false);
    }

    public void Dispose()
    {
        _drain.Dispose();
        _abort.Dispose();
    }

    // A worker that wrote its leases into a table that it handles would handle them, and write more.
    private static void CheckLeaseTableIsOwn(DynamoHandlersOptions options, IReadOnlyList<StreamTarget> targets)
    {
        if (targets.Any(target => target.TableName == options.Application))
        {
            throw new WorkerStartException(
                $"DynamoHandlersOptions.Application is '{options.Application}', which names the lease table, and handlers are "
                + "for a table of that name too. Choose another Application, such as "
                + $"'{options.Application}-handlers'.");
        }
    }

    private async Task RunAsync(WorkerServices services, StreamTargets targets)
    {
        // Away from the host, whose other services want to start.
        await Task.Yield();
        try
        {
            var gate = new GenerationGate(services);
            string? was = null;
            var end = SessionEnd.Rewound;
            while (end != SessionEnd.Left
                && await gate.WhenOpenAsync(_drain.Token).ConfigureAwait(false) is { } generation)
            {
                targets.Enter(generation);
                using var session = new WorkerSession(services.In(generation), targets, _drain.Token, _abort.Token);
                end = await session.RunAsync(was).ConfigureAwait(false);
                was = end == SessionEnd.Rewound ? null : session.HasJoined ? session.Identity : was;
            }
        }
        catch (Exception e)
        {
            // For orchestrators, which take an end without an error for one that was wanted.
            Environment.ExitCode = 1;
            Log.WorkerFailed(services.Logger, e);
            lifetime.StopApplication();
        }
    }
}
