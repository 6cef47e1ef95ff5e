namespace DynamoHandlers;

/// <summary>
/// Calls the method when an item is inserted; the entity is inferred from the parameters.
/// </summary>
/// <remarks>
/// A method may carry several of these attributes; it is then called once for each that matches.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class OnInsertAttribute : Attribute
{
    /// <summary>
    /// The name of a static method of the handler class, returning <see langword="bool"/> and taking any of the
    /// parameters that a handler may take from the change; the handler runs only when it returns
    /// <see langword="true"/>. Write it with <see langword="nameof"/>. Default: no predicate.
    /// </summary>
    public string? When { get; set; }
}

/// <summary>
/// Calls the method when an item of <typeparamref name="T"/> is inserted.
/// </summary>
/// <typeparam name="T">The entity whose table is watched.</typeparam>
/// <remarks>
/// A method may carry several of these attributes; it is then called once for each that matches.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class OnInsertAttribute<T> : Attribute
{
    /// <summary>
    /// The name of a static method of the handler class, returning <see langword="bool"/> and taking any of the
    /// parameters that a handler may take from the change; the handler runs only when it returns
    /// <see langword="true"/>. Write it with <see langword="nameof"/>. Default: no predicate.
    /// </summary>
    public string? When { get; set; }
}
