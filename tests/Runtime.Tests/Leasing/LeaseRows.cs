using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Leasing;
using DynamoHandlers.Leasing.Sync;
using DynamoHandlers.Leasing.Workers;
using DynamoHandlers.Runtime.Tests.Hosting;
using DynamoHandlers.Streams;
using DynamoHandlers.Testing;
using DynamoHandlers.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace DynamoHandlers.Runtime.Tests.Leasing;

/// <summary>A lease table in memory, with the stores that work on it, and the rows as they lie there.</summary>
internal sealed class LeaseRows
{
    public const string TableName = "app";

    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(10);
    public static readonly StreamKey Stream = new("Items", "label");

    private readonly VirtualClock _clock;

    public LeaseRows(InMemoryDynamoDb? db = null, VirtualClock? clock = null)
    {
        _clock = clock ?? new VirtualClock();
        Db = db ?? new InMemoryDynamoDb(_clock);
        Connection = new Connection(Db, _clock);
        var retry = RetryPolicy.Create(
            _clock, static () => 0.5, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1), LeaseTable.IsTransient);
        var table = new LeaseTable(Connection.Tables, TableName, retry);
        var foreign = new ForeignRows(NullLogger.Instance, TableName);
        (Leases, Workers, Streams, Application) = (new(table, foreign), new(table), new(table, foreign), new(table));
    }

    public InMemoryDynamoDb Db { get; }

    /// <summary>What the stores' requests go through.</summary>
    public Connection Connection { get; }

    public LeaseStore Leases { get; }

    public WorkerStore Workers { get; }

    public StreamStore Streams { get; }

    public ApplicationStore Application { get; }

    /// <summary>With the lease table created.</summary>
    public static async Task<LeaseRows> CreateAsync()
    {
        var rows = new LeaseRows();
        await rows.CreateTableAsync();
        return rows;
    }

    /// <summary>Adds a worker that lives.</summary>
    public ValueTask JoinAsync(string worker) => Workers.JoinAsync(Living(worker), CancellationToken.None);

    /// <summary>The row of a worker that lives.</summary>
    public static WorkerRow Living(string worker) => new(worker, WorkerState.Live, 1, Duration) { Streams = new HashSet<StreamKey> { Stream } };

    public Task CreateTableAsync() => Db.Client.CreateTableAsync(new CreateTableRequest
    {
        TableName = TableName,
        BillingMode = BillingMode.PAY_PER_REQUEST,
        KeySchema = [new(Row.PartitionKey, KeyType.HASH), new(Row.SortKey, KeyType.RANGE)],
        AttributeDefinitions = [new(Row.PartitionKey, ScalarAttributeType.S), new(Row.SortKey, ScalarAttributeType.S)],
    });

    public static LeaseKey Key(string shard) => new(Stream, shard);

    /// <summary>A lease of a shard, in a worker's hands.</summary>
    public async Task<LeaseHold> TakeAsync(string shard, string worker)
    {
        await Leases.CreateAsync(Key(shard), parentShardId: null, gateOpen: true, default);
        var seen = await Leases.GetAsync(Key(shard), default);
        var taken = await Leases.TakeAsync(seen!, worker, fromDead: false, default);
        return Hold(Assert.IsType<Lease>(taken));
    }

    public LeaseHold Hold(Lease lease) => new(lease, lease.Owner!, new Fence(_clock, Duration));

    public ShardDiscovery Discovery(Connection? connection = null) => new(
        (connection ?? Connection).Streams,
        new DescribePace((connection ?? Connection).Clock),
        RetryPolicy.Create(
            (connection ?? Connection).Clock,
            static () => 0.5,
            TimeSpan.FromMilliseconds(500),
            TimeSpan.FromSeconds(10),
            static e => e is StreamException { Error: StreamError.Throttled }));

    public StreamInitializer Initializer(Connection? connection = null) => new(
        Discovery(connection), Leases, Streams, (connection ?? Connection).Clock, Duration, NullLogger.Instance);

    public StreamSync Sync(string streamArn, bool isReplaced = false) => new(
        streamArn,
        Connection.Streams,
        Discovery(),
        Leases,
        Streams,
        () => isReplaced,
        _clock,
        Duration,
        ProtocolRules.All,
        NullLogger.Instance);

    public async Task<Lease> GetAsync(string shard) => Assert.IsType<Lease>(await Leases.GetAsync(Key(shard), default));

    /// <summary>All leases, by shard.</summary>
    public async Task<IReadOnlyDictionary<string, Lease>> AllAsync() =>
        (await Leases.ReadAllAsync(consistent: true, default)).ToDictionary(static lease => lease.Key.ShardId);

    public async Task<WorkerRow> WorkerAsync(string identity) =>
        Assert.Single(await Workers.ReadAllAsync(default), row => row.Identity == identity);

    /// <summary>Changes a row behind the stores' backs.</summary>
    public Task EditAsync(LeaseKey key, string update, Dictionary<string, AttributeValue> values) => EditAsync(
        Row.Key(LeaseStore.Partition(key.Bucket), key.SortKey), update, values);

    public Task EditAsync(
        Dictionary<string, AttributeValue> key, string update, Dictionary<string, AttributeValue> values) =>
        Db.Client.UpdateItemAsync(new UpdateItemRequest
        {
            TableName = TableName,
            Key = key,
            UpdateExpression = update,
            ExpressionAttributeNames = update.Contains("#owner", StringComparison.Ordinal) ? new() { ["#owner"] = "owner" } : null,
            ExpressionAttributeValues = values,
        });
}
