using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DynamoHandlers.DynamoDbLocal.Tests.Worker;

/// <summary>A worker in this process, with handlers of this assembly; it keeps what they got and what was logged.</summary>
internal sealed class WorkerHost : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly List<string> _logged = [];

    public WorkerHost(Action<IDynamoHandlersBuilder> add, Action<DynamoHandlersOptions> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(new ListLogger(_logged));
        builder.Services.AddSingleton<Deliveries>();
        add(builder.Services.AddDynamoHandlers(configure));
        _host = builder.Build();
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public IReadOnlyList<string> Delivered => _host.Services.GetRequiredService<Deliveries>().All;

    /// <summary>What was logged: "Level: message", with the exception's own message where there is one.</summary>
    public IReadOnlyList<string> Logged
    {
        get
        {
            lock (_logged)
            {
                return [.. _logged];
            }
        }
    }

    /// <summary>A service of the host's.</summary>
    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public Task StartAsync() => _host.StartAsync(Stop);

    public Task StopAsync() => _host.StopAsync(Stop);

    public async Task UntilAsync(Func<WorkerHost, bool> condition)
    {
        for (var i = 0; !condition(this); i++)
        {
            Assert.True(i < 600, $"Not so within 30 seconds. Delivered: {string.Join(", ", Delivered)}. Logged:\n{string.Join('\n', Logged)}");
            await Task.Delay(50, Stop);
        }
    }

    public ValueTask DisposeAsync()
    {
        _host.Dispose();
        return default;
    }

    private sealed class ListLogger(List<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (lines)
            {
                lines.Add($"{logLevel}: {formatter(state, exception)} {exception?.Message}".TrimEnd());
            }
        }

        public void Dispose()
        {
        }
    }
}
