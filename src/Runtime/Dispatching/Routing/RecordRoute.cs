using DynamoHandlers.Wire;

namespace DynamoHandlers.Dispatching.Routing;

/// <summary>Which handlers a record goes to; whether each wants it, its own filter decides.</summary>
/// <param name="Legs">What is called, in this order.</param>
/// <param name="Match">Whether the record fits an entity.</param>
internal readonly record struct RecordRoute(RouteLeg[] Legs, RouteMatch Match)
{
    public static RecordRoute Of(HandlerDescriptor[] handlers, RouteMatch match = RouteMatch.Entity) =>
        new([new(handlers, null)], match);
}

/// <summary>Handlers that get a record as one kind of change.</summary>
/// <param name="Handlers">The handlers.</param>
/// <param name="DeliveredAs">The kind, where it is not the record's own.</param>
internal sealed record RouteLeg(HandlerDescriptor[] Handlers, ChangeKind? DeliveredAs)
{
    public StreamRecord View(in StreamRecord record) => DeliveredAs is { } kind ? record.As(kind) : record;
}

/// <summary>Whether a record fits an entity.</summary>
internal enum RouteMatch
{
    /// <summary>It does.</summary>
    Entity,

    /// <summary>It does not, and handlers for such records take it.</summary>
    TakenUnmatched,

    /// <summary>It does not, at least on one side, and the policy decides.</summary>
    Unmatched,
}
