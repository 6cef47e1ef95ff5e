namespace DynamoHandlers;

/// <summary>
/// Calls the method with the records of a table that fit none of the entities that have handlers: entities of a table of
/// several, told apart by <see cref="StreamEntityAttribute"/>.
/// </summary>
/// <param name="table">The table's name, as entities name it.</param>
/// <remarks>
/// The method may take <c>Change&lt;Dictionary&lt;string, AttributeValue&gt;&gt;</c>, or
/// <c>Dictionary&lt;string, AttributeValue&gt;</c> (the new item, for a removal the last one), <c>ChangeContext</c>,
/// <c>CancellationToken</c> and services. It goes before what the options say about such records. A method may carry
/// several of these attributes.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class OnUnmatchedAttribute(string table) : Attribute
{
    /// <summary>The table's name, as entities name it.</summary>
    public string Table { get; } = table;
}

/// <summary>
/// Calls the method with the records of <typeparamref name="T"/>'s table that fit none of the entities that have
/// handlers.
/// </summary>
/// <typeparam name="T">An entity of the table.</typeparam>
/// <inheritdoc cref="OnUnmatchedAttribute" path="/remarks"/>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class OnUnmatchedAttribute<T> : Attribute;
