using DynamoHandlers;

namespace WorkerProcess;

/// <summary>Adds sales up by customer, each once: the sum commits with the checkpoint.</summary>
public sealed class ExactTotals
{
    [OnInsert<Sale1>]
    public void First(Sale1 sale, ChangeTransaction transaction) => Add(sale, transaction);

    [OnInsert<Sale2>]
    public void Second(Sale2 sale, ChangeTransaction transaction) => Add(sale, transaction);

    [OnInsert<Sale3>]
    public void Third(Sale3 sale, ChangeTransaction transaction) => Add(sale, transaction);

    private static void Add(Sale sale, ChangeTransaction transaction) =>
        transaction.UpdateCustomerTotal(sale.Customer).AddTotal(sale.Amount).AddSales(1);
}
