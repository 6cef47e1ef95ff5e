namespace DynamoHandlers;

/// <summary>Keeps a property out of the mapping: it is never read from an item.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class StreamIgnoreAttribute : Attribute;
