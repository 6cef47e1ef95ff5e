namespace DynamoHandlers.Generators.Model;

/// <summary>One annotation of one method: what becomes a handler descriptor.</summary>
/// <param name="Class">The class that declares the method.</param>
/// <param name="Method">The method's name.</param>
/// <param name="Position">The method's place among the annotated methods of its class.</param>
/// <param name="Ordinal">The annotation's place among those of its method.</param>
/// <param name="Changes">The kinds of change.</param>
/// <param name="Cause">Of removals: a member of <c>RemoveCause</c>, as C#; null for any.</param>
/// <param name="Entity">The entity whose table is watched.</param>
/// <param name="TakesUnmatched">Whether it takes the records that fit no entity of the table.</param>
/// <param name="Properties">The attributes of which at least one must have changed; empty for no filter.</param>
/// <param name="Transition">What the one property must have been or become; null for anything.</param>
/// <param name="Call">The method's call.</param>
/// <param name="Returns">What it returns.</param>
/// <param name="When">The call of the predicate; null for none.</param>
internal sealed record HandlerModel(
    HandlerClassModel Class,
    string Method,
    int Position,
    int Ordinal,
    ChangeSet Changes,
    string? Cause,
    HandledEntity Entity,
    bool TakesUnmatched,
    EquatableArray<FilteredAttribute> Properties,
    TransitionModel? Transition,
    CallModel Call,
    ReturnShape Returns,
    CallModel? When)
{
    /// <summary>How large its batches are; null for a handler of single changes.</summary>
    public BatchModel? Batch { get; init; }

    /// <summary>The windows that it is called for, as a handler of batches; null for none.</summary>
    public WindowModel? Window { get; init; }

    /// <summary>Whether it writes in the transaction of its checkpoint.</summary>
    public bool UsesTransaction => Call.Arguments.Any(static a => a.Kind == ArgumentKind.Transaction);

    /// <summary>What to do when it fails; null for what the options say.</summary>
    public FailureModel? Failure { get; init; }
}

/// <summary>A class with handlers.</summary>
/// <param name="Type">Its full name.</param>
/// <param name="DisplayName">Its name for readers and logs, without <c>global::</c>.</param>
/// <param name="Dispatcher">What is written for it.</param>
/// <param name="Lifetime">How it is registered: Scoped, Singleton or Transient.</param>
/// <param name="Shard">What is said of an instance for each run of a shard; null if instances live otherwise.</param>
internal sealed record HandlerClassModel(
    string Type, string DisplayName, GeneratedType Dispatcher, string Lifetime, ShardClassModel? Shard);

/// <summary>The entity as a handler needs it: nothing in here changes with the entity's members.</summary>
/// <param name="Type">Its full name.</param>
/// <param name="Name">Its simple name.</param>
/// <param name="Table">The table's name in the attributes.</param>
/// <param name="Mapped">What is generated for it.</param>
/// <param name="Pattern">What tells its items from others of the table; null for nothing.</param>
internal sealed record HandledEntity(string Type, string Name, string Table, MappedType Mapped, PatternModel? Pattern);

/// <summary>A call of a method of the user's.</summary>
/// <param name="Method">The method's name.</param>
/// <param name="IsStatic">Whether it needs no instance.</param>
/// <param name="Arguments">What is passed, in order.</param>
internal sealed record CallModel(string Method, bool IsStatic, EquatableArray<ArgumentModel> Arguments);

/// <summary>What is passed to one parameter.</summary>
/// <param name="Kind">Where it comes from.</param>
/// <param name="Service">Of services: the type's full name.</param>
/// <param name="Key">Of keyed services: the key, as C#.</param>
internal sealed record ArgumentModel(ArgumentKind Kind, string Service = "", string Key = "");

/// <summary>Where an argument comes from.</summary>
internal enum ArgumentKind
{
    /// <summary>The item before the change.</summary>
    Old,

    /// <summary>The item after the change.</summary>
    New,

    /// <summary>The item after the change, or before it if it was removed.</summary>
    Latest,

    /// <summary>The typed change.</summary>
    Change,

    /// <summary>All changes of a batch, typed.</summary>
    Batch,

    /// <summary>The window that the changes are in, with its state.</summary>
    Window,

    /// <summary>The typed diff.</summary>
    Diff,

    /// <summary>The change's context.</summary>
    Context,

    /// <summary>The cancellation token.</summary>
    Stop,

    /// <summary>What collects writes that commit with the checkpoint.</summary>
    Transaction,

    /// <summary>A service that must be there.</summary>
    Service,

    /// <summary>A service, or null.</summary>
    OptionalService,

    /// <summary>A service with a key that must be there.</summary>
    KeyedService,

    /// <summary>A service with a key, or null.</summary>
    OptionalKeyedService,
}

/// <summary>Kinds of change, as the runtime's <c>ChangeKinds</c>.</summary>
[Flags]
internal enum ChangeSet
{
    None = 0,
    Insert = 1,
    Modify = 2,
    Remove = 4,
    All = Insert | Modify | Remove,
}

/// <summary>What a handler returns.</summary>
internal enum ReturnShape
{
    Void,
    Task,
    ValueTask,
    BatchResult,
    TaskOfBatchResult,
    ValueTaskOfBatchResult,
}
