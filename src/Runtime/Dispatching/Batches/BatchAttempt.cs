using DynamoHandlers.Dispatching.Failures;
using DynamoHandlers.Dispatching.States;
using DynamoHandlers.Dispatching.Watching;
using DynamoHandlers.Images;
using DynamoHandlers.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DynamoHandlers.Dispatching.Batches;

/// <summary>
/// The calls of a batch handler with one batch: the first with all of it, further ones with what has failed, and what comes
/// after that of the same items.
/// </summary>
internal sealed class BatchAttempt(
    HandlerDescriptor handler, DispatchParts parts, List<BatchItem> items, ShardWindow? window, WatchedCall? watched) : HandlerAttempt
{
    private readonly CallTurn _turn = new(parts.Turns, parts.Quit, parts.Stop);
    private List<BatchItem> _failed = items;
    private IReadOnlyDictionary<BatchItem, MappingException> _unreadable = new Dictionary<BatchItem, MappingException>();
    private int _attempt;

    /// <summary>What is not done yet, in order.</summary>
    public List<BatchItem> Left { get; private set; } = items;

    /// <inheritdoc/>
    public override string Handler => handler.Name;

    /// <inheritdoc/>
    public override FailurePolicy? Policy => handler.Failure;

    /// <inheritdoc/>
    public override DateTimeOffset CreatedAt => Left[0].Record.CreatedAt;

    /// <inheritdoc/>
    public override async ValueTask CallAsync()
    {
        if (handler.CommitsEachCall)
        {
            await parts.Transactions.PrepareAsync(handler).ConfigureAwait(false);
        }

        await _turn.TakeAsync().ConfigureAwait(false);
        try
        {
            if (!parts.MayCall())
            {
                throw new DeliveryEndedException();
            }

            (_failed, _attempt) = (Left, _attempt + 1);
            var transaction = handler.UsesTransaction ? Begin() : null;
            var (call, result) = await InvokeAsync(transaction).ConfigureAwait(false);
            if (window is not null)
            {
                ThrowIfFailed(result, "has windows");
                parts.States!.Take(window, call.WindowCall!, transaction);
            }
            else if (transaction is not null)
            {
                await CommitAsync(transaction, call, result).ConfigureAwait(false);
            }

            Settle(call, result);
        }
        finally
        {
            _turn.End();
        }
    }

    /// <inheritdoc/>
    public override ChangeContext Describe(int attempt) => RecordChange.CreateContext(_failed[0].Record, parts.Source, attempt);

    /// <inheritdoc/>
    public override void Report(ILogger logger, Exception e, int attempt, TimeSpan delay) => Log.BatchFailed(
        logger, e, Handler, _failed.Count, First, Last, parts.Source.ShardId, parts.Source.TableName, attempt, delay);

    /// <inheritdoc/>
    public override void ReportLast(ILogger logger, Exception e) => Log.BatchFailedAtLast(
        logger, e, Handler, _failed.Count, First, Last, parts.Source.ShardId, parts.Source.TableName);

    /// <summary>Reports that what has failed is to be halved.</summary>
    public void ReportHalving(ILogger logger, Exception e) => Log.BatchHalved(
        logger, e, Handler, _failed.Count, First, Last, parts.Source.ShardId, parts.Source.TableName);

    /// <inheritdoc/>
    public override async ValueTask GiveUpAsync(FailureAction action, Exception e)
    {
        foreach (var item in _failed)
        {
            var error = _unreadable.GetValueOrDefault(item) ?? e;
            await parts.GivenUp!.SettleAsync(new(Handler, item.Record, parts.Source, error, Failures), action, parts.Quit)
                .ConfigureAwait(false);
            Left = [.. Left.Where(left => left != item)];
            item.Done();
        }
    }

    private string First => _failed[0].Record.SequenceNumber.ToString();

    private string Last => _failed[^1].Record.SequenceNumber.ToString();

    private ChangeTransaction Begin() => window is null ? parts.Transactions.Begin() : parts.States!.Begin();

    private async ValueTask<(BatchCall Call, BatchResult Result)> InvokeAsync(ChangeTransaction? transaction)
    {
        watched?.Begin(handler.Name, Left[0].Record);
        try
        {
            var scope = parts.Scopes.CreateAsyncScope();
            await using (scope.ConfigureAwait(false))
            {
                var call = new BatchCall(
                    [.. Left.Select(static item => item.Record)], parts.Source, _attempt, scope.ServiceProvider, parts.Stop, transaction)
                {
                    WindowCall = window?.Call(),
                };
                return (call, await handler.InvokeBatch!(call).ConfigureAwait(false));
            }
        }
        finally
        {
            transaction?.End();
            watched?.End();
        }
    }

    // All of the batch takes effect, or nothing: else what is done could not be told by a checkpoint.
    private async ValueTask CommitAsync(ChangeTransaction transaction, BatchCall call, BatchResult result)
    {
        if (call.FirstUnreadable is { } unreadable)
        {
            throw unreadable;
        }

        ThrowIfFailed(result, "takes a ChangeTransaction");
        await parts.Transactions.CommitAsync(
            transaction.Complete(), Left.Select(static item => item.Slot).OfType<RecordProgress.Slot>().ToHashSet(), parts.Stop)
            .ConfigureAwait(false);
    }

    private void ThrowIfFailed(BatchResult result, string what)
    {
        if (result.FailedChanges.Count > 0)
        {
            throw result.Reason ?? new InvalidOperationException(
                $"{Handler} {what} and has returned a BatchResult with failed changes. What it does takes effect together or not at "
                + "all: throw instead. Without windows, [Batch] with Bisect = true finds what fails.");
        }
    }

    private void Settle(BatchCall call, BatchResult result)
    {
        var reported = Places(call, result);
        var outcome = BatchOutcome.Of(Left.Count, i => reported.Contains(i) || call.Unreadable.ContainsKey(i), i => Left[i].Key);
        _unreadable = call.Unreadable.ToDictionary(pair => Left[pair.Key], static pair => pair.Value);
        var (before, attempted) = (Left, call.Records.Count);
        _failed = [.. outcome.Failed.Select(i => before[i])];
        Left = [.. outcome.Failed.Concat(outcome.Withheld).Order().Select(i => before[i])];
        foreach (var i in outcome.Done)
        {
            parts.States?.Keep(handler, before[i].Slot);
            before[i].Done();
        }

        if (_failed.Count > 0)
        {
            throw result.Reason ?? call.FirstUnreadable ?? (Exception)new BatchFailedException(Handler, _failed.Count, attempted);
        }
    }

    private HashSet<int> Places(BatchCall call, BatchResult result)
    {
        var places = Enumerable.Range(0, result.FailedChanges.Count == 0 ? 0 : call.Records.Count)
            .ToDictionary(call.ContextOf, static i => i);
        return [.. result.FailedChanges.Select(change => change is not null && places.TryGetValue(change, out var place)
            ? place
            : throw new InvalidOperationException(
                $"{Handler} has returned a BatchResult with a failed change (sequence number {change?.SequenceNumber}) that is not "
                + "one of this call's. Pass the changes, or their contexts, that the handler was called with."))];
    }
}
