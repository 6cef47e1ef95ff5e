using DynamoHandlers.Dispatching.States;
using DynamoHandlers.Images;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Dispatching;

/// <summary>
/// One call of a batch handler: the records and what surrounds them. Valid until the handler has returned; for one thread.
/// </summary>
public sealed class BatchCall
{
    private readonly IReadOnlyList<StreamRecord> _records;
    private readonly DeliverySource _source;
    private readonly ChangeContext?[] _contexts;
    private readonly ChangeTransaction? _transaction;
    private readonly Dictionary<int, MappingException> _unreadable = [];
    private Func<ChangeContext, bool> _isSkipped = static _ => false;

    internal BatchCall(
        IReadOnlyList<StreamRecord> records,
        DeliverySource source,
        int attempt,
        IServiceProvider services,
        CancellationToken stop,
        ChangeTransaction? transaction = null)
    {
        _transaction = transaction;
        _records = records;
        _source = source;
        _contexts = new ChangeContext?[records.Count];
        Attempt = attempt;
        Services = services;
        Stop = stop;
    }

    /// <summary>The service scope of the call.</summary>
    public IServiceProvider Services { get; }

    /// <summary>Cancelled when the handler must end: its lease is lost, or the time for shutting down is over.</summary>
    public CancellationToken Stop { get; }

    /// <summary>1 for the first call with these records, then rising.</summary>
    public int Attempt { get; }

    /// <summary>What collects writes that commit with the checkpoint.</summary>
    /// <exception cref="InvalidOperationException">
    /// There is none, as the handler's descriptor does not say <see cref="HandlerDescriptor.UsesTransaction"/>.
    /// </exception>
    public ChangeTransaction Transaction => _transaction ?? throw HandlerCall.NoTransaction();

    /// <summary>The records that could not be read, by their place in the batch.</summary>
    internal IReadOnlyDictionary<int, MappingException> Unreadable => _unreadable;

    /// <summary>Why the first of them could not; null if all could be read.</summary>
    internal MappingException? FirstUnreadable => _unreadable.Count > 0 ? _unreadable.MinBy(static pair => pair.Key).Value : null;

    /// <summary>The records.</summary>
    internal IReadOnlyList<StreamRecord> Records => _records;

    internal DeliverySource Source => _source;

    /// <summary>
    /// Makes the typed changes, in order. One that cannot be read is left out, and with it what comes after it of the same
    /// item: both are handled again, and fail alone.
    /// </summary>
    /// <typeparam name="T">The entity.</typeparam>
    /// <param name="mapper">Reads an image.</param>
    /// <param name="when">Which changes the handler wants; null for all.</param>
    public IReadOnlyList<Change<T>> CreateChanges<T>(ImageMapper<T> mapper, Func<Change<T>, bool>? when = null)
    {
        ArgumentNullException.ThrowIfNull(mapper);
        var changes = new List<Change<T>>(_records.Count);
        HashSet<string>? withheld = null;
        for (var i = 0; i < _records.Count; i++)
        {
            var record = _records[i];
            if (_isSkipped(ContextOf(i)) || withheld?.Contains(ItemKey.Of(record.Keys)) == true)
            {
                continue;
            }

            try
            {
                var change = RecordChange.Create(record, mapper, ContextOf(i));
                if (when?.Invoke(change) != false)
                {
                    changes.Add(change);
                }
            }
            catch (MappingException e)
            {
                e.SetRecord(
                    _source.TableName, ContextOf(i).Keys, _source.ShardId, ContextOf(i).SequenceNumber);
                _unreadable[i] = e;
                (withheld ??= []).Add(ItemKey.Of(record.Keys));
            }
        }

        return changes;
    }

    /// <summary>The instance of a handler class that belongs to the run of the shard.</summary>
    /// <exception cref="InvalidOperationException">
    /// There is none, as the handler's descriptor does not say <see cref="HandlerDescriptor.Shard"/>.
    /// </exception>
    public T GetInstance<T>()
        where T : class => _source.GetInstance<T>();

    /// <summary>Whether the call ends a window: it is made, with no changes.</summary>
    public bool IsFinal => WindowCall is { IsFinal: true };

    /// <summary>Makes the window that the handler is called for.</summary>
    /// <typeparam name="TState">The window's state.</typeparam>
    /// <param name="mapper">Reads an image of it.</param>
    /// <exception cref="InvalidOperationException">
    /// There is none, as the handler's descriptor does not say <see cref="HandlerDescriptor.WindowSize"/>.
    /// </exception>
    public Window<TState> CreateWindow<TState>(ImageMapper<TState> mapper)
        where TState : class
    {
        ArgumentNullException.ThrowIfNull(mapper);
        return (WindowCall ?? throw NoWindow()).Create(mapper);
    }

    /// <summary>Takes over the state as the handler has left it.</summary>
    /// <param name="image">Its image, UTF-8 JSON as of an item; null for none.</param>
    /// <exception cref="InvalidOperationException">
    /// There is no window, as the handler's descriptor does not say <see cref="HandlerDescriptor.WindowSize"/>.
    /// </exception>
    public void KeepState(byte[]? image) => (WindowCall ?? throw NoWindow()).State = image;

    /// <summary>All changes are done when the handler has returned.</summary>
    public static async ValueTask<BatchResult> CompleteAsync(Task handling)
    {
        ArgumentNullException.ThrowIfNull(handling);
        await handling.ConfigureAwait(false);
        return BatchResult.Success;
    }

    /// <summary>All changes are done when the handler has returned.</summary>
    public static async ValueTask<BatchResult> CompleteAsync(ValueTask handling)
    {
        await handling.ConfigureAwait(false);
        return BatchResult.Success;
    }

    /// <summary>The window that the call is for; null for none.</summary>
    internal WindowCall? WindowCall { get; init; }

    private static InvalidOperationException NoWindow() => new(
        "This handler is called without a window: its HandlerDescriptor must say WindowSize.");

    /// <summary>The context of a record, made once.</summary>
    internal ChangeContext ContextOf(int index) =>
        _contexts[index] ??= RecordChange.CreateContext(_records[index], _source, Attempt);

    /// <summary>Has changes left out.</summary>
    internal void Skip(Func<ChangeContext, bool> isSkipped) => _isSkipped = isSkipped;
}
