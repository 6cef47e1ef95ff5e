using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Dispatching;
using DynamoHandlers.Dispatching.Transactions;

namespace DynamoHandlers.Testing;

/// <summary>The transactions of a harness: nothing is written, and everything is remembered.</summary>
internal sealed class HarnessTransactions : IHandlerTransactions
{
    private readonly List<TransactWriteItem> _items = [];

    /// <summary>What was to be written.</summary>
    public IReadOnlyList<TransactWriteItem> Items => _items;

    public void Clear() => _items.Clear();

    public Task PrepareAsync(HandlerDescriptor handler) => Task.CompletedTask;

    public ChangeTransaction Begin() => new();

    public ValueTask CommitAsync(
        IReadOnlyList<TransactWriteItem> writes,
        IReadOnlySet<RecordProgress.Slot> slots,
        CancellationToken stop)
    {
        Write(writes);
        return default;
    }

    public void Write(IReadOnlyList<TransactWriteItem> writes) => _items.AddRange(writes);
}
