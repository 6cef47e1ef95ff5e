namespace DynamoHandlers.Testing;

/// <summary>Settings of a <see cref="SimulatedCluster"/>; read once, when the run begins.</summary>
public sealed class SimulatedClusterOptions
{
    /// <summary>
    /// What all chance of the run comes from: the same seed, the same run, as long as the code is the same. Default: 1.
    /// </summary>
    public int Seed { get; set; } = 1;

    /// <summary>The application that the workers belong to, which names their lease table. Default: <c>simulated</c>.</summary>
    public string Application { get; set; } = "simulated";

    /// <summary>How many shards a table's stream begins with, from 1 up. Default: 4.</summary>
    public int ShardsPerTable { get; set; } = 4;

    /// <summary>How many shards one page of a listing has, from 1 up. Default: 100, as the service's.</summary>
    public int ShardPageSize { get; set; } = 100;

    /// <summary>
    /// How much faster or slower a worker's clock runs, at most, as a share; each draws its own. Workers tolerate rates
    /// that differ by 15 % together. Default: 0.01.
    /// </summary>
    public double MaxClockDrift { get; set; } = 0.01;

    /// <summary>How wrong a worker's time of day is, at most; each draws its own. Default: right.</summary>
    public TimeSpan MaxClockOffset { get; set; }

    /// <summary>How often all shards of all tables roll; DynamoDB does it about every four hours. Default: never.</summary>
    public TimeSpan? RollInterval { get; set; }

    /// <summary>How long streams keep records; DynamoDB keeps them for 24 hours. Default: for ever.</summary>
    public TimeSpan? Retention { get; set; }

    /// <summary>The virtual time after which a run fails that has not ended. Default: 30 days.</summary>
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How many of the last events a failure's message lists, up to 200. Default: 40.</summary>
    public int TraceLength { get; set; } = 40;
}
