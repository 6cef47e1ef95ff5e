using DynamoHandlers.Streams;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Leasing.Sync;

/// <summary>
/// What the lease table lacks, given a complete listing of a stream's shards and the stream's rows: a pure function.
/// Only positive evidence opens a gate or leaves a lease out; a missing row proves nothing.
/// </summary>
internal sealed class SyncPlan
{
    private readonly StreamKey _stream;
    private readonly ShardListing _listing;
    private readonly Dictionary<string, Lease> _leases;
    private readonly IReadOnlySet<string> _markers;

    private SyncPlan(
        StreamKey stream, ShardListing listing, IEnumerable<Lease> leases, IReadOnlySet<string> markers)
    {
        _stream = stream;
        _listing = listing;
        _leases = leases.Where(lease => lease.Key.Stream == stream)
            .ToDictionary(static lease => lease.Key.ShardId, StringComparer.Ordinal);
        _markers = markers;
    }

    /// <summary>Leases to create.</summary>
    public List<NewLease> Create { get; } = [];

    /// <summary>Leases whose gates to open, their parents being finished or marked.</summary>
    public List<LeaseKey> OpenGates { get; } = [];

    /// <summary>Ended leases whose children are known by now.</summary>
    public List<(Lease Ended, IReadOnlyList<LeaseKey> Children)> Finish { get; } = [];

    /// <summary>Finished leases that nobody needs any more: each child has begun, or is behind us itself.</summary>
    public List<Lease> Retire { get; } = [];

    /// <summary>
    /// Parents that have neither a row nor a place in the listing: whether they are trimmed, the service must be asked.
    /// </summary>
    public HashSet<string> Probe { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether a shard has ended whose children are still unknown.</summary>
    public bool Childless { get; private set; }

    public static SyncPlan Make(
        StreamKey stream, ShardListing listing, IEnumerable<Lease> leases, IReadOnlySet<string> markers)
    {
        var plan = new SyncPlan(stream, listing, leases, markers);
        foreach (var shard in listing.Shards)
        {
            plan.Consider(shard);
        }

        foreach (var lease in plan._leases.Values)
        {
            plan.Consider(lease);
        }

        return plan;
    }

    private void Consider(ShardDescription shard)
    {
        if (!_leases.ContainsKey(shard.ShardId) && !_markers.Contains(shard.ShardId) && !IsPassed(shard.ShardId))
        {
            Create.Add(new(new(_stream, shard.ShardId), shard.ParentShardId, MayRun(shard.ParentShardId)));
        }
    }

    private void Consider(Lease lease)
    {
        if (lease.State == LeaseState.Open && !lease.GateOpen && MayRun(lease.ParentShardId))
        {
            OpenGates.Add(lease.Key);
        }

        if (lease.State == LeaseState.Finished && lease.Children.Count > 0 && lease.Children.All(HasBegun))
        {
            Retire.Add(lease);
        }

        if (lease.State == LeaseState.Ended)
        {
            var children = ChildrenOf(lease.Key.ShardId);
            if (children.Count > 0)
            {
                Finish.Add((lease, children));
            }
            else if (_listing.Contains(lease.Key.ShardId))
            {
                // One that the service has dropped will get no children any more.
                Childless = true;
            }
        }
    }

    // A shard is behind us only when a child of it may run already, or was itself put behind.
    private bool IsPassed(string shardId) => _listing.ChildrenOf(shardId).Any(child =>
        _markers.Contains(child.ShardId) || (_leases.TryGetValue(child.ShardId, out var lease) && lease.GateOpen));

    // Until then the parent is the only proof that the child may run, should the child's row be lost.
    private bool HasBegun(string shardId) => _markers.Contains(shardId)
        || (_leases.TryGetValue(shardId, out var lease) && !lease.Checkpoint.IsBeginning);

    private bool MayRun(string? parentShardId)
    {
        if (parentShardId is null || _markers.Contains(parentShardId))
        {
            return true;
        }

        if (_leases.TryGetValue(parentShardId, out var parent))
        {
            return parent.State == LeaseState.Finished;
        }

        if (!_listing.Contains(parentShardId))
        {
            Probe.Add(parentShardId);
        }

        return false;
    }

    private List<LeaseKey> ChildrenOf(string shardId) =>
    [
        .. _listing.ChildrenOf(shardId).Select(static child => child.ShardId)
            .Union(_leases.Values.Where(lease => lease.ParentShardId == shardId).Select(static lease => lease.Key.ShardId))
            .Order(StringComparer.Ordinal)
            .Select(child => new LeaseKey(_stream, child)),
    ];
}

/// <summary>A lease to be created.</summary>
internal sealed record NewLease(LeaseKey Key, string? ParentShardId, bool GateOpen);
