using DynamoHandlers.Dispatching;

namespace DynamoHandlers.Hosting;

/// <summary>
/// Whether handlers that take a transaction, or keep what they get beyond a record, can be served: said when the worker starts.
/// </summary>
internal static class CommitCheck
{
    /// <exception cref="WorkerStartException">They cannot; the message says all that is wrong.</exception>
    public static void ThrowIfWrong(IEnumerable<HandlerDescriptor> handlers, DynamoHandlersOptions options, DynamoDbClients clients)
    {
        var committing = handlers.Where(static handler => handler.UsesTransaction || handler.HoldsState).ToArray();
        if (committing.Length > 0 && Errors(committing, options, clients).ToArray() is { Length: > 0 } errors)
        {
            throw new WorkerStartException(string.Join(Environment.NewLine, errors));
        }
    }

    private static string Describe(HandlerDescriptor handler) => handler switch
    {
        { WindowSize: not null } => $"{handler.Name} has windows",
        { HoldsState: true } => $"{handler.Name} is of a class that keeps changes, or state, of a shard",
        _ => $"{handler.Name} takes a ChangeTransaction",
    };

    private static IEnumerable<string> Errors(
        HandlerDescriptor[] handlers, DynamoHandlersOptions options, DynamoDbClients clients)
    {
        var takes = Describe(handlers[0]);
        if (options.Parallelism > 1)
        {
            yield return $"{takes}, which is committed with the checkpoint of its shard, record after record; "
                + $"{nameof(DynamoHandlersOptions)}.{nameof(options.Parallelism)} is {options.Parallelism}. Use 1, or run such handlers "
                + "as an application of their own.";
        }

        // Windows alone write to the lease table, wherever that is.
        if (!clients.LeasesAreBesideTables
            && handlers.FirstOrDefault(static handler => handler.UsesTransaction || handler.Shard is { IsBuffer: true }) is { } writer)
        {
            yield return $"{Describe(writer)}, and the lease table is reached in another way than the tables "
                + "(DynamoHandlersOptions.LeaseTable, UseLeaseTableClient). A transaction does not span regions and accounts: keep the "
                + "leases beside the tables.";
        }

        foreach (var table in handlers.GroupBy(handler => options.RealTable(handler.Table)))
        {
            if (ErrorOf(table.Key, [.. table]) is { } error)
            {
                yield return $"{error} Put them together, or into applications of their own.";
            }
        }
    }

    // The checkpoint is committed once for all that have taken in a record.
    private static string? ErrorOf(string table, HandlerDescriptor[] handlers)
    {
        HandlerDescriptor[] committing = [.. handlers.Where(static handler => handler.CommitsEachCall)];
        if (committing.Length > 0 && Array.Find(handlers, static handler => handler.HoldsState) is { } holding)
        {
            return $"{Describe(holding)}, which is committed every now and then, and {committing[0].Name} of the same table '{table}' "
                + "takes a ChangeTransaction, which is committed with each call.";
        }

        if (committing.Length > 1 && Array.Find(committing, static handler => handler.InvokeBatch is not null) is { } batch)
        {
            var others = string.Join(", ", committing.Where(handler => handler != batch).Select(static handler => handler.Name));
            return $"{batch.Name} takes batches with a ChangeTransaction, and so {others} of table '{table}' cannot take one: "
                + "the checkpoint is committed once for the whole batch.";
        }

        return null;
    }
}
