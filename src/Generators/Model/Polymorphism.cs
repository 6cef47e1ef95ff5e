namespace DynamoHandlers.Generators.Model;

/// <summary>The types that items may hold instead of the type that is asked for.</summary>
/// <param name="Attribute">The attribute that tells them apart.</param>
/// <param name="Types">The types; the one that is asked for may be among them.</param>
internal sealed record Polymorphism(string Attribute, EquatableArray<DerivedType> Types);

/// <summary>A type that items may hold instead of another.</summary>
/// <param name="Discriminator">The discriminator's value.</param>
/// <param name="Type">The type's full name.</param>
/// <param name="Mapped">
/// What is generated for it; null if it is the type that is asked for, which is written without discriminator.
/// </param>
/// <param name="IsPolymorphic">Whether it has derived types in turn, so that its mapper has <c>ReadExact</c>.</param>
internal sealed record DerivedType(string Discriminator, string Type, MappedType? Mapped, bool IsPolymorphic);
