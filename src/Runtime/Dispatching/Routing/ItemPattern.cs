namespace DynamoHandlers.Dispatching.Routing;

/// <summary>
/// What tells the items of one entity from the others of its table; the generator takes it from
/// <c>[StreamEntity]</c>. All conditions that are given must hold. Compared on the raw record, before anything is mapped.
/// </summary>
public sealed record ItemPattern
{
    /// <summary>The attribute that names the item's type: S, or N as its text. Null for none.</summary>
    public string? Discriminator { get; init; }

    /// <summary>
    /// What <see cref="Discriminator"/> must be; with a <c>*</c> at the end what it must start with. Required with it.
    /// </summary>
    public string? DiscriminatorValue { get; init; }

    /// <summary>What the partition key starts with: S, or N as its text. Null for anything.</summary>
    public string? KeyPrefix { get; init; }

    /// <summary>What the sort key starts with: S, or N as its text. Null for anything.</summary>
    public string? SortKeyPrefix { get; init; }

    /// <summary>
    /// The name of the partition key where the entity says it; used where the table cannot be asked. Null if unknown.
    /// </summary>
    public string? PartitionKey { get; init; }

    /// <summary>The name of the sort key likewise.</summary>
    public string? SortKey { get; init; }

    internal PatternConditions Conditions =>
        PatternConditions.Of(Discriminator, DiscriminatorValue, KeyPrefix, SortKeyPrefix);
}
