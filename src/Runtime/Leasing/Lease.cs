using DynamoHandlers.Leasing.Rewinding;
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

    /// <summary>The application was rewound: this lease is of a generation that is over, and never runs again.</summary>
    Closed,
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

    /// <summary>A rewind that is asked for and not carried out yet; null for none.</summary>
    public RewindRequest? Request { get; init; }

    /// <summary>The text of the last request for a rewind that was carried out; null if there was none.</summary>
    public string? Rewound { get; init; }

    /// <summary>From when records count since the lease was rewound; null if it never was.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Up to where <see cref="From"/> has effect: what follows was not done before the rewind.</summary>
    public Checkpoint Until { get; init; }

    /// <summary>The token of the last transaction in which its checkpoint was written; null if there was none.</summary>
    public string? LastTransaction { get; init; }

    /// <summary>Whether a worker may run it or take it.</summary>
    public bool IsRunnable => State == LeaseState.Open && GateOpen;
}
