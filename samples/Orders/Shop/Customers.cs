using Orders.Model;

namespace Orders.Shop;

/// <summary>
/// The customers of the shop: they fill carts, place orders, which are paid, shipped and delivered, cancel some, and
/// leave some carts to expire.
/// </summary>
public sealed class Customers(OrderTable table, ShopSettings settings, TimeProvider clock)
{
    private static readonly string[] Names = ["Ada", "Barbara", "Edsger", "Grace", "Leslie", "Niklaus", "Tony"];
    private static readonly (string Sku, decimal Price)[] Goods =
        [("tea", 4.20m), ("kettle", 39.90m), ("cup", 7.50m), ("honey", 6.10m), ("scones", 3.30m)];

    // On a DynamoDB that others use too, each instance of the sample writes orders of its own.
    private readonly string _series = settings.InMemory is null ? $"order-{Random.Shared.Next(0x10000):x4}" : "order";
    private readonly Random _random = new(2026);
    private readonly Dictionary<string, OrderStatus> _open = [];
    private int _count;

    /// <summary>How many writes the customers have made.</summary>
    public int Writes { get; private set; }

    /// <summary>One customer does one thing.</summary>
    public async Task ActAsync(CancellationToken stop)
    {
        var choice = _open.Count < 5 ? 0 : _random.Next(10);
        await (choice switch
        {
            < 4 => OrderAsync(stop),
            < 9 => AdvanceAsync(stop),
            _ => CancelAsync(stop),
        });
        Writes++;
    }

    private async Task OrderAsync(CancellationToken stop)
    {
        var isCart = _random.Next(3) == 0;
        var order = new Order
        {
            Id = $"{_series}-{++_count:d4}",
            Customer = Names[_random.Next(Names.Length)],
            Status = isCart ? OrderStatus.Cart : OrderStatus.New,
            Placed = clock.GetUtcNow(),
            Expires = isCart ? clock.GetUtcNow().UtcDateTime.AddSeconds(3) : null,
            Lines = [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Line())],
        };
        await table.PutAsync(order, stop);
        if (!isCart)
        {
            _open.Add(order.Id, order.Status);
        }
    }

    private async Task AdvanceAsync(CancellationToken stop)
    {
        var (id, status) = Any();
        await table.SetStatusAsync(id, status + 1, stop);
        _open[id] = status + 1;
        if (status + 1 == OrderStatus.Delivered)
        {
            _open.Remove(id);
        }
    }

    private async Task CancelAsync(CancellationToken stop)
    {
        var (id, _) = Any();
        await table.DeleteAsync(id, stop);
        _open.Remove(id);
    }

    private KeyValuePair<string, OrderStatus> Any() => _open.ElementAt(_random.Next(_open.Count));

    private OrderLine Line()
    {
        var (sku, price) = Goods[_random.Next(Goods.Length)];
        return new(sku, _random.Next(1, 5), price);
    }
}
