using DynamoHandlers;

namespace WorkerProcess;

/// <summary>Adds sales up by customer in windows of two seconds, and writes what each has come to as it ends.</summary>
public sealed class WindowTotals
{
    [OnWindow<Sale1>(Seconds = 2)]
    public void First(IReadOnlyList<Change<Sale1>> changes, Window<SalesOfCustomers> window, ChangeTransaction transaction) =>
        Add(changes.Select(static change => change.New), window, transaction);

    [OnWindow<Sale2>(Seconds = 2)]
    public void Second(IReadOnlyList<Change<Sale2>> changes, Window<SalesOfCustomers> window, ChangeTransaction transaction) =>
        Add(changes.Select(static change => change.New), window, transaction);

    [OnWindow<Sale3>(Seconds = 2)]
    public void Third(IReadOnlyList<Change<Sale3>> changes, Window<SalesOfCustomers> window, ChangeTransaction transaction) =>
        Add(changes.Select(static change => change.New), window, transaction);

    private static void Add(IEnumerable<Sale> sales, Window<SalesOfCustomers> window, ChangeTransaction transaction)
    {
        var sums = window.State ??= new SalesOfCustomers();
        foreach (var sale in sales)
        {
            sums.Add(sale);
        }

        if (window.IsFinal)
        {
            sums.WriteTo(transaction);
            window.State = null;
        }
    }
}
