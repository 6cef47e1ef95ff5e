using System.Globalization;
using Amazon.DynamoDBv2.Model;
using DynamoHandlers.Dispatching.Transactions;

namespace DynamoHandlers;

/// <summary>
/// Collects writes that take effect together with the checkpoint, or not at all: a handler that takes one, and writes
/// nowhere else, has effect exactly once for each change. Nothing is sent before the handler has returned. One thread at a
/// time.
/// </summary>
/// <remarks>
/// Besides <see cref="Add(TransactWriteItem)"/> there are generated methods for each entity that names a table and marks its
/// key, in the assembly of the handlers and in those that it references: <c>Put</c>, <c>PutNew</c> and <c>Delete</c>, and,
/// for a <c>CustomerTotal</c>, <c>DeleteCustomerTotal</c>, <c>UpdateCustomerTotal</c> and <c>CheckCustomerTotal</c>. Any
/// table of the account and region of the lease table will do. To test a handler, pass a new one and look at its
/// <see cref="Items"/>.
/// </remarks>
/// <example>
/// <code>
/// [OnInsert&lt;Order&gt;]
/// public void Placed(Order order, ChangeTransaction transaction) =>
///     transaction.UpdateCustomerTotal(order.Customer).AddOrders(1).AddTotal(order.Total);
/// </code>
/// </example>
public sealed class ChangeTransaction
{
    /// <summary>The most actions: the 100 of DynamoDB but one, which is the checkpoint.</summary>
    internal const int MaxActions = 99;

    /// <summary>The most bytes: the 4 MB of DynamoDB, less what suffices for any checkpoint.</summary>
    internal const long MaxBytes = (4 * 1024 * 1024) - (16 * 1024);

    private readonly List<TransactWriteItem> _items = [];
    private readonly List<TransactionAction> _typed = [];
    private readonly TransactionKeys _keys = new();
    private readonly Func<string, string> _tableOf;
    private readonly int _maxActions;
    private long _bytes;
    private bool _hasEnded;

    /// <summary>Makes an empty one, for tests of handlers. Its tables are called as they are named.</summary>
    public ChangeTransaction()
        : this(static table => table, reserved: 0)
    {
    }

    /// <param name="tableOf">Gives the real name of the table with a name.</param>
    /// <param name="reserved">How many actions are not the handler's, besides the checkpoint.</param>
    internal ChangeTransaction(Func<string, string> tableOf, int reserved = 0) => (_tableOf, _maxActions) = (tableOf, MaxActions - reserved);

    /// <summary>What was added, in order.</summary>
    public IReadOnlyList<TransactWriteItem> Items => _items;

    /// <summary>Adds any action.</summary>
    /// <param name="item">
    /// A put, an update, a delete or a condition check. Its table may be called as entities call it: the options'
    /// <c>Tables</c> say what it is really called, and that is put into it.
    /// </param>
    /// <exception cref="ArgumentException">It holds not exactly one action, or one without table or key.</exception>
    /// <exception cref="InvalidOperationException">
    /// There are 99 actions; or they have more than 4 MB; or one is for the same item (of items that are put this shows only
    /// where another action names the key of the table); or the handler's call has ended.
    /// </exception>
    public void Add(TransactWriteItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        Append(item, null);
    }

    /// <summary>Adds an action that generated code makes.</summary>
    /// <param name="action">The action.</param>
    /// <param name="keyNames">The names of the key attributes.</param>
    internal void Add(TransactionAction action, IReadOnlyList<string> keyNames)
    {
        Append(action.Item, keyNames);
        _typed.Add(action);
    }

    /// <summary>Makes sure that so many bytes more are allowed, and counts them.</summary>
    /// <exception cref="InvalidOperationException">They are not, or the handler's call has ended.</exception>
    internal void Grow(long bytes)
    {
        ThrowIfEnded();
        if (_bytes + bytes > MaxBytes)
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"The transaction would hold {_bytes + bytes} bytes with this; DynamoDB takes 4 MB, of which {MaxBytes} are left "
                + $"beside the checkpoint. Write less in one call of the handler."));
        }

        _bytes += bytes;
    }

    /// <summary>Ends it when its handler has returned.</summary>
    /// <returns>What to commit.</returns>
    /// <exception cref="InvalidOperationException">An action was begun, but says nothing.</exception>
    internal IReadOnlyList<TransactWriteItem> Complete()
    {
        foreach (var action in _typed)
        {
            action.ThrowIfEmpty();
        }

        _hasEnded = true;
        return _items;
    }

    /// <summary>Ends it, whatever came of it: what is added after that is an error.</summary>
    internal void End() => _hasEnded = true;

    private void Append(TransactWriteItem item, IReadOnlyList<string>? keyNames)
    {
        ThrowIfEnded();
        var action = ItemAction.Of(item);
        if (_items.Count >= _maxActions)
        {
            throw new InvalidOperationException(
                $"The transaction has {_maxActions} actions, and with the checkpoint that is all that DynamoDB takes. Write less in "
                + "one call of the handler; of a batch handler, let [Batch] have a smaller MaxCount.");
        }

        var table = _tableOf(action.Table);
        Grow(action.Size);
        _keys.Add(table, action.Attributes, keyNames ?? (action.IsPut ? null : [.. action.Attributes.Keys]));
        action.SetTable(table);
        _items.Add(item);
    }

    private void ThrowIfEnded()
    {
        if (_hasEnded)
        {
            throw new InvalidOperationException(
                "The handler's call has ended, and its transaction with it. Add to it only while the handler runs, and let the "
                + "handler await whatever adds to it.");
        }
    }
}
