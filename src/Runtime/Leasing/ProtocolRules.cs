namespace DynamoHandlers.Leasing;

/// <summary>
/// Rules of the lease protocol that are decisions of the worker's, not conditions of a write. Production follows all of
/// them; a simulation leaves one out at a time to show that its checks notice. Rules that are conditions of writes are
/// left out on the way to the table, without the worker's knowing.
/// </summary>
internal sealed record ProtocolRules
{
    public static ProtocolRules All { get; } = new();

    /// <summary>A process runs an epoch of a lease at most once.</summary>
    public bool EpochRunsOnce { get; init; } = true;

    /// <summary>A worker runs the leases that name it, also if it does not remember taking them.</summary>
    public bool Adoption { get; init; } = true;

    /// <summary>Before each call and commit the clock is asked, as the fence's timer can be late.</summary>
    public bool FenceAsksTheClock { get; init; } = true;

    /// <summary>A shard does not run again while handlers of its last run are out.</summary>
    public bool OneRunAtATime { get; init; } = true;

    /// <summary>A lease is handed over after its handlers have returned.</summary>
    public bool DrainBeforeHandover { get; init; } = true;

    /// <summary>A record is done when its handlers have succeeded, not when they are called.</summary>
    public bool DoneAfterHandlers { get; init; } = true;

    /// <summary>A shard without a lease is left out only if a child of it may run, not if any descendant has a lease.</summary>
    public bool PassedByEvidence { get; init; } = true;

    /// <summary>Another generation of leases begins when all workers of the one before have stopped.</summary>
    public bool WorkersStopBeforeRewind { get; init; } = true;

    /// <summary>Each start of a worker has an identity of its own.</summary>
    public bool FreshIdentity { get; init; } = true;
}
