using DynamoHandlers.Dispatching.Routing;

namespace DynamoHandlers.Generators.Model;

/// <summary>What tells the items of an entity from others of its table; null where nothing is demanded.</summary>
/// <param name="Discriminator">The attribute that names the type.</param>
/// <param name="DiscriminatorValue">What it must be, with a <c>*</c> at the end what it must start with.</param>
/// <param name="KeyPrefix">What the partition key starts with.</param>
/// <param name="SortKeyPrefix">What the sort key starts with.</param>
/// <param name="PartitionKey">The partition key's name, if the entity says it.</param>
/// <param name="SortKey">The sort key's name likewise.</param>
internal sealed record PatternModel(
    string? Discriminator,
    string? DiscriminatorValue,
    string? KeyPrefix,
    string? SortKeyPrefix,
    string? PartitionKey,
    string? SortKey)
{
    public PatternConditions Conditions =>
        PatternConditions.Of(Discriminator, DiscriminatorValue, KeyPrefix, SortKeyPrefix);
}
