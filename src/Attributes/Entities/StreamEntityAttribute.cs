namespace DynamoHandlers;

/// <summary>
/// Marks a type as an entity of a table's stream. Needed where the type carries no <c>[DynamoDBTable]</c> of the AWS
/// SDK, and for tables that hold items of several types.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface, Inherited = false)]
public sealed class StreamEntityAttribute : Attribute
{
    /// <summary>
    /// The table's name, which <c>DynamoHandlersOptions.Tables</c> may map to another at run time. Default: the name
    /// in <c>[DynamoDBTable]</c>, else the type's name.
    /// </summary>
    public string? Table { get; set; }

    /// <summary>
    /// The attribute of the item that names its type in a table of several: S, or N as its text. Default: none.
    /// </summary>
    public string? Discriminator { get; set; }

    /// <summary>
    /// The value of <see cref="Discriminator"/> that means this type, case-sensitive; with a <c>*</c> at the end what the
    /// value starts with. Default: the type's name.
    /// </summary>
    public string? DiscriminatorValue { get; set; }

    /// <summary>
    /// What the partition key of this type's items starts with, for example <c>CUSTOMER#</c>: S, or N as its text,
    /// case-sensitive. A <c>*</c> stands for itself. Default: anything.
    /// </summary>
    public string? KeyPrefix { get; set; }

    /// <summary>
    /// What the sort key of this type's items starts with, for example <c>ORDER#</c>, compared as
    /// <see cref="KeyPrefix"/>. Default: anything, also no sort key.
    /// </summary>
    public string? SortKeyPrefix { get; set; }
}
