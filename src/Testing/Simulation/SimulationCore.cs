using Amazon.DynamoDBv2;
using Amazon.Runtime;
using DynamoHandlers.Leasing;
using DynamoHandlers.Testing.InMemory.Engine;
using DynamoHandlers.Testing.InMemory.Streams;
using DynamoHandlers.Testing.InMemory.Values;
using DynamoHandlers.Testing.Simulation.Invariants;
using DynamoHandlers.Testing.Simulation.Network;
using DynamoHandlers.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace DynamoHandlers.Testing.Simulation;

/// <summary>What all parts of a simulation share: the world's clock and chance, the services, and what is checked.</summary>
internal sealed class SimulationCore : IDatabaseObserver, IDisposable
{
    private readonly SimulatedClusterOptions _options;
    private readonly Random _random;
    private readonly TableService _tables;
    private readonly StreamService _streams;
    private readonly LeaseRows _rows = new();
    private readonly LeaseInvariants _leases;
    private readonly List<WorkerHost> _hosts = [];
    private readonly HashSet<string> _openAtStart = new(StringComparer.Ordinal);
    private (string Worker, AmazonWebServiceRequest Request)? _serving;

    public SimulationCore(SimulatedClusterOptions options)
    {
        _options = options;
        _random = new Random(options.Seed);
        Trace = new SimulationTrace(World);
        Db = new InMemoryDynamoDb(
            World, new() { ShardsPerTable = options.ShardsPerTable, ShardPageSize = options.ShardPageSize });
        Db.Database.Observer = this;
        Replicas = new LeaseReplicas(options.Application, World, Faults, NewRandom());
        _tables = new TableService(Db.Database, Faults, Replicas, Counts, Trace, NewRandom())
        {
            Serving = (worker, request) => _serving = (worker, request),
            Served = (_, request) =>
            {
                _leases!.Settle(request);
                _serving = null;
            },
        };
        _streams = new StreamService(Db.Database, Faults, Counts, Trace, NewRandom())
        {
            ReadBy = (worker, arn, shard) => Reads[$"{StreamKey.FromArn(arn)}/{shard}"] = (worker, World.GetTimestamp()),
        };
        Deliveries = new Deliveries(_rows, Fail) { Locate = Locate, IsWanted = IsWanted };
        _leases = new LeaseInvariants(_rows, Deliveries, Fail);
        Workers = new WorkerInvariants(_rows, World, Fail);
    }

    public VirtualClock World { get; } = new();

    public SimulatedFaults Faults { get; } = new();

    public SimulationTrace Trace { get; }

    public InMemoryDynamoDb Db { get; }

    public RequestCounts Counts { get; } = new();

    public LeaseReplicas Replicas { get; }

    public Deliveries Deliveries { get; }

    public WorkerInvariants Workers { get; }

    public LeaseRows Rows => _rows;

    /// <summary>The tables, as workers reach them.</summary>
    public TableService Tables => _tables;

    /// <summary>Who has read each shard last, and when, by the keys of leases.</summary>
    public Dictionary<string, (string Worker, long At)> Reads { get; } = new(StringComparer.Ordinal);

    public List<SimulatedWorker> Members { get; } = [];

    /// <summary>Rules of the protocol that are left out, to see whether that is noticed.</summary>
    public ProtocolRules Rules { get; set; } = ProtocolRules.All;

    /// <summary>Whether a worker is at work, by its row.</summary>
    public bool IsLive(string identity) => _rows.IsLive(identity);

    /// <summary>Whether the application starts at the end of its streams.</summary>
    public bool StartsAtLatest => Members is [{ Options.StartPosition.IsLatest: true }, ..];

    /// <summary>Whether a shard was open when the application first read its stream.</summary>
    public bool WasOpenAtStart(string shardId) => _openAtStart.Contains(shardId);

    /// <summary>The first thing that was wrong; completes when there is one.</summary>
    public TaskCompletionSource<string> Violation { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Interception Interception
    {
        set => _tables.Interception = value;
    }

    public Func<string, ShardPosition, ShardPosition>? Positions
    {
        set => _streams.Positions = value;
    }

    public void Fail(string violation)
    {
        Trace.Add("", "VIOLATION", violation);
        Violation.TrySetResult(violation);
    }

    /// <summary>Chance for one part, so that what one draws does not change what another gets.</summary>
    public Random NewRandom() => new(_random.Next());

    public WorkerLink Connect(string worker) => new(worker, World, Faults, NewRandom());

    public SimulatedClock NewClock()
    {
        var random = NewRandom();
        var rate = 1 + (((2 * random.NextDouble()) - 1) * _options.MaxClockDrift);
        var offset = ((2 * random.NextDouble()) - 1) * _options.MaxClockOffset;
        return new SimulatedClock(World, rate, offset, () => random.NextDouble() * Faults.TimerLateness);
    }

    public ServiceCollection NewServices(
        SimulatedWorker worker, SimulatedClock clock, Action<IDynamoHandlersBuilder> configure, Action<DynamoHandlersOptions>? options)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(clock);
        services.AddSingleton(NewRandom());
        services.AddSingleton(Rules);
        configure(services.AddDynamoHandlers(o => (o.Application, o.WorkerId) = (_options.Application, worker.Name)));
        if (options is not null)
        {
            services.Configure(options);
        }

        services.Replace(ServiceDescriptor.Singleton<IAmazonDynamoDB>(new NetworkTables(worker.Link, _tables)));
        services.Replace(ServiceDescriptor.Singleton<IStreamClient>(new NetworkStreams(worker.Link, _streams)));
        return services;
    }

    public WorkerHost NewHost(ServiceCollection services, SimulatedWorker worker, Action failed)
    {
        var host = new WorkerHost(services, Trace, worker.Name, failed, said => Deliveries.GivenUp(worker, said));
        _hosts.Add(host);
        return host;
    }

    public DynamoHandlersOptions OptionsOf(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<DynamoHandlersOptions>>().Value;
        return options.Application == _options.Application ? options : throw new InvalidOperationException(
            $"A simulated cluster is the fleet of one application, '{_options.Application}', and a worker was given "
            + $"'{options.Application}'. Set SimulatedClusterOptions.Application instead.");
    }

    /// <summary>Ends the run: the containers of all workers go.</summary>
    public void Dispose()
    {
        _hosts.ForEach(static host => host.Dispose());
        Db.Dispose();
    }

    void IDatabaseObserver.Written(Table table, ItemKey key, MapValue? old, MapValue? item)
    {
        if (table.Schema.Name != _options.Application)
        {
            return;
        }

        Replicas.Written(key, item);
        if (((StringValue)key.Partition).Text == "A")
        {
            if (_rows.Enter(item))
            {
                Deliveries.Rewound();
            }

            return;
        }

        if (_rows.Place(key) is not { } place)
        {
            return;
        }

        if (item is null)
        {
            place.Rows.Remove(place.Key);
        }
        else
        {
            place.Rows[place.Key] = item;
        }

        Judge(place.Rows, place.Key, old, item);
    }

    void IDatabaseObserver.Appended(TableStream stream, StreamShard shard, StoredRecord record, ItemChange change) =>
        Deliveries.Appended(stream, shard, record, change);

    private void Judge(Dictionary<string, MapValue> rows, string key, MapValue? old, MapValue? item)
    {
        if (rows == _rows.Leases)
        {
            _leases.Changed(key, old, item, _serving?.Request);
        }
        else if (rows == _rows.Workers)
        {
            Workers.Changed(key, old, item, _serving?.Worker);
        }
        else if (rows == _rows.Streams && old is null)
        {
            var stream = StreamKey.Parse(key);
            var shards = Db.Database.FindStream(StreamNames.StreamArn(stream.Table, stream.Label))?.Shards ?? [];
            _openAtStart.UnionWith(shards.Where(static shard => !shard.IsClosed).Select(static shard => shard.Id));
        }
        else if (rows == _rows.Markers && _serving is not null)
        {
            _leases.MarkerChanged(key, old, item);
        }
    }

    private bool IsWanted(RecordState record) => Members.Exists(worker => worker.RequiredHandlers(record).Count > 0);

    private (TableStream Stream, StreamShard Shard)? Locate(string key)
    {
        return LeaseKey.TryParse(key) is { } lease
            && Db.Database.FindStream(StreamNames.StreamArn(lease.Stream.Table, lease.Stream.Label)) is { } stream
            && stream.Find(lease.ShardId) is { } shard ? (stream, shard) : null;
    }
}
