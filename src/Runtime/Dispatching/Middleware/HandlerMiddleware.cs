using DynamoHandlers.Dispatching.Batches;

namespace DynamoHandlers.Dispatching.Middleware;

/// <summary>Puts the application's middleware around handlers.</summary>
internal static class HandlerMiddleware
{
    /// <summary>The same handler, with the middleware around its calls; itself where there is none.</summary>
    public static HandlerDescriptor Around(this IEnumerable<MiddlewareRegistration> middleware, HandlerDescriptor handler)
    {
        MiddlewareRegistration[] layers = [.. middleware];
        return layers.Length == 0 ? handler : handler.CalledBy(
            invoke => (in HandlerCall call) => InvokeAsync(layers, handler, invoke, call),
            invoke => call => InvokeAsync(layers, handler, invoke, call));
    }

    private static ValueTask InvokeAsync(
        MiddlewareRegistration[] layers, HandlerDescriptor handler, HandlerInvoker invoke, HandlerCall call)
    {
        var change = call.CreateContext();
        var invocation = new HandlerInvocation(handler.Name, [change], call.Services, call.Stop) { IsCommitted = handler.UsesTransaction || handler.HoldsState };
        return NextAsync(layers, 0, invocation, () => invocation.IsSkipped(change) ? default : invoke(call));
    }

    private static async ValueTask<BatchResult> InvokeAsync(
        MiddlewareRegistration[] layers, HandlerDescriptor handler, BatchInvoker invoke, BatchCall call)
    {
        var changes = Enumerable.Range(0, call.Records.Count).Select(call.ContextOf).ToArray();
        var invocation = new HandlerInvocation(handler.Name, changes, call.Services, call.Stop) { IsCommitted = handler.UsesTransaction || handler.HoldsState };
        var result = BatchResult.Success;
        call.Skip(invocation.IsSkipped);
        await NextAsync(
            layers,
            0,
            invocation,
            async () =>
            {
                result = await invoke(call).ConfigureAwait(false);
                invocation.Unfinished = Unfinished(call, result);
            }).ConfigureAwait(false);
        return result;
    }

    private static ChangeContext[] Unfinished(BatchCall call, BatchResult result)
    {
        if (result.FailedChanges.Count == 0 && call.Unreadable.Count == 0)
        {
            return [];
        }

        var changes = Enumerable.Range(0, call.Records.Count).Select(call.ContextOf).ToArray();
        var failed = result.FailedChanges.ToHashSet();
        if (!failed.IsSubsetOf(changes))
        {
            // What has failed is not known: an error, after which all of them are handled again.
            return changes;
        }

        var outcome = BatchOutcome.Of(
            call.Records.Count,
            i => failed.Contains(changes[i]) || call.Unreadable.ContainsKey(i),
            i => ItemKey.Of(call.Records[i].Keys));
        return [.. outcome.Failed.Concat(outcome.Withheld).Select(i => changes[i])];
    }

    private static ValueTask NextAsync(
        MiddlewareRegistration[] layers, int layer, HandlerInvocation invocation, Func<ValueTask> innermost) =>
        layer == layers.Length
            ? innermost()
            : layers[layer].Get(invocation.Services).InvokeAsync(
                invocation, () => NextAsync(layers, layer + 1, invocation, innermost));
}
