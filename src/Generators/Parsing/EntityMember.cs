using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>A property or field of an entity that is public or mapped, as far as the mapping cares.</summary>
/// <param name="Symbol">The property or field.</param>
/// <param name="Type">Its type.</param>
/// <param name="Attribute">The attribute that it is read from.</param>
/// <param name="Getter">The property's getter, perhaps that of an overridden one; null for fields.</param>
/// <param name="Setter">The property's setter, perhaps that of an overridden one; null for fields.</param>
/// <param name="CanBeSet">Whether a value can be put into it after construction.</param>
/// <param name="IsComputed">Whether it can be seen to hold no value of its own.</param>
/// <param name="Annotations">What its attributes say.</param>
internal sealed record EntityMember(
    ISymbol Symbol,
    ITypeSymbol Type,
    string Attribute,
    IMethodSymbol? Getter,
    IMethodSymbol? Setter,
    bool CanBeSet,
    bool IsComputed,
    MemberAnnotations Annotations)
{
    /// <summary>Whether its name means another member in the entity: one of a derived type that is not mapped.</summary>
    public bool IsHidden { get; init; }

    public string Name => Symbol.Name;

    public bool IsRequired => Symbol is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true };
}
