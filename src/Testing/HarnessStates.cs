using DynamoHandlers.Dispatching;
using DynamoHandlers.Dispatching.States;

namespace DynamoHandlers.Testing;

/// <summary>The windows of a harness, which has one shard that never ends by itself.</summary>
internal sealed class HarnessStates(HarnessTransactions transactions, TimeProvider clock) : IShardStates
{
    private readonly Dictionary<HandlerDescriptor, ShardWindow> _windows = [];

    public IEnumerable<ShardWindow> Open => _windows.Values.Where(static window => window.IsOpen);

    public ShardWindow? WindowOf(HandlerDescriptor handler)
    {
        if (handler.WindowSize is null)
        {
            return null;
        }

        if (!_windows.TryGetValue(handler, out var window))
        {
            _windows.Add(handler, window = new ShardWindow(handler));
        }

        return window;
    }

    public ChangeTransaction Begin() => transactions.Begin();

    void IShardStates.Open(ShardWindow window, DateTimeOffset createdAt) => window.Open(clock.GetUtcNow());

    public void Take(ShardWindow window, WindowCall call, ChangeTransaction? transaction)
    {
        window.Check(call);
        transactions.Write(transaction?.Complete() ?? []);
        window.Take(call);
    }

    public void Keep(HandlerDescriptor handler, RecordProgress.Slot? slot)
    {
    }
}
