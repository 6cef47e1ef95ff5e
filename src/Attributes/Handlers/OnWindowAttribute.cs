namespace DynamoHandlers;

/// <summary>
/// Calls the method with the changes of one stretch of time after the other, shard by shard, to aggregate them; the entity is
/// inferred from the parameters. See <see cref="OnWindowAttribute{T}"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class OnWindowAttribute : Attribute
{
    /// <summary>How long a window is, in seconds: 1 to 86,400 (a day). Default: 60.</summary>
    public int Seconds { get; set; } = 60;

    /// <summary>
    /// The name of a static method of the handler class, returning <see langword="bool"/> and taking any of the
    /// parameters that a handler may take from the change; only changes for which it returns <see langword="true"/> are
    /// handed over. Write it with <see langword="nameof"/>. Default: no predicate.
    /// </summary>
    public string? When { get; set; }
}

/// <summary>
/// Calls the method with the changes of items of <typeparamref name="T"/>, one stretch of time after the other, shard by shard,
/// to aggregate them.
/// </summary>
/// <remarks>
/// The method takes an <c>IReadOnlyList&lt;Change&lt;T&gt;&gt;</c> and a <c>Window&lt;TState&gt;</c>: any number of times for
/// a window, each time with further changes, and at last once without changes, when the window ends. What it leaves in the
/// window's state it finds there the next time, also on another worker, and each change is in the state exactly once.
/// Windows begin at whole multiples of their length since 1970-01-01 UTC.
/// </remarks>
/// <typeparam name="T">The entity whose table is watched.</typeparam>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class OnWindowAttribute<T> : Attribute
{
    /// <summary>How long a window is, in seconds: 1 to 86,400 (a day). Default: 60.</summary>
    public int Seconds { get; set; } = 60;

    /// <summary>
    /// The name of a static method of the handler class, returning <see langword="bool"/> and taking any of the
    /// parameters that a handler may take from the change; only changes for which it returns <see langword="true"/> are
    /// handed over. Write it with <see langword="nameof"/>. Default: no predicate.
    /// </summary>
    public string? When { get; set; }
}
