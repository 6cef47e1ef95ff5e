using DynamoHandlers.Dispatching;

namespace DynamoHandlers.Hosting;

/// <summary>Whether handlers that take a transaction can be served: said when the worker starts.</summary>
internal static class TransactionCheck
{
    /// <exception cref="WorkerStartException">They cannot; the message says all that is wrong.</exception>
    public static void ThrowIfWrong(IEnumerable<HandlerDescriptor> handlers, DynamoHandlersOptions options, DynamoDbClients clients)
    {
        var transactional = handlers.Where(static handler => handler.UsesTransaction).ToArray();
        if (transactional.Length > 0 && Errors(transactional, options, clients).ToArray() is { Length: > 0 } errors)
        {
            throw new WorkerStartException(string.Join(Environment.NewLine, errors));
        }
    }

    private static IEnumerable<string> Errors(
        HandlerDescriptor[] handlers, DynamoHandlersOptions options, DynamoDbClients clients)
    {
        var takes = $"{handlers[0].Name} takes a ChangeTransaction";
        if (options.Parallelism > 1)
        {
            yield return $"{takes}, which commits with the checkpoint of its shard, record by record; "
                + $"{nameof(DynamoHandlersOptions)}.{nameof(options.Parallelism)} is {options.Parallelism}. Use 1, or run such handlers "
                + "as an application of their own.";
        }

        if (!clients.LeasesAreBesideTables)
        {
            yield return $"{takes}, and the lease table is reached in another way than the tables (DynamoHandlersOptions.LeaseTable, "
                + "UseLeaseTableClient). A transaction does not span regions and accounts: keep the leases beside the tables.";
        }

        foreach (var table in handlers.GroupBy(handler => options.RealTable(handler.Table)).Where(static table => table.Count() > 1))
        {
            if (table.FirstOrDefault(static handler => handler.InvokeBatch is not null) is { } batch)
            {
                var others = string.Join(", ", table.Where(handler => handler != batch).Select(static handler => handler.Name));
                yield return $"{batch.Name} takes batches with a ChangeTransaction, and so {others} of table '{table.Key}' cannot take one: "
                    + "the checkpoint is committed once for the whole batch. Put them together, or into applications of their own.";
            }
        }
    }
}
