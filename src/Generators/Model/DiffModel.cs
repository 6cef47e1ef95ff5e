namespace DynamoHandlers.Generators.Model;

/// <summary>A typed diff to write.</summary>
/// <param name="Entity">What it compares.</param>
/// <param name="HasExtensionMembers">Whether the user's C# knows extension properties.</param>
internal sealed record DiffModel(EntityModel Entity, bool HasExtensionMembers);
