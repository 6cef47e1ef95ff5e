using DynamoHandlers.Wire;

namespace DynamoHandlers.Dispatching;

/// <summary>The handlers of one table by kind of change, in the order in which they were added.</summary>
internal sealed class HandlerRoutes
{
    private readonly HandlerDescriptor[] _inserts;
    private readonly HandlerDescriptor[] _modifications;
    private readonly HandlerDescriptor[] _removals;

    public HandlerRoutes(IEnumerable<HandlerDescriptor> handlers)
    {
        var all = handlers.ToArray();
        _inserts = Of(ChangeKinds.Insert);
        _modifications = Of(ChangeKinds.Modify);
        _removals = Of(ChangeKinds.Remove);

        HandlerDescriptor[] Of(ChangeKinds kind) => [.. all.Where(handler => handler.Kinds.HasFlag(kind))];
    }

    public bool Contains(HandlerDescriptor handler) =>
        _inserts.Contains(handler) || _modifications.Contains(handler) || _removals.Contains(handler);

    /// <summary>The handlers that may want a record of a kind; <see cref="Wants"/> decides.</summary>
    public IReadOnlyList<HandlerDescriptor> For(ChangeKind kind) => kind switch
    {
        ChangeKind.Insert => _inserts,
        ChangeKind.Modify => _modifications,
        _ => _removals,
    };

    /// <summary>Whether a handler wants a record, decided on the raw bytes.</summary>
    public static bool Wants(HandlerDescriptor handler, in StreamRecord record) =>
        (record.Kind != ChangeKind.Remove || CauseFits(handler.Cause, record)) && handler.Filter?.Invoke(record) != false;

    private static bool CauseFits(RemoveCause cause, in StreamRecord record) => cause switch
    {
        RemoveCause.User => !record.IsTimeToLive,
        RemoveCause.TimeToLive => record.IsTimeToLive,
        _ => true,
    };
}
