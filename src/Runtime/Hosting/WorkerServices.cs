using System.Collections.Concurrent;
using DynamoHandlers.DeadLetters;
using DynamoHandlers.Dispatching;
using DynamoHandlers.Dispatching.Failures;
using DynamoHandlers.Dispatching.Routing;
using DynamoHandlers.Dispatching.Watching;
using DynamoHandlers.Leasing;
using DynamoHandlers.Leasing.Sync;
using DynamoHandlers.Leasing.Workers;
using DynamoHandlers.Streams;
using DynamoHandlers.Telemetry;
using DynamoHandlers.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DynamoHandlers.Hosting;

/// <summary>What every part of a worker is made of: its settings, its edges to the world, its clock and its chance.</summary>
internal sealed class WorkerServices
{
    // Throttled and failed requests: half a second at first, as the SDK has tried several times by then.
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(10);

    // Sooner for the lease table: a heartbeat has a tenth of the lease duration.
    private static readonly TimeSpan FirstRowDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan MaxRowDelay = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, ShardFinder> _shards = new(StringComparer.Ordinal);
    private readonly LeaseTable _table;
    private readonly ForeignRows _foreign;

    public WorkerServices(
        DynamoHandlersOptions options,
        DynamoDbClients clients,
        IServiceScopeFactory scopes,
        TimeProvider clock,
        Func<double> random,
        WorkerMeter meter,
        ILogger logger,
        ProtocolRules? rules = null,
        Func<IDeadLetterStore>? deadLetters = null)
    {
        Options = options;
        Clients = clients;
        Scopes = scopes;
        Clock = clock;
        Random = random;
        Meter = meter;
        Logger = logger;
        Rules = rules ?? ProtocolRules.All;
        HandlerRetry = new HandlerRetry(options.Failure, clock, random, meter, logger);
        GivenUp = new GivenUpChanges(
            deadLetters ?? (static () => throw new InvalidOperationException("There is no store of dead letters.")), clock, random, meter, logger);
        Unmatched = new UnmatchedRecords(meter, logger, clock);
        HandlerWatch = new HandlerWatch(options.HandlerWarningAfter, clock, meter, logger);
        DispatchTurns = DispatchTurns.Create(options.MaxDispatchingShards);
        Pages = new PageBudget(options.PrefetchBytes, clock, meter);
        _table = new LeaseTable(clients.Leases, options.Application, RetryPolicy.Create(
            clock, random, FirstRowDelay, MaxRowDelay, LeaseTable.IsTransient, failure => Log.LeaseTableFailed(
                logger, failure.Outcome.Exception!, options.Application, failure.AttemptNumber + 1, failure.RetryDelay)));
        _foreign = new ForeignRows(logger, options.Application);
        Generation = DynamoHandlers.Leasing.Application.FirstGeneration;
        Leases = new LeaseStore(_table, _foreign);
        Application = new ApplicationStore(_table);
        Workers = new WorkerStore(_table);
        Notices = new NoticeStore(_table);
        Streams = new StreamStore(_table, _foreign);
        DescribePace = new DescribePace(clock);
        Discovery = new ShardDiscovery(clients.Streams, DescribePace, StartRetry());
        Locator = new StreamLocator(clients.Tables, clients.Streams, options, StartRetry());
    }

    public DynamoHandlersOptions Options { get; }

    public DynamoDbClients Clients { get; }

    public IServiceScopeFactory Scopes { get; }

    /// <summary>What takes no scope to get; null where nothing is known to.</summary>
    public SingletonServices? Singletons { get; init; }

    public TimeProvider Clock { get; }

    public Func<double> Random { get; }

    public WorkerMeter Meter { get; }

    public ILogger Logger { get; }

    public ProtocolRules Rules { get; }

    public HandlerRetry HandlerRetry { get; }

    public GivenUpChanges GivenUp { get; }

    public UnmatchedRecords Unmatched { get; }

    public HandlerWatch HandlerWatch { get; }

    /// <summary>Null where all shards may call handlers at once.</summary>
    public DispatchTurns? DispatchTurns { get; }

    public PageBudget Pages { get; }

    /// <summary>The generation that <see cref="Leases"/> and <see cref="Streams"/> are of.</summary>
    public long Generation { get; private set; }

    public LeaseStore Leases { get; private set; }

    public ApplicationStore Application { get; }

    public WorkerStore Workers { get; }

    public NoticeStore Notices { get; }

    public StreamStore Streams { get; private set; }

    public DescribePace DescribePace { get; }

    public ShardDiscovery Discovery { get; }

    public StreamLocator Locator { get; }

    /// <summary>
    /// The same for a generation of leases: what is late of one, a handler or a request, never meets the rows of another.
    /// </summary>
    public WorkerServices In(long generation)
    {
        var services = (WorkerServices)MemberwiseClone();
        services.Generation = generation;
        services.Leases = new LeaseStore(_table, _foreign, generation);
        services.Streams = new StreamStore(_table, _foreign, generation);
        return services;
    }

    /// <summary>What answers questions about the shards of a stream.</summary>
    public ShardFinder Shards(string streamArn) =>
        _shards.GetOrAdd(streamArn, static (arn, services) => new ShardFinder(services.Discovery, arn, services.Clock), this);

    /// <summary>How descriptions of streams are tried again: many workers that start at once are throttled.</summary>
    public Polly.ResiliencePipeline StartRetry() => RetryPolicy.Create(
        Clock, Random, FirstDelay, MaxDelay, static e => e is StreamException { Error: StreamError.Throttled }, failure => Log.StartThrottled(
            Logger, failure.AttemptNumber + 1, failure.RetryDelay));

    /// <summary>How the reads of a shard are tried again.</summary>
    public Polly.ResiliencePipeline ReadRetry(string table, string shardId) => RetryPolicy.Create(
        Clock, Random, FirstDelay, MaxDelay, DynamoHandlers.Streams.ShardReader.IsTransient, failure => Log.ReadFailed(
            Logger, failure.Outcome.Exception!, table, shardId, failure.AttemptNumber + 1, failure.RetryDelay));
}
