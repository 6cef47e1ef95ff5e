namespace DynamoHandlers.Images;

/// <summary>Reads an entity from an item image. Generated mappers have such a method.</summary>
/// <typeparam name="T">The entity.</typeparam>
/// <param name="image">The JSON object of the item's attributes, UTF-8.</param>
/// <returns>The entity.</returns>
/// <exception cref="MappingException">An attribute cannot be read as its property's type.</exception>
public delegate T ImageMapper<out T>(ReadOnlySpan<byte> image);
