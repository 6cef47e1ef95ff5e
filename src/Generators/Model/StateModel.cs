namespace DynamoHandlers.Generators.Model;

/// <summary>A type that is kept as state. Nothing in here changes with the type's members.</summary>
/// <param name="Type">Its full name.</param>
/// <param name="Mapper">The full name of its mapper, which reads and writes it.</param>
internal sealed record StateModel(string Type, string Mapper);
