namespace DynamoHandlers;

/// <summary>
/// Calls the method when an item is modified; the entity is inferred from the parameters.
/// </summary>
/// <param name="properties">
/// The properties of which at least one must have changed, written with <see langword="nameof"/>; none for any
/// modification.
/// </param>
/// <remarks>
/// A method may carry several of these attributes; it is then called once for each that matches.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class OnModifyAttribute(params string[] properties) : Attribute
{
    /// <summary>
    /// The properties of which at least one must have changed; empty for any modification. A path such as
    /// <c>"Address.City"</c> reaches into nested types.
    /// </summary>
    public IReadOnlyList<string> Properties { get; } = properties;

    /// <summary>
    /// The value that the one named property must have had before, and no longer has. A constant of the property's type;
    /// <see langword="null"/>, where it is written, means absent or NULL. Default: any.
    /// </summary>
    public object? From { get; set; }

    /// <summary>
    /// The value that the one named property must have after, and had not before. A constant as <see cref="From"/>.
    /// Default: any.
    /// </summary>
    public object? To { get; set; }

    /// <summary>
    /// The name of a static method of the handler class, returning <see langword="bool"/> and taking any of the
    /// parameters that a handler may take from the change; the handler runs only when it returns
    /// <see langword="true"/>. Write it with <see langword="nameof"/>. Default: no predicate.
    /// </summary>
    public string? When { get; set; }
}

/// <summary>
/// Calls the method when an item of <typeparamref name="T"/> is modified.
/// </summary>
/// <typeparam name="T">The entity whose table is watched.</typeparam>
/// <param name="properties">
/// The properties of which at least one must have changed, written with <see langword="nameof"/>; none for any
/// modification.
/// </param>
/// <remarks>
/// A method may carry several of these attributes; it is then called once for each that matches.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class OnModifyAttribute<T>(params string[] properties) : Attribute
{
    /// <summary>
    /// The properties of which at least one must have changed; empty for any modification. A path such as
    /// <c>"Address.City"</c> reaches into nested types.
    /// </summary>
    public IReadOnlyList<string> Properties { get; } = properties;

    /// <summary>
    /// The value that the one named property must have had before, and no longer has. A constant of the property's type;
    /// <see langword="null"/>, where it is written, means absent or NULL. Default: any.
    /// </summary>
    public object? From { get; set; }

    /// <summary>
    /// The value that the one named property must have after, and had not before. A constant as <see cref="From"/>.
    /// Default: any.
    /// </summary>
    public object? To { get; set; }

    /// <summary>
    /// The name of a static method of the handler class, returning <see langword="bool"/> and taking any of the
    /// parameters that a handler may take from the change; the handler runs only when it returns
    /// <see langword="true"/>. Write it with <see langword="nameof"/>. Default: no predicate.
    /// </summary>
    public string? When { get; set; }
}
