using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DynamoHandlers.Testing.Simulation;

/// <summary>What a host does for a worker, and nothing else: checks the options, starts and stops the hosted services.</summary>
internal sealed class WorkerHost : IHostApplicationLifetime, IDisposable
{
    private readonly ServiceProvider _services;
    private readonly Action _failed;
    private readonly List<IHostedService> _started = [];
    private readonly CancellationTokenSource _stopping = new();

    public WorkerHost(IServiceCollection services, SimulationTrace trace, string worker, Action failed, Action<IReadOnlyDictionary<string, object?>> givenUp)
    {
        _failed = failed;
        services.AddSingleton<IHostApplicationLifetime>(this);
        services.AddSingleton<ILoggerFactory>(new TraceLogging(trace, worker, givenUp));
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
    }

    public IServiceProvider Services => _services;

    CancellationToken IHostApplicationLifetime.ApplicationStarted => CancellationToken.None;

    CancellationToken IHostApplicationLifetime.ApplicationStopping => _stopping.Token;

    CancellationToken IHostApplicationLifetime.ApplicationStopped => CancellationToken.None;

    public async Task StartAsync()
    {
        _services.GetService<IStartupValidator>()?.Validate();
        foreach (var service in _services.GetServices<IHostedService>())
        {
            await service.StartAsync(CancellationToken.None).ConfigureAwait(false);
            _started.Add(service);
        }
    }

    public async Task StopAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        foreach (var service in Enumerable.Reverse(_started))
        {
            await service.StopAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    void IHostApplicationLifetime.StopApplication() => _failed();

    public void Dispose()
    {
        _services.Dispose();
        _stopping.Dispose();
    }

    private sealed class TraceLogging(
        SimulationTrace trace, string worker, Action<IReadOnlyDictionary<string, object?>> givenUp) : ILoggerFactory, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) =>
            throw new NotSupportedException("What a simulated worker logs goes into the trace.");

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Name is nameof(Telemetry.Log.ChangeSkipped) or nameof(Telemetry.Log.ChangeDeadLettered)
                && state is IReadOnlyList<KeyValuePair<string, object?>> values)
            {
                // What is passed over is passed over rightly if it is said, and only then.
                givenUp(values.ToDictionary());
            }

            if (IsEnabled(logLevel))
            {
                var error = exception is null ? "" : $" {exception.GetType().Name}: {exception.Message}";
                trace.Add(worker, $"log {logLevel}", formatter(state, exception) + error);
            }
        }

        public void Dispose()
        {
        }
    }
}
