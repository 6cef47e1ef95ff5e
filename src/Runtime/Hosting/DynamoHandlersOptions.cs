namespace DynamoHandlers;

/// <summary>
/// The settings of a worker. Also bound from the configuration section <c>DynamoHandlers</c>. Checked when the host
/// starts: everything that is wrong is said at once.
/// </summary>
public sealed class DynamoHandlersOptions
{
    /// <summary>The configuration section that is bound to the options: <c>DynamoHandlers</c>.</summary>
    public const string Section = "DynamoHandlers";

    /// <summary>
    /// The application's name: workers with the same one share the work, and the lease table is named after it.
    /// Required; 3 to 255 letters, digits, <c>.</c>, <c>-</c> and <c>_</c>.
    /// </summary>
    public string Application { get; set; } = "";

    /// <summary>
    /// One URL for tables and streams, such as <c>http://localhost:8000</c> for DynamoDB Local. Default: none; then the
    /// <c>IAmazonDynamoDB</c> of the service collection is used, else the AWS SDK's own defaults (credential chain,
    /// region, <c>AWS_ENDPOINT_URL…</c>). Requests to it are signed for the SDK's default region (<c>AWS_REGION</c>,
    /// a profile's), else us-east-1. With a local URL (loopback) and no <c>AWS_ACCESS_KEY_ID</c> in the environment, made-up credentials are used.
    /// </summary>
    public Uri? Endpoint { get; set; }

    /// <summary>
    /// From a table's name in the attributes to its real name, or to the ARN of a stream of it. Default: names are real.
    /// </summary>
    public IDictionary<string, string> Tables { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The real name of the table with a name in the attributes.</summary>
    internal string RealTable(string table) =>
        !Tables.TryGetValue(table, out var mapped) ? table : Leasing.StreamKey.TryFromArn(mapped)?.Table ?? mapped;

    /// <summary>Where an application that has never read a stream begins. Default: <see cref="StartPosition.TrimHorizon"/>.</summary>
    public StartPosition StartPosition { get; set; }

    /// <summary>
    /// The worker's name, to which each start adds a part of its own. Default: the machine's name. No <c>#</c>.
    /// </summary>
    public string WorkerId { get; set; } = Environment.MachineName;

    /// <summary>
    /// How long a worker must have shown no sign of life for others to take its shards. Longer means slower take-over
    /// after a crash, shorter means less tolerance of pauses and network faults. Default: 10 seconds; 1 second to 10
    /// minutes.
    /// </summary>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The most leases that the worker takes when leases are shared out, for machines of different sizes. Default: no
    /// limit; at least 1. Leases above the limits of all workers together run nowhere, which is logged as an error. A
    /// worker goes above its limit for a while where it inherits the children of its own shards.
    /// </summary>
    public int MaxLeases { get; set; } = int.MaxValue;

    /// <summary>
    /// About how often one of the workers compares the shards of a stream with the leases: at least so long after the last
    /// time, at most a fifth and a <see cref="LeaseDuration"/> more. Finds what was missed otherwise: children are opened
    /// when their parent is done, without waiting for this. Default: 10 minutes; 10 seconds to 1 hour.
    /// </summary>
    public TimeSpan ShardSyncInterval { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Where the leases are kept, and how their table is created.</summary>
    public LeaseTableOptions LeaseTable { get; } = new();

    /// <summary>The most records to fetch at once: 1 to 1000 (the service's limit). Default: 1000.</summary>
    public int MaxRecords { get; set; } = 1000;

    /// <summary>
    /// How long to wait before a shard that just had records is asked for more, if it had fewer than
    /// <see cref="MaxRecords"/>. Default: 100 milliseconds; at least 1.
    /// </summary>
    public TimeSpan MinPollDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// What the delay grows to, doubling, while a shard has no records. Bounds the latency of a first record after a
    /// quiet time, and what an idle shard costs. Default: 1 second; at most 5 minutes, as iterators expire after 15.
    /// </summary>
    public TimeSpan MaxPollDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How much memory the pages that are fetched and not yet handled may take in the whole process, in bytes, however
    /// many shards it runs: a shard is read when there is room for its page. Default: 67,108,864 (64 MiB); at least
    /// 2,097,152 (2 MiB), as an answer of the service has up to 1 MB and its records go one by one beside it.
    /// </summary>
    /// <remarks>
    /// The default has room for some 60 full pages at once, as many as one process handles in a second or two, and is
    /// small beside what a container for a .NET service is given. It counts the bytes as the service sent them, not the
    /// objects that handlers get: those of one record for each shard.
    /// </remarks>
    public long PrefetchBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>
    /// The most shards of this process whose handlers run at the same time; the others wait for their turn, first come
    /// first served. For a database behind the handlers that takes only so many callers. Default: no limit; at least 1.
    /// </summary>
    /// <remarks>
    /// A turn is one record: the shard goes to the end of the queue after it. A shard whose handler failed gives its turn
    /// back while it waits for the next attempt.
    /// </remarks>
    public int MaxDispatchingShards { get; set; } = int.MaxValue;

    /// <summary>
    /// How long a call of a handler may take before a warning says that it is still running; repeated after twice that
    /// time, then four times and so on. The call goes on: it is not cancelled. Default: 1 minute; 1 second to 1 day;
    /// <see cref="Timeout.InfiniteTimeSpan"/> for no warnings.
    /// </summary>
    public TimeSpan HandlerWarningAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How often the position of each shard is written to the lease table while it advances. Records since the last one
    /// are delivered again after a crash; a shutdown always writes one. Default: 5 seconds; 100 milliseconds to 10
    /// minutes.
    /// </summary>
    public TimeSpan CheckpointInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a stopping worker waits for the handlers that are running before it cancels them. Default: 20 seconds;
    /// keep it below the host's own shutdown time-out (30 seconds by default).
    /// </summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How many records of one shard are handled at the same time, of an item always one at a time and in order. Default:
    /// 1, the records of a shard one after the other; at most 256.
    /// </summary>
    /// <remarks>
    /// For handlers that wait for others, such as a mail server: they wait side by side. A checkpoint is written up to the
    /// first record that is not done, so after a crash, records are handled again that others of other items have followed
    /// already. A record that fails holds its lane while it waits for its next attempt, and at most 10,000 records get ahead
    /// of it.
    /// </remarks>
    public int Parallelism { get; set; } = 1;

    /// <summary>What to do when a handler fails. Default: its change is tried for ever, and what is behind it waits.</summary>
    public FailureOptions Failure { get; } = new();

    /// <summary>Where dead letters are kept, and for how long.</summary>
    public DeadLetterOptions DeadLetters { get; } = new();

    /// <summary>Where it is kept what was handled, and for how long, if repeats are suppressed (<c>SuppressRepeats</c>).</summary>
    public RepeatOptions Repeats { get; } = new();

    /// <summary>
    /// What to do when records were lost to the 24 hours' retention. Default: <see cref="TrimmedDataPolicy.Continue"/>.
    /// </summary>
    public TrimmedDataPolicy TrimmedData { get; set; }

    /// <summary>
    /// What to do with a record that fits none of the entities of its table. Of effect only for tables whose handled
    /// entities all have a discriminator or key prefixes (<c>[StreamEntity]</c>); any other entity takes every record.
    /// Default: <see cref="UnmatchedPolicy.Skip"/>. Handlers with <c>[OnUnmatched]</c> go before it.
    /// </summary>
    public UnmatchedPolicy Unmatched { get; set; }

    /// <summary>
    /// What to do when a modification changes the type of an item under one key. Default:
    /// <see cref="TypeChangePolicy.RemoveAndInsert"/>.
    /// </summary>
    public TypeChangePolicy TypeChange { get; set; }
}
