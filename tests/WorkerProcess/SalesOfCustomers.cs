using DynamoHandlers;

namespace WorkerProcess;

/// <summary>What customers have bought, as far as it is not written yet.</summary>
public sealed class SalesOfCustomers
{
    public Dictionary<string, SumOfSales> Customers { get; init; } = [];

    internal void Add(Sale sale)
    {
        var sum = Customers.GetValueOrDefault(sale.Customer) ?? new SumOfSales();
        Customers[sale.Customer] = new() { Total = sum.Total + sale.Amount, Sales = sum.Sales + 1 };
    }

    internal void WriteTo(ChangeTransaction transaction)
    {
        foreach (var (customer, sum) in Customers)
        {
            transaction.UpdateCustomerTotal(customer).AddTotal(sum.Total).AddSales(sum.Sales);
        }
    }
}

public sealed class SumOfSales
{
    public long Total { get; init; }

    public int Sales { get; init; }
}
