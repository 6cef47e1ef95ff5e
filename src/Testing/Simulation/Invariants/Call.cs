using DynamoHandlers.Dispatching;

namespace DynamoHandlers.Testing.Simulation.Invariants;

/// <summary>A run of a shard: one delivery source of one process.</summary>
internal sealed class Run(SimulatedWorker worker, DeliverySource source, ShardHistory shard, long generation)
{
    private readonly int _rewinds = shard.Rewinds;

    public SimulatedWorker Worker { get; } = worker;

    public DeliverySource Source { get; } = source;

    public ShardHistory Shard { get; } = shard;

    /// <summary>The generation of leases that it is of.</summary>
    public long Generation { get; } = generation;

    /// <summary>Whether the shard was rewound since: what is late of it proves nothing.</summary>
    public bool IsOver => _rewinds != Shard.Rewinds;

    /// <summary>The newest record of each item that was delivered to each handler.</summary>
    public Dictionary<(ItemHistory Item, string Handler), int> Delivered { get; } = [];

    /// <summary>Which handlers have succeeded with which records.</summary>
    public HashSet<(RecordState Record, string Handler)> Done { get; } = [];

    public override string ToString() => $"{Source.WorkerId} (epoch {Source.Epoch})";
}

/// <summary>A call of a handler that is under way.</summary>
internal sealed record Call(Run Run, RecordState Record, string Handler, bool IsOfBatch, CancellationToken Stop);
