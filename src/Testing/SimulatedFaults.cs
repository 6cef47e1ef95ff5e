namespace DynamoHandlers.Testing;

/// <summary>
/// How a <see cref="SimulatedCluster"/> treats its workers' requests. Shares are probabilities from 0 to 1, for each
/// request. May be changed at any time during a run; what is on its way already is not affected. By default nothing is
/// lost, late or throttled, requests take a few milliseconds, and eventually consistent reads are up to 100 ms behind.
/// </summary>
/// <remarks>Not thread-safe: a simulation runs on one thread.</remarks>
public sealed class SimulatedFaults
{
    /// <summary>The share of requests that never reach the service; the sender learns that the connection broke.</summary>
    public double LostRequests { get; set; }

    /// <summary>
    /// The share of requests that reach the service after the sender has given up, perhaps behind later ones.
    /// </summary>
    public double LateRequests { get; set; }

    /// <summary>How late these are at most. Default: 20 seconds.</summary>
    public TimeSpan MaxLateness { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>The share of requests that the service carries out and whose answers are lost.</summary>
    public double LostAnswers { get; set; }

    /// <summary>The share of requests that take up to 4 seconds instead of some milliseconds.</summary>
    public double SlowRequests { get; set; }

    /// <summary>The share of requests to tables that are throttled.</summary>
    public double ThrottledRequests { get; set; }

    /// <summary>
    /// The share of requests to tables that are refused for want of permission, as while policies or credentials change.
    /// Workers do not wait such a refusal out; what it ends begins anew.
    /// </summary>
    public double DeniedRequests { get; set; }

    /// <summary>The share of writes that are refused for a conflict with another transaction.</summary>
    public double TransactionConflicts { get; set; }

    /// <summary>How far eventually consistent reads of the lease table are behind, at most. Default: 100 milliseconds.</summary>
    public TimeSpan ReplicaLag { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The share of requests to streams that are throttled, besides the limit of 10 DescribeStream a second.</summary>
    public double ThrottledReads { get; set; }

    /// <summary>
    /// The share of requests to streams that end with ResourceNotFound although the stream and the shard exist: at most
    /// once in two minutes for each of them.
    /// </summary>
    public double NotFound { get; set; }

    /// <summary>The share of shards that a page of a listing leaves out.</summary>
    public double OmittedShards { get; set; }

    /// <summary>
    /// How long after its opening a child is listed, at most; each draws its own. Its parent may look open for twice as
    /// long. Default: none.
    /// </summary>
    public TimeSpan ListingDelay { get; set; }

    /// <summary>How many times as long it takes a child to be listed as a child of its parent. Default: 1.</summary>
    public double FilterDelayFactor { get; set; } = 1;

    /// <summary>How much later than due the timers of workers fire, at most. Default: 2 milliseconds.</summary>
    public TimeSpan TimerLateness { get; set; } = TimeSpan.FromMilliseconds(2);

    /// <summary>Ends all faults of requests: as after construction.</summary>
    public void Clear()
    {
        (LostRequests, LateRequests, LostAnswers, SlowRequests) = (0, 0, 0, 0);
        (ThrottledRequests, DeniedRequests, TransactionConflicts, ThrottledReads) = (0, 0, 0, 0);
        (NotFound, OmittedShards, ListingDelay, FilterDelayFactor) = (0, 0, TimeSpan.Zero, 1);
        ReplicaLag = TimeSpan.FromMilliseconds(100);
        TimerLateness = TimeSpan.FromMilliseconds(2);
    }
}
