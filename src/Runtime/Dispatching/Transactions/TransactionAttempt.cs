using System.Text;
using DynamoHandlers.Dispatching.Failures;
using DynamoHandlers.Dispatching.Routing;
using DynamoHandlers.Dispatching.Watching;
using DynamoHandlers.Images;
using DynamoHandlers.Telemetry;
using DynamoHandlers.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

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
    CallTurn turn) : HandlerAttempt
{
    private int _attempt;

    /// <inheritdoc/>
    public override string Handler { get; } = string.Join(" + ", handlers.Select(static handler => handler.Handler.Name));

    /// <inheritdoc/>
    public override FailurePolicy? Policy => handlers[0].Handler.Failure;

    /// <inheritdoc/>
    public override DateTimeOffset CreatedAt => Record.CreatedAt;

    private StreamRecord Record => handlers[0].View;

    /// <inheritdoc/>
    public override async ValueTask CallAsync()
    {
        if (handlers.Any(static handler => HandlerFilter.Wants(handler.Handler, handler.View)))
        {
            await parts.Transactions.PrepareAsync(handlers[0].Handler).ConfigureAwait(false);
        }

        await turn.TakeAsync().ConfigureAwait(false);
        try
        {
            if (!parts.MayCall())
            {
                throw new DeliveryEndedException();
            }

            _attempt++;
            var transaction = parts.Transactions.Begin();
            await InvokeAsync(transaction).ConfigureAwait(false);
            await parts.Transactions.CommitAsync(
                transaction.Complete(), slot is null ? new HashSet<RecordProgress.Slot>() : [slot], parts.Stop)
                .ConfigureAwait(false);
        }
        catch (Exception e)
        {
            turn.End();
            (e as MappingException)?.SetRecord(
                parts.Source.TableName, Key(), parts.Source.ShardId, Record.SequenceNumber.ToString());
            throw;
        }
    }

    /// <inheritdoc/>
    public override ChangeContext Describe(int attempt) => RecordChange.CreateContext(Record, parts.Source, attempt);

    /// <inheritdoc/>
    public override void Report(ILogger logger, Exception e, int attempt, TimeSpan delay) => Log.HandlerFailed(
        logger, e, Handler, Record.SequenceNumber.ToString(), parts.Source.ShardId, parts.Source.TableName, Key(), attempt, delay);

    /// <inheritdoc/>
    public override void ReportLast(ILogger logger, Exception e) => Log.HandlerFailedAtLast(
        logger, e, Handler, Record.SequenceNumber.ToString(), parts.Source.ShardId, parts.Source.TableName, Key());

    /// <inheritdoc/>
    public override async ValueTask GiveUpAsync(FailureAction action, Exception e)
    {
        foreach (var (handler, view) in handlers.Where(static handler => HandlerFilter.Wants(handler.Handler, handler.View)))
        {
            await parts.GivenUp!.SettleAsync(new(handler.Name, view, parts.Source, e, Failures), action, parts.Quit).ConfigureAwait(false);
        }
    }

    private async ValueTask InvokeAsync(ChangeTransaction transaction)
    {
        try
        {
            var scope = parts.Scopes.CreateAsyncScope();
            await using (scope.ConfigureAwait(false))
            {
                foreach (var (handler, view) in handlers)
                {
                    if (HandlerFilter.Wants(handler, view))
                    {
                        watched?.Begin(handler, view);
                        await handler.Invoke!(new(view, parts.Source, _attempt, scope.ServiceProvider, parts.Stop, transaction))
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

    private string Key() => Encoding.UTF8.GetString(Record.Keys);
}
