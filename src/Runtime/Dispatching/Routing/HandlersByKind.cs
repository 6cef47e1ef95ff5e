namespace DynamoHandlers.Dispatching.Routing;

/// <summary>Handlers by the kinds of change that they want, in the order in which they were added.</summary>
internal sealed class HandlersByKind(IReadOnlyCollection<HandlerDescriptor> handlers)
{
    private readonly HandlerDescriptor[] _inserts = Of(handlers, ChangeKinds.Insert);
    private readonly HandlerDescriptor[] _modifications = Of(handlers, ChangeKinds.Modify);
    private readonly HandlerDescriptor[] _removals = Of(handlers, ChangeKinds.Remove);

    public HandlerDescriptor[] this[ChangeKind kind] => kind switch
    {
        ChangeKind.Insert => _inserts,
        ChangeKind.Modify => _modifications,
        _ => _removals,
    };

    private static HandlerDescriptor[] Of(IReadOnlyCollection<HandlerDescriptor> handlers, ChangeKinds kind) =>
        [.. handlers.Where(handler => handler.Kinds.HasFlag(kind))];
}
