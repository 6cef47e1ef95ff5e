using DynamoHandlers;

namespace WorkerProcess;

/// <summary>
/// Adds sales up by customer, and writes the sums every other time that it is flushed; what is between is in its state.
/// </summary>
[Handler(PerShard = true, FlushSeconds = 1)]
public sealed class KeptTotals : IShardBuffer, IShardState<SalesOfCustomers>
{
    private bool _isTurn;
    private bool _isOver;

    public SalesOfCustomers? State { get; set; }

    [OnInsert<Sale1>]
    public void First(Sale1 sale) => Add(sale);

    [OnInsert<Sale2>]
    public void Second(Sale2 sale) => Add(sale);

    [OnInsert<Sale3>]
    public void Third(Sale3 sale) => Add(sale);

    public ValueTask ShardEndedAsync(CancellationToken stop)
    {
        _isOver = true;
        return default;
    }

    public ValueTask FlushAsync(ChangeTransaction transaction, CancellationToken stop)
    {
        _isTurn = !_isTurn;
        if (_isTurn || _isOver)
        {
            State?.WriteTo(transaction);
            State = null;
        }

        return default;
    }

    private void Add(Sale sale) => (State ??= new SalesOfCustomers()).Add(sale);
}
