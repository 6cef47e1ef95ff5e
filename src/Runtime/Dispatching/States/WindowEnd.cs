using Microsoft.Extensions.DependencyInjection;

namespace DynamoHandlers.Dispatching.States;

/// <summary>The last call for a window.</summary>
internal static class WindowEnd
{
    /// <param name="window">The window.</param>
    /// <param name="states">What takes over what the call leaves.</param>
    /// <param name="parts">What calls are made of.</param>
    /// <param name="isShardEnd">Whether it ends as the shard does.</param>
    /// <param name="attempt">Which attempt the call is.</param>
    public static async ValueTask CallAsync(ShardWindow window, IShardStates states, DispatchParts parts, bool isShardEnd, int attempt)
    {
        var transaction = window.Handler.UsesTransaction ? states.Begin() : null;
        var call = window.Call(isFinal: true, isShardEnd);
        try
        {
            var scope = parts.Scopes.CreateAsyncScope();
            await using (scope.ConfigureAwait(false))
            {
                var batch = new BatchCall([], parts.Source, attempt, scope.ServiceProvider, parts.Stop, transaction) { WindowCall = call };
                await window.Handler.InvokeBatch!(batch).ConfigureAwait(false);
            }
        }
        finally
        {
            transaction?.End();
        }

        states.Take(window, call, transaction);
    }
}
