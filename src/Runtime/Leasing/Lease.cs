using DynamoHandlers.Wire;

namespace DynamoHandlers.Leasing;

/// <summary>Where a shard's lease stands.</summary>
internal enum LeaseState
{
    /// <summary>The shard has records to be handled.</summary>
    Open,

    /// <summary>All records are handled, but the shard's children are not known yet.</summary>
    Ended,

    /// <summary>All records are handled and the children's leases are open.</summary>
    Finished,
}

/// <summary>A lease as one read of its row showed it.</summary>
internal sealed record Lease
{
    public required LeaseKey Key { get; init; }

    public LeaseState State { get; init; }

    /// <summary>Whether the shard may run: it has no parent, or its parent is finished.</summary>
    public bool GateOpen { get; init; }

    /// <summary>The identity of the worker that owns it; null for nobody.</summary>
    public string? Owner { get; init; }

    /// <summary>Rises with every change of owner.</summary>
    public long Epoch { get; init; }

    public Checkpoint Checkpoint { get; init; }

    /// <summary>How many owners have died under it since the last checkpoint.</summary>
    public long Tries { get; init; }

    /// <summary>
    /// The record whose handlers were about to be called, while owners died under the lease; none if nobody was that careful.
    /// </summary>
    public SequenceNumber Suspect { get; init; }

    /// <summary>How often they were.</summary>
    public long Suspicions { get; init; }

    public string? ParentShardId { get; init; }

    /// <summary>The shards that continue a finished one.</summary>
    public IReadOnlyList<string> Children { get; init; } = [];

    /// <summary>Whether a worker may run it or take it.</summary>
    public bool IsRunnable => State == LeaseState.Open && GateOpen;
}
