using System.Net;
using System.Threading.Channels;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoHandlers.Dispatching;
using DynamoHandlers.Telemetry;
using Microsoft.Extensions.Logging;

namespace DynamoHandlers.DeadLetters;

/// <summary>
/// One redrive: the letters go into as many lanes as may be handled at the same time, those of one item into the same lane.
/// </summary>
internal sealed class Redrive(
    IDeadLetterStore store,
    IReadOnlyDictionary<string, HandlerDescriptor> handlers,
    RedriveCall call,
    string workerId,
    TimeProvider clock,
    ILogger logger)
{
    // Letters may have megabytes: those that wait are few.
    private const int LaneCapacity = 4;

    private readonly HashSet<string> _refused = [];
    private long _handled;
    private long _failed;
    private long _skipped;
    private long _withoutHandler;

    public async Task<RedriveResult> RunAsync(RedriveOptions options, CancellationToken cancellationToken)
    {
        using var all = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var lanes = Enumerable.Range(0, options.Parallelism)
            .Select(static _ => Channel.CreateBounded<DeadLetter>(LaneCapacity)).ToArray();

        // Whatever fails here is not a handler's failure: a store that does not answer, say. It ends all of them.
        await Task.WhenAll(
            lanes.Select(lane => GuardAsync(stop => RunLaneAsync(lane.Reader, stop), all))
                .Append(GuardAsync(stop => FeedAsync(lanes, options.Handler, stop), all))).ConfigureAwait(false);
        var result = new RedriveResult(_handled, _failed, _skipped, _withoutHandler);
        Log.Redriven(logger, result.Handled, result.Failed, result.Skipped, result.WithoutHandler);
        return result;
    }

    private static async Task GuardAsync(Func<CancellationToken, Task> run, CancellationTokenSource all)
    {
        try
        {
            await run(all.Token).ConfigureAwait(false);
        }
        catch
        {
            await all.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task FeedAsync(Channel<DeadLetter>[] lanes, string? handler, CancellationToken stop)
    {
        await foreach (var letter in store.ReadAsync(handler, stop).ConfigureAwait(false))
        {
            var lane = lanes[Leasing.Fnv1A.Hash(ItemOf(letter)) % (uint)lanes.Length];
            await lane.Writer.WriteAsync(letter, stop).ConfigureAwait(false);
        }

        Array.ForEach(lanes, static lane => lane.Writer.Complete());
    }

    private async Task RunLaneAsync(ChannelReader<DeadLetter> letters, CancellationToken stop)
    {
        // The letters of an item come one after the other.
        string? failed = null;
        await foreach (var letter in letters.ReadAllAsync(stop).ConfigureAwait(false))
        {
            var item = ItemOf(letter);
            if (item == failed)
            {
                Interlocked.Increment(ref _skipped);
            }
            else if (!handlers.TryGetValue(letter.Handler, out var handler))
            {
                Refuse(letter, "no handler of that name is registered.");
            }
            else if (RedriveCall.RefusalOf(handler, store) is { } refusal)
            {
                Refuse(letter, refusal);
            }
            else if (!await HandleAsync(handler, letter, stop).ConfigureAwait(false))
            {
                failed = item;
            }
        }
    }

    /// <returns>Whether later letters of the item may be handled.</returns>
    private async ValueTask<bool> HandleAsync(HandlerDescriptor handler, DeadLetter letter, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        try
        {
            if (await call.CallAsync(handler, letter, stop).ConfigureAwait(false) is not { } writes)
            {
                Refuse(letter, "the handler of that name does not take such changes.");
                return false;
            }

            if (writes.Count > 0)
            {
                return await CommitAsync(letter, writes).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            await KeepAsync(letter, e).ConfigureAwait(false);
            return false;
        }

        // What is done is noted, however urgent the end is.
        await store.DeleteAsync(letter, CancellationToken.None).ConfigureAwait(false);
        Interlocked.Increment(ref _handled);
        return true;
    }

    /// <exception cref="Exception">The service refuses it: nothing was written.</exception>
    private async ValueTask<bool> CommitAsync(DeadLetter letter, IReadOnlyList<TransactWriteItem> writes)
    {
        try
        {
            if (!await ((ICommittingStore)store).CommitAsync(letter, writes, CancellationToken.None).ConfigureAwait(false))
            {
                // Another redrive was faster, or a worker has put it again: it is not this one's any more.
                Interlocked.Increment(ref _skipped);
                return false;
            }
        }
        catch (Exception e) when (!IsRefusal(e))
        {
            // Whether it was committed shows by the letter, which must not be written anew.
            Report(letter, e);
            return false;
        }

        Interlocked.Increment(ref _handled);
        return true;
    }

    // What the service refuses it has not written.
    private static bool IsRefusal(Exception e) =>
        e is ChangeTransactionException or AmazonServiceException { StatusCode: HttpStatusCode.BadRequest } and not TransactionInProgressException;

    private async ValueTask KeepAsync(DeadLetter letter, Exception e)
    {
        Report(letter, e);
        await store.PutAsync(
            letter with
            {
                ErrorType = ErrorText.TypeOf(e),
                Error = ErrorText.Of(e),
                Attempts = letter.Attempts + 1,
                DeadAt = clock.GetUtcNow(),
                WorkerId = workerId,
            },
            CancellationToken.None).ConfigureAwait(false);
    }

    private void Report(DeadLetter letter, Exception e)
    {
        Log.RedriveFailed(
            logger, e, letter.Handler, letter.SequenceNumber, letter.ShardId, letter.TableName, letter.Keys, letter.Attempts + 1);
        Interlocked.Increment(ref _failed);
    }

    private void Refuse(DeadLetter letter, string reason)
    {
        Interlocked.Increment(ref _withoutHandler);
        bool isFirst;
        lock (_refused)
        {
            isFirst = _refused.Add($"{letter.Handler}\n{reason}");
        }

        if (isFirst)
        {
            Log.RedriveRefused(logger, letter.Handler, reason);
        }
    }

    private static string ItemOf(DeadLetter letter) => $"{letter.Handler}\n{letter.TableName}\n{DeadLetterKey.ItemOf(letter)}";
}
