namespace DynamoHandlers;

/// <summary>
/// Code around every call of a handler: logging, a tenant's scope, metrics. Comes from the record's service scope, so it
/// may be scoped, and shares that scope with the handler.
/// </summary>
public interface IChangeMiddleware
{
    /// <summary>Does its work around the call, which it makes by <paramref name="next"/>.</summary>
    /// <param name="invocation">The call.</param>
    /// <param name="next">
    /// Calls what is further in, at last the handler. May be left out: the changes then count as handled by this handler.
    /// What it throws is the handler's failure; what the middleware throws counts as one too.
    /// </param>
    ValueTask InvokeAsync(HandlerInvocation invocation, Func<ValueTask> next);
}
