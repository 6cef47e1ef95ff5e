namespace DynamoHandlers.Generators.Model;

/// <summary>What is generated for a type, here or in the assembly that declares it.</summary>
/// <param name="Mapper">The full name of its mapper.</param>
/// <param name="Diff">The full name of its typed diff; null where there is none.</param>
internal sealed record MappedType(string Mapper, string? Diff);
