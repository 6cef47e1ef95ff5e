using Amazon.DynamoDBv2;
using DynamoHandlers.Testing.InMemory.Client;
using DynamoHandlers.Testing.InMemory.Engine;
using DynamoHandlers.Testing.InMemory.Engine.Operations;
using DynamoHandlers.Testing.InMemory.Streams;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Testing;

/// <summary>
/// DynamoDB with streams inside the process, for tests: no network, no credentials, no Java. <see cref="Client"/> is
/// the SDK's own client and <see cref="Streams"/> the worker's view of the streams of the same tables.
/// </summary>
/// <remarks>
/// <para>
/// <b>Operations.</b> GetItem, BatchGetItem, Query, Scan, PutItem, UpdateItem, DeleteItem, BatchWriteItem,
/// TransactWriteItems, TransactGetItems, CreateTable, DescribeTable, UpdateTable (the stream and the deletion
/// protection), DeleteTable, ListTables, UpdateTimeToLive, DescribeTimeToLive, UpdateContinuousBackups,
/// DescribeContinuousBackups and ListTagsOfResource (which remember, and do nothing). Any other throws <see cref="NotSupportedException"/>.
/// The document model and <c>DynamoDBContext</c> work on the client.
/// </para>
/// <para>
/// <b>Expressions.</b> Condition, filter, key condition, update and projection expressions in full, with reserved
/// words, unused and undefined placeholders refused as by DynamoDB; also the older parameters that they replaced
/// (Expected, AttributeUpdates, KeyConditions, QueryFilter, ScanFilter, AttributesToGet). Numbers are exact to 38
/// digits.
/// </para>
/// <para>
/// <b>Indexes.</b> Global and local secondary indexes declared in CreateTable can be queried and scanned; they are
/// never behind their table.
/// </para>
/// <para>
/// <b>Streams.</b> A write that changes an item appends one record; one that leaves it as it is appends none. A stream
/// begins with <see cref="InMemoryDynamoDbOptions.ShardsPerTable"/> shards. Shards split and roll over, records are
/// trimmed, iterators and items expire when a test says so, by the methods of this class; besides, an iterator expires
/// 15 minutes after it was issued.
/// </para>
/// <para>
/// <b>Otherwise than DynamoDB:</b> tables become active, and go, at once; every read is strongly consistent; nothing is
/// throttled and no capacity is reported; a batch is always processed whole; nothing is trimmed by age alone.
/// </para>
/// <para>Safe for concurrent use: requests are answered one at a time, at once, on the thread that asks.</para>
/// </remarks>
public sealed class InMemoryDynamoDb : IDisposable
{
    private readonly Database _database;
    private readonly InMemoryClient _client;

    /// <summary>Makes an empty database.</summary>
    /// <param name="time">Its clock: for records, iterators and expiring items. Default
    /// <see cref="TimeProvider.System"/>.</param>
    /// <param name="options">Settings. Default: the defaults of <see cref="InMemoryDynamoDbOptions"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is below 1.</exception>
    public InMemoryDynamoDb(TimeProvider? time = null, InMemoryDynamoDbOptions? options = null)
    {
        options ??= new InMemoryDynamoDbOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ShardsPerTable, 1, nameof(options.ShardsPerTable));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ShardPageSize, 1, nameof(options.ShardPageSize));
        _database = new Database(time ?? TimeProvider.System, options);
        _client = new InMemoryClient(_database);
        Streams = new InMemoryStreamClient(_database);
    }

    /// <summary>
    /// The client of the tables. Of the type <see cref="AmazonDynamoDBClient"/>, for code that insists on it.
    /// </summary>
    public IAmazonDynamoDB Client => _client;

    /// <summary>The client of the tables' streams.</summary>
    public IStreamClient Streams { get; }

    /// <summary>The engine, for what is built on it.</summary>
    internal Database Database => _database;

    /// <summary>The shards of a table's newest stream that are still listed, oldest first.</summary>
    /// <exception cref="ArgumentException">There is no such table, or it never had a stream.</exception>
    public IReadOnlyList<ShardDescription> ListShards(string tableName)
    {
        lock (_database.Lock)
        {
            return Describe(GetStream(tableName).Shards);
        }
    }

    /// <summary>Closes an open shard and opens two children, each with half of its keys.</summary>
    /// <returns>The children.</returns>
    /// <exception cref="ArgumentException">There is no such table, stream or shard.</exception>
    /// <exception cref="InvalidOperationException">The shard is closed already, or too small to be split.</exception>
    public IReadOnlyList<ShardDescription> SplitShard(string tableName, string shardId)
    {
        lock (_database.Lock)
        {
            var stream = GetStream(tableName);
            var shard = stream.Find(shardId)
                ?? throw new ArgumentException($"The stream {stream.Arn} lists no shard {shardId}.", nameof(shardId));
            return Describe(stream.Split(shard));
        }
    }

    /// <summary>
    /// Closes every open shard of a table's stream and opens one child for each, as DynamoDB does about every four
    /// hours.
    /// </summary>
    /// <returns>The children.</returns>
    /// <exception cref="ArgumentException">There is no such table, or it never had a stream.</exception>
    public IReadOnlyList<ShardDescription> RollShards(string tableName)
    {
        lock (_database.Lock)
        {
            return Describe(GetStream(tableName).Roll());
        }
    }

    /// <summary>
    /// Drops the records of a table's streams, also of disabled ones, that were written before a time. Shards that were
    /// closed before it and have no records left are listed no longer; a disabled stream without shards is gone.
    /// </summary>
    /// <param name="tableName">The table; it may have been deleted meanwhile.</param>
    /// <param name="cutoff">The oldest time to keep. DynamoDB keeps 24 hours.</param>
    public void TrimBefore(string tableName, DateTimeOffset cutoff)
    {
        lock (_database.Lock)
        {
            _database.Trim(tableName, cutoff);
        }
    }

    /// <summary>Makes every shard iterator that was issued so far an expired one.</summary>
    public void ExpireIterators()
    {
        lock (_database.Lock)
        {
            _database.IteratorEra++;
        }
    }

    /// <summary>
    /// Removes the items of all tables whose time to live has passed. Their records carry the identity
    /// <c>Service</c>, <c>dynamodb.amazonaws.com</c>. As in DynamoDB, items that expired over five years ago stay.
    /// </summary>
    /// <returns>How many items were removed.</returns>
    public int ExpireItems()
    {
        lock (_database.Lock)
        {
            return new TableOperations(_database).ExpireItems();
        }
    }

    /// <summary>Disposes the client; the database holds no resources.</summary>
    public void Dispose() => _client.Dispose();

    private TableStream GetStream(string tableName)
    {
        var table = _database.FindTable(tableName)
            ?? throw new ArgumentException(
                $"There is no table {tableName}. Create it on {nameof(Client)} first.", nameof(tableName));
        return table.Stream
            ?? throw new ArgumentException(
                $"The table {tableName} never had a stream. Create or update it with a StreamSpecification.", nameof(tableName));
    }

    private static List<ShardDescription> Describe(IEnumerable<StreamShard> shards) =>
        shards.Select(static shard => new ShardDescription(shard.Id, shard.ParentId, shard.IsClosed)).ToList();
}
