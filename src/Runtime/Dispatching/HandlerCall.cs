using DynamoHandlers.Images;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Dispatching;

/// <summary>One call of a handler: the record and what surrounds it. Valid until the handler has returned.</summary>
public readonly struct HandlerCall
{
    private readonly ChangeTransaction? _transaction;

    internal HandlerCall(
        StreamRecord record,
        DeliverySource source,
        int attempt,
        IServiceProvider services,
        CancellationToken stop,
        ChangeTransaction? transaction = null)
    {
        _transaction = transaction;
        Record = record;
        Source = source;
        Attempt = attempt;
        Services = services;
        Stop = stop;
    }

    /// <summary>The record.</summary>
    public StreamRecord Record { get; }

    /// <summary>The service scope of the record.</summary>
    public IServiceProvider Services { get; }

    /// <summary>Cancelled when the handler must end: its lease is lost, or the time for shutting down is over.</summary>
    public CancellationToken Stop { get; }

    /// <summary>1 for the first call with this record, then rising.</summary>
    public int Attempt { get; }

    /// <summary>What collects writes that commit with the checkpoint.</summary>
    /// <exception cref="InvalidOperationException">
    /// There is none, as the handler's descriptor does not say <see cref="HandlerDescriptor.UsesTransaction"/>.
    /// </exception>
    public ChangeTransaction Transaction => _transaction ?? throw NoTransaction();

    internal DeliverySource Source { get; }

    /// <summary>What happened to the item.</summary>
    public ChangeKind Kind => Record.Kind;

    /// <summary>The item before the change, a JSON object.</summary>
    public ReadOnlySpan<byte> OldImage => Record.OldImage;

    /// <summary>The item after the change, a JSON object.</summary>
    public ReadOnlySpan<byte> NewImage => Record.NewImage;

    /// <summary>The instance of a handler class that belongs to the run of the shard.</summary>
    /// <exception cref="InvalidOperationException">
    /// There is none, as the handler's descriptor does not say <see cref="HandlerDescriptor.Shard"/>.
    /// </exception>
    public T GetInstance<T>()
        where T : class => Source.GetInstance<T>();

    /// <summary>Makes the change's context.</summary>
    public ChangeContext CreateContext() => RecordChange.CreateContext(Record, Source, Attempt);

    /// <summary>Makes the typed change, reading the images that the kind of change has.</summary>
    /// <exception cref="MappingException">An image cannot be read as the entity.</exception>
    public Change<T> CreateChange<T>(ImageMapper<T> mapper)
    {
        ArgumentNullException.ThrowIfNull(mapper);
        return RecordChange.Create(Record, mapper, CreateContext());
    }

    internal static InvalidOperationException NoTransaction() => new(
        "This handler is called without a transaction: its HandlerDescriptor must say UsesTransaction = true.");
}

/// <summary>Where records come from and who delivers them.</summary>
/// <param name="StreamArn">The stream.</param>
/// <param name="TableName">The table's real name.</param>
/// <param name="ShardId">The shard.</param>
/// <param name="WorkerId">The worker's identity.</param>
/// <param name="Epoch">The epoch of the shard's lease under which they are delivered; 0 where there are no leases.</param>
internal sealed record DeliverySource(string StreamArn, string TableName, string ShardId, string WorkerId, long Epoch = 0)
{
    /// <summary>The instances of handler classes that belong to this run of the shard.</summary>
    public IReadOnlyDictionary<Type, object>? Instances { get; set; }

    public T GetInstance<T>()
        where T : class => Instances?.GetValueOrDefault(typeof(T)) as T ?? throw new InvalidOperationException(
        $"There is no instance of {typeof(T)} for this run of the shard: its HandlerDescriptor must say Shard.");
}
