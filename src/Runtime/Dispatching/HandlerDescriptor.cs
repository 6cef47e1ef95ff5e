using DynamoHandlers.Dispatching.Routing;
using DynamoHandlers.Wire;

namespace DynamoHandlers.Dispatching;

/// <summary>
/// One handler: which changes it wants and how it is called. Generated registration methods make these; a handler
/// without annotations can be made by hand.
/// </summary>
public sealed class HandlerDescriptor
{
    /// <summary>
    /// The method with its type, such as <c>Shop.OrderMails.Placed</c>; with <c>#2</c> and so on from the method's
    /// second annotation on. Unique in an application; names the handler in logs and metrics.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>The table's name in the attributes, which the options may map to another.</summary>
    public required string Table { get; init; }

    /// <summary>The entity.</summary>
    public required Type Entity { get; init; }

    /// <summary>
    /// What tells the entity's items from others of the table; null for an entity that every item of the table is one of.
    /// The same for all handlers of an entity.
    /// </summary>
    public ItemPattern? Pattern { get; init; }

    /// <summary>
    /// Whether it takes the records of the table that fit no entity, instead of those of <see cref="Entity"/>.
    /// </summary>
    public bool TakesUnmatched { get; init; }

    /// <summary>The kinds of change that it wants.</summary>
    public required ChangeKinds Kinds { get; init; }

    /// <summary>Of removals: which.</summary>
    public RemoveCause Cause { get; init; }

    /// <summary>The images that it reads, where the kind of change has them. Checked against the stream at start.</summary>
    public required ImageNeeds Needs { get; init; }

    /// <summary>
    /// Whether it wants the record, decided on raw bytes; null for every record of the right kind. The test must be
    /// pure.
    /// </summary>
    public RecordFilter? Filter { get; init; }

    /// <summary>
    /// Writes an <see cref="Entity"/> as an item image, UTF-8: how tests make records of objects. Null if the descriptor
    /// was made by hand and nothing needs that.
    /// </summary>
    public Func<object, byte[]>? Writer { get; init; }

    /// <summary>Maps the images and calls the method; null for a handler of batches.</summary>
    public HandlerInvoker? Invoke { get; init; }

    /// <summary>Maps the images of several records and calls the method; null for a handler of single changes.</summary>
    public BatchInvoker? InvokeBatch { get; init; }

    /// <summary>
    /// Whether it takes a <see cref="ChangeTransaction"/>, whose writes are committed with the checkpoint.
    /// </summary>
    public bool UsesTransaction { get; init; }

    /// <summary>How large its batches are; null, for a handler of batches, for the defaults.</summary>
    public BatchSettings? Batch { get; init; }

    /// <summary>
    /// How long its windows are, for a handler of windows, which is called as one of batches; null for any other.
    /// </summary>
    public TimeSpan? WindowSize { get; init; }

    /// <summary>Its class, if there is one instance for each run of a shard; else null.</summary>
    public ShardClass? Shard { get; init; }

    /// <summary>What to do when it fails, where that differs from what the options say; null for nothing.</summary>
    public FailurePolicy? Failure { get; init; }

    /// <summary>Whether what it writes is committed with each record, or each batch.</summary>
    internal bool CommitsEachCall => UsesTransaction && WindowSize is null;

    /// <summary>Whether a record it was called with is done only when more than the call was committed.</summary>
    internal bool HoldsState => WindowSize is not null || Shard is { HoldsState: true };

    /// <summary>Makes the processor that takes whole pages of the table instead; null for a handler.</summary>
    internal Func<IServiceProvider, IShardProcessor>? Processor { get; init; }

    /// <summary>The same handler, called in another way: to watch its calls, say.</summary>
    internal HandlerDescriptor CalledBy(Func<HandlerInvoker, HandlerInvoker> single, Func<BatchInvoker, BatchInvoker> batch) => new()
    {
        Name = Name,
        Table = Table,
        Entity = Entity,
        Pattern = Pattern,
        TakesUnmatched = TakesUnmatched,
        Kinds = Kinds,
        Cause = Cause,
        Needs = Needs,
        Filter = Filter,
        Writer = Writer,
        Invoke = Invoke is null ? null : single(Invoke),
        InvokeBatch = InvokeBatch is null ? null : batch(InvokeBatch),
        UsesTransaction = UsesTransaction,
        Batch = Batch,
        WindowSize = WindowSize,
        Shard = Shard,
        Failure = Failure,
        Processor = Processor,
    };
}

/// <summary>Kinds of change.</summary>
[Flags]
public enum ChangeKinds
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Insertions.</summary>
    Insert = 1,

    /// <summary>Modifications.</summary>
    Modify = 2,

    /// <summary>Removals.</summary>
    Remove = 4,

    /// <summary>All.</summary>
    All = Insert | Modify | Remove,
}

/// <summary>Images that a handler reads.</summary>
[Flags]
public enum ImageNeeds
{
    /// <summary>None: the keys suffice.</summary>
    None = 0,

    /// <summary>The item before the change.</summary>
    Old = 1,

    /// <summary>The item after the change.</summary>
    New = 2,
}

/// <summary>Whether a handler wants a record.</summary>
public delegate bool RecordFilter(in StreamRecord record);

/// <summary>Maps a record's images and calls the handler.</summary>
/// <exception cref="Images.MappingException">An image cannot be read as the entity.</exception>
public delegate ValueTask HandlerInvoker(in HandlerCall call);

/// <summary>Maps the images of several records and calls the handler.</summary>
public delegate ValueTask<BatchResult> BatchInvoker(BatchCall call);
