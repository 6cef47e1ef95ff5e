using System.Text;
using DynamoHandlers.Dispatching.Routing;
using DynamoHandlers.Telemetry;
using DynamoHandlers.Wire;
using Microsoft.Extensions.Logging;

namespace DynamoHandlers.Dispatching.Failures;

/// <summary>
/// What becomes of a record in the middle of which workers have died, again and again: its handlers are called no more, and
/// each has its failure policy carried out.
/// </summary>
internal sealed class RecordIsolation(
    DispatchParts parts, FailureOptions options, ShardCheckpointer checkpointer, TimeProvider clock, ILogger logger)
{
    /// <summary>Does to the record what its handlers' policies say; waits for the shard to be given up if one is to block.</summary>
    public async ValueTask SettleAsync(StreamRecord record, long deaths)
    {
        var handlers = Handlers(record);
        var isBlocked = handlers.Exists(handler => Action(handler.Handler) == FailureAction.Block);
        Log.RecordIsolated(
            logger,
            deaths,
            record.SequenceNumber.ToString(),
            parts.Source.ShardId,
            parts.Source.TableName,
            Encoding.UTF8.GetString(record.Keys),
            isBlocked
                ? "The shard waits, as the failure policy is to block. Mend the handlers and restart the worker, or choose another policy."
                : "What their failure policies say is done to it.");
        if (isBlocked)
        {
            checkpointer.Isolate(true);
            await Task.Delay(Timeout.InfiniteTimeSpan, clock, parts.Quit).ConfigureAwait(false);
        }

        var error = new WorkerDiedException(record.SequenceNumber.ToString(), deaths);
        foreach (var (handler, view) in handlers)
        {
            await parts.GivenUp!.SettleAsync(
                new(handler.Name, view, parts.Source, error, (int)deaths), Action(handler), parts.Quit).ConfigureAwait(false);
        }
    }

    private FailureAction Action(HandlerDescriptor handler) => FailureRule.Of(handler.Failure, options).Then;

    // Which of them kills is not known.
    private List<(HandlerDescriptor Handler, StreamRecord View)> Handlers(StreamRecord record) =>
    [
        .. from leg in parts.Routing.Route(record, parts.Source.TableName).Legs
           let view = leg.View(record)
           from handler in leg.Handlers
           where HandlerFilter.Wants(handler, view)
           select (handler, view),
    ];
}
