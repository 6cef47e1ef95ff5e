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
    private readonly ILookup<string, string> _leasedChildren;
    private readonly IReadOnlySet<string> _markers;
    private readonly bool _mayStart;
    private readonly ProtocolRules _rules;

    private SyncPlan(
        StreamKey stream,
        ShardListing listing,
        IEnumerable<Lease> leases,
        IReadOnlySet<string> markers,
        bool mayStart,
        ProtocolRules rules)
    {
        _stream = stream;
        _listing = listing;
        _leases = leases.Where(lease => lease.Key.Stream == stream)
            .ToDictionary(static lease => lease.Key.ShardId, StringComparer.Ordinal);
        _leasedChildren = _leases.Values.Where(static lease => lease.ParentShardId is not null)
            .ToLookup(static lease => lease.ParentShardId!, static lease => lease.Key.ShardId, StringComparer.Ordinal);
        _markers = markers;
        _mayStart = mayStart;
        _rules = rules;
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
    /// Shards that have neither a row nor a place in the listing, and that something depends on: whether they are
    /// trimmed, the service must be asked. With the leases that they are to have if they exist; if the gate of such a
    /// lease would be shut, the listing is waited for that tells the shard's parent.
    /// </summary>
    public Dictionary<string, NewLease> Probe { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether a shard has ended whose children are still unknown.</summary>
    public bool Childless { get; private set; }

    /// <summary>
    /// Whether a disabled stream is done to its end: each shard that is listed is finished or behind us, and so is each
    /// that has a lease.
    /// </summary>
    public bool IsDrained => _mayStart
        && _listing.Status == StreamStatus.Disabled
        && Create.Count == 0
        && Probe.Count == 0
        && Finish.Count == 0
        && _leases.Values.All(static lease => lease.State != LeaseState.Open);

    /// <param name="stream">The stream.</param>
    /// <param name="listing">A complete listing of its shards.</param>
    /// <param name="leases">Leases; those of other streams do not matter.</param>
    /// <param name="markers">The stream's shards that need no lease.</param>
    /// <param name="mayStart">Whether the stream that the table had before is done, so that gates may open at all.</param>
    /// <param name="rules">Rules that a simulation leaves out; default all.</param>
    public static SyncPlan Make(
        StreamKey stream,
        ShardListing listing,
        IEnumerable<Lease> leases,
        IReadOnlySet<string> markers,
        bool mayStart = true,
        ProtocolRules? rules = null)
    {
        var plan = new SyncPlan(stream, listing, leases, markers, mayStart, rules ?? ProtocolRules.All);
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
        if (!IsKnown(shard.ShardId) && !IsPassed(shard.ShardId))
        {
            var isLost = shard.ParentShardId is { } parent && IsChildOfFinished(parent, shard.ShardId);
            Create.Add(new(new(_stream, shard.ShardId), shard.ParentShardId, MayRun(shard.ParentShardId), isLost));
        }
    }

    private void Consider(Lease lease)
    {
        switch (lease.State)
        {
            case LeaseState.Open when !lease.GateOpen && MayRun(lease.ParentShardId):
                OpenGates.Add(lease.Key);
                break;
            case LeaseState.Ended:
                ConsiderEnded(lease);
                break;
            case LeaseState.Finished:
                ConsiderFinished(lease);
                break;
        }
    }

    private void ConsiderEnded(Lease lease)
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

    private void ConsiderFinished(Lease lease)
    {
        if (lease.Children.Count > 0 && lease.Children.All(HasBegun))
        {
            Retire.Add(lease);
        }

        foreach (var child in lease.Children)
        {
            if (!IsKnown(child) && !_listing.Contains(child) && !IsPassed(child))
            {
                Probe[child] = new(new(_stream, child), lease.Key.ShardId, GateOpen: true, IsLost: true);
            }
        }
    }

    private bool IsKnown(string shardId) => _leases.ContainsKey(shardId) || _markers.Contains(shardId);

    // A shard is behind us only when a child of it may run already, or was itself put behind.
    private bool IsPassed(string shardId) => _rules.PassedByEvidence
        ? _listing.ChildrenOf(shardId).Any(child =>
            _markers.Contains(child.ShardId) || (_leases.TryGetValue(child.ShardId, out var lease) && lease.GateOpen))
        : _listing.ChildrenOf(shardId).Any(child => IsKnown(child.ShardId) || IsPassed(child.ShardId));

    // Who finished the parent made the child's lease in the same transaction: it was there.
    private bool IsChildOfFinished(string parentShardId, string shardId) =>
        _leases.TryGetValue(parentShardId, out var parent)
        && parent.State == LeaseState.Finished
        && parent.Children.Contains(shardId, StringComparer.Ordinal);

    // Until then the parent is the only proof that the child may run, should the child's row be lost.
    private bool HasBegun(string shardId) => _markers.Contains(shardId)
        || (_leases.TryGetValue(shardId, out var lease) && !lease.Checkpoint.IsBeginning);

    private bool MayRun(string? parentShardId)
    {
        if (parentShardId is null || _markers.Contains(parentShardId))
        {
            return _mayStart;
        }

        if (_leases.TryGetValue(parentShardId, out var parent))
        {
            return parent.State == LeaseState.Finished;
        }

        if (!_listing.Contains(parentShardId))
        {
            Probe.TryAdd(parentShardId, new(new(_stream, parentShardId), ParentShardId: null, MayBeginUnlisted(parentShardId)));
        }

        return false;
    }

    // Its parent is not known, and may be any shard that is older and not done: shard ids begin with the time.
    private bool MayBeginUnlisted(string shardId)
    {
        return _mayStart
            && !_leases.Values.Any(lease => lease.State != LeaseState.Finished && IsOlder(lease.Key.ShardId))
            && !_listing.Shards.Any(shard => IsOlder(shard.ShardId) && !IsKnown(shard.ShardId) && !IsPassed(shard.ShardId));

        bool IsOlder(string other) => string.CompareOrdinal(other, shardId) < 0;
    }

    private List<LeaseKey> ChildrenOf(string shardId) =>
    [
        .. _listing.ChildrenOf(shardId).Select(static child => child.ShardId)
            .Union(_leasedChildren[shardId])
            .Order(StringComparer.Ordinal)
            .Select(child => new LeaseKey(_stream, child)),
    ];
}

/// <summary>A lease to be created.</summary>
/// <param name="Key">The lease.</param>
/// <param name="ParentShardId">The shard's parent, if it has one.</param>
/// <param name="GateOpen">Whether the shard may run at once.</param>
/// <param name="IsLost">Whether the shard is proved to have had a lease: somebody has deleted it.</param>
internal sealed record NewLease(LeaseKey Key, string? ParentShardId, bool GateOpen, bool IsLost = false);
