using DynamoHandlers.Wire;

namespace DynamoHandlers.Dispatching.Transactions;

/// <summary>The handlers of a record that take a transaction, each with the record as it is delivered to it.</summary>
internal struct TransactionalHandlers
{
    private static readonly List<(HandlerDescriptor Handler, StreamRecord View)> None = [];

    // Most records have none, and cost nothing.
    private List<(HandlerDescriptor Handler, StreamRecord View)>? _single;
    private List<(HandlerDescriptor Handler, StreamRecord View)>? _ofBatches;

    /// <summary>Those that take one change at a time.</summary>
    public readonly IReadOnlyList<(HandlerDescriptor Handler, StreamRecord View)> Single => _single ?? None;

    /// <summary>Those that take batches.</summary>
    public readonly IReadOnlyList<(HandlerDescriptor Handler, StreamRecord View)> OfBatches => _ofBatches ?? None;

    public void Add(HandlerDescriptor handler, in StreamRecord view)
    {
        if (handler.InvokeBatch is null)
        {
            (_single ??= []).Add((handler, view));
        }
        else
        {
            (_ofBatches ??= []).Add((handler, view));
        }
    }
}
