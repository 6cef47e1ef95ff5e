using System.Globalization;
using System.Text;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Dispatching;
using DynamoHandlers.Runtime.Tests.Leasing;
using DynamoHandlers.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DynamoHandlers.Runtime.Tests.Hosting;

/// <summary>
/// Workers on an in-memory DynamoDB in virtual time. Tables have the key "pk" and carry a number "n".
/// </summary>
internal sealed class WorkerFixture
{
    private int _workers = 1;

    private WorkerFixture(int shards)
    {
        Db = new InMemoryDynamoDb(Clock, new() { ShardsPerTable = shards });
    }

    public VirtualClock Clock { get; } = new();

    public InMemoryDynamoDb Db { get; }

    /// <summary>What the workers logged: "Level: message".</summary>
    public List<string> Logged { get; } = [];

    /// <summary>Runs a test in virtual time.</summary>
    /// <param name="test">The test.</param>
    /// <param name="shards">How many shards a table's stream begins with.</param>
    public static Task RunAsync(Func<WorkerFixture, Task> test, int shards = 4)
    {
        var fixture = new WorkerFixture(shards);
        return VirtualTime.RunAsync(fixture.Clock, () => test(fixture));
    }

    public Task WaitAsync(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), Clock);

    /// <summary>Waits in virtual time until something is so.</summary>
    public async Task UntilAsync(Func<bool> condition, double seconds = 120)
    {
        var end = Clock.GetUtcNow().AddSeconds(seconds);
        while (!condition())
        {
            Assert.True(Clock.GetUtcNow() < end, $"Not so after {seconds} virtual seconds. Logged:\n{string.Join('\n', Logged)}");
            await WaitAsync(0.01);
        }
    }

    public Task CreateTableAsync(string name = "Items", string? viewType = "NEW_AND_OLD_IMAGES") => Db.Client.CreateTableAsync(new CreateTableRequest
    {
        TableName = name,
        KeySchema = [new("pk", Amazon.DynamoDBv2.KeyType.HASH)],
        AttributeDefinitions = [new("pk", Amazon.DynamoDBv2.ScalarAttributeType.S)],
        BillingMode = Amazon.DynamoDBv2.BillingMode.PAY_PER_REQUEST,
        StreamSpecification = viewType is null ? null : new() { StreamEnabled = true, StreamViewType = viewType },
    });

    /// <summary>The ARN of a table's newest stream.</summary>
    public async Task<string> StreamArnAsync(string table = "Items") =>
        (await Db.Client.DescribeTableAsync(table)).Table.LatestStreamArn;

    /// <summary>The lines logged that have a text.</summary>
    public IEnumerable<string> LoggedWith(string text) => Logged.Where(line => line.Contains(text, StringComparison.Ordinal));

    public Task PutAsync(string key, int number, string table = "Items") => Db.Client.PutItemAsync(table, new()
    {
        ["pk"] = new(key),
        ["n"] = new() { N = number.ToString(CultureInfo.InvariantCulture) },
    });

    public Task DeleteAsync(string key, string table = "Items") => Db.Client.DeleteItemAsync(table, new() { ["pk"] = new(key) });

    /// <summary>A worker's own clock and way to the service, which the test can interfere with.</summary>
    public Connection Connect() => new(Db, Clock);

    /// <summary>The lease table of the workers, as they see it.</summary>
    public LeaseRows Leases => new(Db, Clock);

    /// <summary>Makes a worker; the caller starts and stops it.</summary>
    public IHost Worker(Action<DynamoHandlersOptions>? configure, params HandlerDescriptor[] handlers) =>
        Worker(Connect(), configure, handlers);

    /// <summary>Makes a worker on a connection of its own.</summary>
    public IHost Worker(Connection connection, Action<DynamoHandlersOptions>? configure, params HandlerDescriptor[] handlers) =>
        Worker(connection, configure, services: null, handlers);

    public IHost Worker(
        Connection connection,
        Action<DynamoHandlersOptions>? configure,
        Action<HostApplicationBuilder>? services,
        params HandlerDescriptor[] handlers)
    {
        var host = Host.CreateEmptyApplicationBuilder(null);
        host.Logging.AddProvider(new ListLogger(Logged));
        host.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(connection.Clock));
        host.Services.AddSingleton(new Random(_workers++));
        services?.Invoke(host);
        var builder = host.Services.AddDynamoHandlers(o =>
        {
            o.Application = "app";
            o.WorkerId = "worker";
            configure?.Invoke(o);
        });
        builder.UseInMemory(Db);
        builder.Services.Replace(ServiceDescriptor.Singleton(connection.Tables));
        builder.Services.Replace(ServiceDescriptor.Singleton(connection.Streams));
        foreach (var handler in handlers)
        {
            builder.AddHandler(handler);
        }

        return host.Build();
    }

    public IHost Worker(params HandlerDescriptor[] handlers) => Worker(configure: null, handlers);

    /// <summary>A handler that adds what it gets to a list, as "key=number" of the newer image.</summary>
    public static HandlerDescriptor Recorder(List<string> seen, string table = "Items") => Handler((in HandlerCall call) =>
    {
        seen.Add(Describe(call));
        return default;
    }, table);

    public static HandlerDescriptor Handler(HandlerInvoker invoke, string table = "Items", string name = "Handler") => new()
    {
        Name = name,
        Table = table,
        Entity = typeof(object),
        Kinds = ChangeKinds.All,
        Needs = ImageNeeds.Old | ImageNeeds.New,
        Invoke = invoke,
    };

    public static string Describe(in HandlerCall call)
    {
        var image = Encoding.UTF8.GetString(call.Kind == ChangeKind.Remove ? call.OldImage : call.NewImage);
        using var json = System.Text.Json.JsonDocument.Parse(image);
        var key = json.RootElement.GetProperty("pk").GetProperty("S").GetString();
        var number = json.RootElement.GetProperty("n").GetProperty("N").GetString();
        return call.Kind == ChangeKind.Remove ? $"{key} gone" : $"{key}={number}";
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
                lines.Add($"{logLevel}: {formatter(state, exception)} {exception?.GetType().Name} {exception?.Message}");
            }
        }

        public void Dispose()
        {
        }
    }
}
