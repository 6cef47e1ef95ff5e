using System.Text;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Dispatching.Routing;

/// <summary>
/// Where the records of one table go. Entities without a pattern take every record; those with patterns compete for it,
/// and only if none of either gets it, it is unmatched. Immutable, safe for concurrent use.
/// </summary>
internal sealed class HandlerRoutes
{
    private static readonly ChangeKind[] Kinds = [ChangeKind.Insert, ChangeKind.Modify, ChangeKind.Remove];

    private readonly EntityRouter? _router;
    private readonly TypeChangePolicy _typeChange;
    private readonly HandlersByKind _everywhere;
    private readonly HandlersByKind _unmatched;
    private readonly HandlersByKind[] _ofEntities;
    private readonly bool _hasEverywhere;

    // Ready for every record that does not change its type: by entity, the last one for none, then by kind.
    private readonly RecordRoute[][] _routes;

    /// <param name="handlers">The handlers of the table, in the order in which they are called.</param>
    /// <param name="partitionKey">The name of the table's partition key, if it is known.</param>
    /// <param name="sortKey">The name of its sort key likewise.</param>
    /// <param name="typeChange">What to do when an item becomes one of another entity.</param>
    public HandlerRoutes(
        IReadOnlyCollection<HandlerDescriptor> handlers,
        string? partitionKey = null,
        string? sortKey = null,
        TypeChangePolicy typeChange = TypeChangePolicy.RemoveAndInsert)
    {
        Handlers = handlers;
        var groups = Patterned(handlers).GroupBy(static h => (h.Entity, h.Pattern!.Conditions)).ToArray();
        var everywhere = handlers.Where(static h => h.Pattern is null && !h.TakesUnmatched).ToArray();
        _typeChange = typeChange;
        _hasEverywhere = everywhere.Length > 0;
        _everywhere = new(everywhere);
        _unmatched = new([.. handlers.Where(static h => h.TakesUnmatched)]);
        _ofEntities = [.. groups.Select(static group => new HandlersByKind([.. group]))];
        Entities = string.Join(", ", groups.Select(static group => group.Key.Entity.Name).Distinct());
        if (groups.Length > 0)
        {
            _router = new(
                [.. groups.Select(static group => group.Key.Conditions)], new(Utf8(partitionKey), Utf8(sortKey)));
        }

        _routes =
        [
            .. groups.Select(group => new HandlersByKind([.. handlers.Where(h => group.Contains(h) || everywhere.Contains(h))]))
                .Select(merged => Array.ConvertAll(Kinds, kind => RecordRoute.Of(merged[kind]))),
            Array.ConvertAll(Kinds, kind => _hasEverywhere ? RecordRoute.Of(_everywhere[kind]) : Unmatched(kind)),
        ];
    }

    /// <summary>The handlers of the table.</summary>
    public IReadOnlyCollection<HandlerDescriptor> Handlers { get; }

    /// <summary>The names of the entities that are told apart, for messages.</summary>
    public string Entities { get; }

    /// <summary>Whether a record's kind alone decides, so that routing cannot fail.</summary>
    public bool IsByKind => _router is null && _hasEverywhere;

    /// <summary>Whether keys alone do not tell the entities apart.</summary>
    public bool ReadsImages => _router is { ReadsImages: true };

    /// <summary>Finds where a record goes.</summary>
    /// <exception cref="Images.MappingException">The record is not DynamoDB's JSON.</exception>
    public RecordRoute Find(in StreamRecord record)
    {
        if (_router is null)
        {
            return Direct(EntityRouter.None, record.Kind);
        }

        var (old, @new) = Classify(_router, record);
        return old == @new ? Direct(@new, record.Kind)
            : _typeChange == TypeChangePolicy.Unmatched ? Direct(EntityRouter.None, record.Kind)
            : RemoveAndInsert(old, @new);
    }

    public static IEnumerable<HandlerDescriptor> Patterned(IEnumerable<HandlerDescriptor> handlers) =>
        handlers.Where(static h => h is { Pattern: not null, TakesUnmatched: false });

    private static (int Old, int New) Classify(EntityRouter router, in StreamRecord record)
    {
        if (record.Kind != ChangeKind.Modify || !router.ReadsImages)
        {
            var entity = router.Classify(record.Keys, record.Kind == ChangeKind.Remove ? record.OldImage : record.NewImage);
            return (entity, entity);
        }

        // A side that the stream does not carry is taken for one of the same type.
        var old = router.Classify(record.Keys, record.OldImage);
        var @new = router.Classify(record.Keys, record.NewImage);
        return (old == EntityRouter.Unknown ? @new : old, @new == EntityRouter.Unknown ? old : @new);
    }

    // Unknown is the entity of records of a kind that no handler of an entity wants: others stop the start of a worker
    // whose stream does not carry the image.
    private RecordRoute Direct(int entity, ChangeKind kind) => entity switch
    {
        EntityRouter.Unknown => RecordRoute.Of(_everywhere[kind]),
        EntityRouter.None => _routes[^1][(int)kind],
        _ => _routes[entity][(int)kind],
    };

    private RecordRoute Unmatched(ChangeKind kind) => _unmatched[kind] is { Length: > 0 } handlers
        ? RecordRoute.Of(handlers, RouteMatch.TakenUnmatched)
        : new([], RouteMatch.Unmatched);

    private RecordRoute RemoveAndInsert(int old, int @new)
    {
        var legs = new List<RouteLeg>();
        var match = RouteMatch.Entity;
        foreach (var (entity, kind) in new[] { (old, ChangeKind.Remove), (@new, ChangeKind.Insert) })
        {
            if (entity != EntityRouter.None)
            {
                legs.Add(new(_ofEntities[entity][kind], kind));
            }
            else if (!_hasEverywhere)
            {
                match = Unmatched(kind).Match;
                legs.Add(new(_unmatched[kind], kind));
            }
        }

        legs.Add(new(_everywhere[ChangeKind.Modify], null));
        return new([.. legs], match);
    }

    private static byte[]? Utf8(string? name) => name is null ? null : Encoding.UTF8.GetBytes(name);
}
