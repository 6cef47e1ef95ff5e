using DynamoHandlers.Wire;

namespace DynamoHandlers.Dispatching.Routing;

/// <summary>Decides whether a handler wants a record that was routed to it.</summary>
internal static class HandlerFilter
{
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
