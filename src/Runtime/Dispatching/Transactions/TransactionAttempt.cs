using DynamoHandlers.Dispatching.Routing;
using DynamoHandlers.Dispatching.Watching;
using DynamoHandlers.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoHandlers.Dispatching.Transactions;

/// <summary>
/// The calls of a record's handlers that take a transaction: all of them, as what they write is committed together with the
/// checkpoint, which knows only whole records. They are called again together, and are given up together.
/// </summary>
internal sealed class TransactionAttempt(
    IReadOnlyList<(HandlerDescriptor Handler, StreamRecord View)> handlers,
    DispatchParts parts,
    RecordProgress.Slot? slot,
    WatchedCall? watched,
    CallTurn turn) : RecordAttempt(parts, turn)
{
    private int _attempt;

    /// <inheritdoc/>
    public override string Handler { get; } = string.Join(" + ", handlers.Select(static handler => handler.Handler.Name));

    /// <inheritdoc/>
    public override FailurePolicy? Policy => handlers[0].Handler.Failure;

    /// <inheritdoc/>
    protected override StreamRecord Record => handlers[0].View;

    /// <inheritdoc/>
    public override async ValueTask CallAsync()
    {
        if (handlers.Any(static handler => HandlerFilter.Wants(handler.Handler, handler.View)))
        {
            await Parts.Transactions.PrepareAsync(handlers[0].Handler).ConfigureAwait(false);
        }

        await base.CallAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async ValueTask GiveUpAsync(FailureAction action, Exception e)
    {
        foreach (var (handler, view) in handlers.Where(static handler => HandlerFilter.Wants(handler.Handler, handler.View)))
        {
            await Parts.GivenUp!.SettleAsync(new(handler.Name, view, Parts.Source, e, Failures), action, Parts.Quit).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    protected override async ValueTask CallInTurnAsync()
    {
        _attempt++;
        var transaction = Parts.Transactions.Begin();
        await InvokeAsync(transaction).ConfigureAwait(false);
        await Parts.Transactions.CommitAsync(
            transaction.Complete(), slot is null ? new HashSet<RecordProgress.Slot>() : [slot], Parts.Stop).ConfigureAwait(false);
    }

    private async ValueTask InvokeAsync(ChangeTransaction transaction)
    {
        try
        {
            var scope = Parts.Scopes.CreateAsyncScope();
            await using (scope.ConfigureAwait(false))
            {
                foreach (var (handler, view) in handlers)
                {
                    if (HandlerFilter.Wants(handler, view))
                    {
                        watched?.Begin(handler.Name, view);
                        await handler.Invoke!(new(view, Parts.Source, _attempt, scope.ServiceProvider, Parts.Stop, transaction))
                            .ConfigureAwait(false);
                    }
                }
            }
        }
        catch
        {
            transaction.End();
            throw;
        }
        finally
        {
            watched?.End();
        }
    }
}
