using System.Text;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Dispatching;
using DynamoHandlers.Dispatching.Routing;
using DynamoHandlers.Images;
using DynamoHandlers.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace DynamoHandlers.DeadLetters;

/// <summary>Calls a handler with a dead letter as a worker would with the record, once. Thread-safe.</summary>
internal sealed class RedriveCall(IServiceScopeFactory scopes, string workerId, Func<string, string> tableOf)
{
    /// <summary>Why the letters of a handler cannot be handed to it; null if they can.</summary>
    public static string? RefusalOf(HandlerDescriptor handler, IDeadLetterStore store) => handler switch
    {
        { Shard: not null } or { WindowSize: not null } =>
            "it belongs to a run of a shard, and keeps what it gets, and a dead letter is in none.",
        { Invoke: null, InvokeBatch: null } => "it takes whole pages of a shard, and a dead letter is in none.",
        { UsesTransaction: true } when store is not ICommittingStore =>
            $"it takes a ChangeTransaction, which commits with the deletion of the letter, and that is not possible in {store.GetType().Name}.",
        _ => null,
    };

    /// <summary>Calls the handler; returns when the change is handled, and throws what it failed by.</summary>
    /// <returns>
    /// What the handler wants to have written when the letter is deleted; null if it does not want the change, as it is another
    /// one than when the letter was written.
    /// </returns>
    /// <exception cref="Exception">The change is not handled.</exception>
    public async ValueTask<IReadOnlyList<TransactWriteItem>?> CallAsync(HandlerDescriptor handler, DeadLetter letter, CancellationToken stop)
    {
        using var page = RecordPage.ParseRecord(letter.Record);
        var record = page[0].As(letter.Kind);
        if (!Wants(handler, record))
        {
            return null;
        }

        var transaction = new ChangeTransaction(tableOf);
        var source = new DeliverySource(letter.StreamArn, letter.TableName, letter.ShardId, workerId);

        // Disposed of within the attempt: a unit of work that fails then is not done.
        var scope = scopes.CreateAsyncScope();
        try
        {
            await using (scope.ConfigureAwait(false))
            {
                await InvokeAsync(handler, record, source, letter.Attempts + 1, scope.ServiceProvider, transaction, stop).ConfigureAwait(false);
            }
        }
        finally
        {
            transaction.End();
        }

        return transaction.Complete();
    }

    // A handler's name may be that of another one by now, the second of a method, say: what does not want the record would
    // count as having handled it.
    private static bool Wants(HandlerDescriptor handler, in StreamRecord record) =>
        handler.Kinds.HasFlag(KindsOf(record.Kind)) && HandlerFilter.Wants(handler, record);

    private static ChangeKinds KindsOf(ChangeKind kind) => kind switch
    {
        ChangeKind.Insert => ChangeKinds.Insert,
        ChangeKind.Modify => ChangeKinds.Modify,
        _ => ChangeKinds.Remove,
    };

    // The one place where a letter meets its handler.
    private static async ValueTask InvokeAsync(
        HandlerDescriptor handler,
        StreamRecord record,
        DeliverySource source,
        int attempt,
        IServiceProvider services,
        ChangeTransaction transaction,
        CancellationToken stop)
    {
        try
        {
            if (handler.Invoke is { } invoke)
            {
                await invoke(new(record, source, attempt, services, stop, transaction)).ConfigureAwait(false);
            }
            else
            {
                await InvokeBatchAsync(handler, new([record], source, attempt, services, stop, transaction)).ConfigureAwait(false);
            }
        }
        catch (MappingException e) when (e.TableName is null)
        {
            e.SetRecord(source.TableName, Encoding.UTF8.GetString(record.Keys), source.ShardId, record.SequenceNumber.ToString());
            throw;
        }
    }

    // A batch of one.
    private static async ValueTask InvokeBatchAsync(HandlerDescriptor handler, BatchCall call)
    {
        var result = await handler.InvokeBatch!(call).ConfigureAwait(false);
        if (call.Unreadable.TryGetValue(0, out var unreadable))
        {
            throw unreadable;
        }

        if (result.FailedChanges.Count > 0)
        {
            throw result.Reason ?? new InvalidOperationException(
                $"{handler.Name} reported the change as failed and gave no reason (BatchResult.Failed).");
        }
    }
}
