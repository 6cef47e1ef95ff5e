using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoHandlers.Testing.InMemory.Engine;
using DynamoHandlers.Testing.InMemory.Values;

namespace DynamoHandlers.Testing.Simulation.Network;

/// <summary>
/// The copies of the lease table that eventually consistent reads see: each answers as the table was a moment ago, and one
/// can freeze for a while.
/// </summary>
internal sealed class LeaseReplicas(string tableName, TimeProvider clock, SimulatedFaults faults, Random random)
{
    private const string OnlyPartition = "#pk = :pk";

    // A copy that is further behind than this does not exist.
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(2);

    private readonly Dictionary<string, SortedDictionary<string, History>> _partitions = new(StringComparer.Ordinal);

    /// <summary>Until when one of the copies stands still, and since when; reads come to it now and then.</summary>
    private long _frozenSince;
    private long _frozenUntil;

    /// <summary>Lets one copy of the table stand still for a time.</summary>
    public void Freeze(TimeSpan duration) =>
        (_frozenSince, _frozenUntil) = (clock.GetTimestamp(), clock.GetTimestamp() + duration.Ticks);

    /// <summary>Lets all copies go on.</summary>
    public void Thaw() => _frozenUntil = 0;

    public void Written(ItemKey key, MapValue? item)
    {
        var (partition, sort) = (((StringValue)key.Partition).Text, ((StringValue)key.Sort).Text);
        if (!_partitions.TryGetValue(partition, out var rows))
        {
            _partitions.Add(partition, rows = new(StringComparer.Ordinal));
        }

        if (!rows.TryGetValue(sort, out var history))
        {
            rows.Add(sort, history = new History());
        }

        var now = clock.GetTimestamp();
        history.Add(now, item, now - Memory.Ticks);
    }

    /// <summary>The answer to an eventually consistent read of the lease table; null to any other request.</summary>
    public AmazonWebServiceResponse? TryAnswer(AmazonWebServiceRequest request) => request switch
    {
        GetItemRequest { ConsistentRead: not true, ProjectionExpression: null } r when r.TableName == tableName =>
            new GetItemResponse { Item = Show(Find(r.Key["pk"].S, r.Key["sk"].S, AsOf())) },
        QueryRequest { ConsistentRead: not true, KeyConditionExpression: OnlyPartition } r when IsPlain(r) => Query(r),
        BatchGetItemRequest r when IsPlain(r) => Get(r.RequestItems[tableName]),
        _ => null,
    };

    private bool IsPlain(QueryRequest request) => request.TableName == tableName
        && request is { FilterExpression: null, ProjectionExpression: null, Limit: null, ExclusiveStartKey: not { Count: > 0 } };

    private bool IsPlain(BatchGetItemRequest request) => request.RequestItems.Count == 1
        && request.RequestItems.TryGetValue(tableName, out var keys)
        && keys is { ConsistentRead: not true, ProjectionExpression: null };

    private QueryResponse Query(QueryRequest request)
    {
        var asOf = AsOf();
        var items = new List<Dictionary<string, AttributeValue>>();
        if (_partitions.TryGetValue(request.ExpressionAttributeValues[":pk"].S, out var rows))
        {
            foreach (var history in rows.Values)
            {
                if (history.At(asOf) is { } item)
                {
                    items.Add(AttributeValues.Write(item));
                }
            }
        }

        return new QueryResponse { Items = items, Count = items.Count, ScannedCount = items.Count };
    }

    private BatchGetItemResponse Get(KeysAndAttributes request)
    {
        var asOf = AsOf();
        var found = request.Keys.Select(key => Show(Find(key["pk"].S, key["sk"].S, asOf)));
        return new BatchGetItemResponse
        {
            Responses = new() { [tableName] = [.. found.OfType<Dictionary<string, AttributeValue>>()] },
            UnprocessedKeys = [],
        };
    }

    private MapValue? Find(string partition, string sort, long asOf) =>
        _partitions.TryGetValue(partition, out var rows) && rows.TryGetValue(sort, out var history) ? history.At(asOf) : null;

    // One of three copies is the leader, which is current; the others are a little behind, or frozen.
    private long AsOf()
    {
        var now = clock.GetTimestamp();
        var copy = random.Next(3);
        if (copy == 1 && now < _frozenUntil)
        {
            return Math.Max(_frozenSince, now - Memory.Ticks);
        }

        return copy == 0 ? now : now - (long)(random.NextDouble() * faults.ReplicaLag.Ticks);
    }

    private static Dictionary<string, AttributeValue>? Show(MapValue? item) => item is null ? null : AttributeValues.Write(item);

    /// <summary>A row's versions, oldest first.</summary>
    private sealed class History
    {
        private readonly List<(long Since, MapValue? Item)> _versions = [];

        public void Add(long now, MapValue? item, long forget)
        {
            _versions.Add((now, item));

            // The newest of those that are too old is what the row was at that time.
            var outdated = _versions.FindLastIndex(version => version.Since <= forget);
            if (outdated > 16)
            {
                _versions.RemoveRange(0, outdated);
            }
        }

        public MapValue? At(long time)
        {
            for (var i = _versions.Count - 1; i >= 0; i--)
            {
                if (_versions[i].Since <= time)
                {
                    return _versions[i].Item;
                }
            }

            return null;
        }
    }
}
