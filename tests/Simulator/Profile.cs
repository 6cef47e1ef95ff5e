using DynamoHandlers.Dispatching;
using DynamoHandlers.Testing;

namespace DynamoHandlers.Simulator;

/// <summary>What a seed makes of a run: how large it is, how it is set up, and how bad its world is.</summary>
internal sealed class Profile
{
    private static readonly string[] AllTables = ["Items", "Orders"];

    private readonly Random _random;

    public Profile(int seed)
    {
        // Other numbers than the simulation draws from the same seed.
        _random = new Random(unchecked((seed * 31) + 17));
        Workers = 5 + _random.Next(4);

        // Two tables, each of whose shards roll once before the workers start: 40 shards at least.
        ShardsPerTable = 10 + _random.Next(4);
        Duration = Seconds(40, 80);
        KeysPerTable = 10 + _random.Next(40);
        WriteInterval = Seconds(0.05, 0.4);
        EventInterval = Seconds(1.5, 6);
        LeaseDurations = [.. Enumerable.Range(0, Chance(0.4) ? 3 : 1).Select(_ => Seconds(2.5, 10))];
        CheckpointInterval = Chance(0.3) ? Seconds(6, 20) : Seconds(0.5, 4);
        MaxPollDelay = Seconds(0.6, 2.5);
        MaxRecords = Chance(0.3) ? 1 + _random.Next(5) : 1000;
        Start = Chance(0.25) ? StartPosition.Latest : StartPosition.TrimHorizon;
        MixedVersions = Chance(0.25);
        FailingCalls = Chance(0.4) ? _random.NextDouble() * 0.1 : 0;
        SlowCalls = Chance(0.5) ? _random.NextDouble() * 0.2 : 0;
        ClockDrift = Chance(0.5) ? 0.06 : 0.005;
        Violence = _random.NextDouble();
        StubbornCalls = Chance(0.4) ? 0.002 + (_random.NextDouble() * 0.02) : 0;
        DeletesRows = Chance(0.3);
        Rewinds = Chance(0.35);
        Lanes = Chance(0.5) ? 1 : 2 + _random.Next(7);
        HasBatches = Chance(0.35);
        Exactness = Lanes == 1 && !Rewinds && !DeletesRows && Chance(0.6) ? (Exactness)(1 + _random.Next(4)) : Exactness.None;
        Start = IsExact ? StartPosition.TrimHorizon : Start;
        IsRestless = Chance(0.3);
        if (IsRestless)
        {
            EventInterval = Seconds(0.4, 1.5);
        }
    }

    public int Workers { get; }

    public int ShardsPerTable { get; }

    /// <summary>How long the world is bad.</summary>
    public TimeSpan Duration { get; }

    public int KeysPerTable { get; }

    public TimeSpan WriteInterval { get; }

    public TimeSpan EventInterval { get; }

    /// <summary>Workers draw one of these each.</summary>
    public TimeSpan[] LeaseDurations { get; }

    public TimeSpan CheckpointInterval { get; }

    public TimeSpan MaxPollDelay { get; }

    public int MaxRecords { get; }

    public StartPosition Start { get; }

    /// <summary>Whether some workers do not know the second table yet.</summary>
    public bool MixedVersions { get; }

    public double FailingCalls { get; }

    public double SlowCalls { get; }

    /// <summary>The share of calls that take long and do not end when they are cancelled.</summary>
    public double StubbornCalls { get; }

    public double ClockDrift { get; }

    /// <summary>From 0 to 1: how likely machines and networks fail, rather than shards split and workers come and go.</summary>
    public double Violence { get; }

    /// <summary>Whether somebody deletes rows of leases.</summary>
    public bool DeletesRows { get; }

    /// <summary>Whether somebody rewinds shards and the whole application.</summary>
    public bool Rewinds { get; }

    /// <summary>How many records of a shard are handled at a time.</summary>
    public int Lanes { get; }

    /// <summary>Whether each table has a batch handler too.</summary>
    public bool HasBatches { get; }

    /// <summary>How handlers write their effect with the checkpoint, so that it is exact in the end.</summary>
    public Exactness Exactness { get; }

    /// <summary>Whether they do.</summary>
    public bool IsExact => Exactness != Exactness.None;

    /// <summary>Whether workers come and go all the time, with permissions and the network as they are then.</summary>
    public bool IsRestless { get; }

    public static IReadOnlyList<string> Tables => AllTables;

    public SimulatedClusterOptions ClusterOptions(int seed) => new()
    {
        Seed = seed,
        ShardsPerTable = ShardsPerTable,
        ShardPageSize = Chance(0.5) ? 7 : 100,
        MaxClockDrift = ClockDrift,
        MaxClockOffset = TimeSpan.FromHours(1),
        TimeLimit = TimeSpan.FromHours(2),
        TraceLength = 60,
    };

    /// <summary>Makes the services bad.</summary>
    public void Spoil(SimulatedFaults faults)
    {
        faults.LostRequests = Share(0.02);
        faults.LateRequests = Share(0.02);
        faults.MaxLateness = Seconds(3, 30);
        faults.LostAnswers = Share(0.02);
        faults.SlowRequests = Share(0.02);
        faults.ThrottledRequests = Share(0.05);
        faults.TransactionConflicts = Share(0.05);
        faults.DeniedRequests = IsRestless ? _random.NextDouble() * 0.06 : Share(0.01);
        faults.ReplicaLag = Seconds(0.05, 2);
        faults.ThrottledReads = Share(0.05);
        faults.NotFound = Share(0.005);
        faults.OmittedShards = Share(0.02);
        faults.ListingDelay = Chance(0.6) ? Seconds(0.5, 8) : TimeSpan.Zero;
        faults.FilterDelayFactor = 1 + (_random.NextDouble() * 3);
        faults.TimerLateness = Seconds(0.002, 0.02);
    }

    public void Configure(DynamoHandlersOptions options)
    {
        options.LeaseDuration = LeaseDurations[_random.Next(LeaseDurations.Length)];
        options.CheckpointInterval = CheckpointInterval;
        options.MaxPollDelay = MaxPollDelay;
        options.MinPollDelay = TimeSpan.FromMilliseconds(150);
        options.MaxRecords = MaxRecords;
        options.StartPosition = Start;
        options.ShutdownTimeout = Seconds(1, 10);
        options.Parallelism = Lanes;
    }

    /// <summary>How long windows are.</summary>
    public TimeSpan WindowSize() => TimeSpan.FromSeconds(1 + _random.Next(20));

    /// <summary>How long buffers keep changes.</summary>
    public (TimeSpan Interval, int Count) Flush() => (Seconds(0.5, 15), 1 + _random.Next(30));

    /// <summary>How large a handler's batches are, and how long they wait.</summary>
    public BatchSettings Batch() => new()
    {
        MaxCount = 1 + _random.Next(20),
        Window = Chance(0.5) ? Seconds(0.1, 4) : TimeSpan.Zero,
        Bisect = Chance(0.3),
    };

    private bool Chance(double share) => _random.NextDouble() < share;

    // Each fault is absent in half of the runs, so that none hides what another would show.
    private double Share(double most) => Chance(0.5) ? _random.NextDouble() * most : 0;

    private TimeSpan Seconds(double low, double high) => TimeSpan.FromSeconds(low + (_random.NextDouble() * (high - low)));
}

/// <summary>How the effect of handlers is committed with the checkpoint.</summary>
internal enum Exactness
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>By a transaction for each change.</summary>
    Changes,

    /// <summary>By windows, whose counts are added up as they end.</summary>
    Windows,

    /// <summary>By instances that keep changes for a while.</summary>
    Buffers,

    /// <summary>By instances that keep changes for a while, in their state when it is over.</summary>
    States,
}
