using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>A type at a place in an item: what one mapper is written for.</summary>
/// <param name="Type">The type.</param>
/// <param name="Variant">What tells the mapper from the usual one of the type; empty for that.</param>
/// <param name="Settings">How the type is mapped there.</param>
/// <param name="Around">How attributes are called in the type around it; null at the top of an item.</param>
/// <param name="DerivedTypes">The derived types that the member names which holds it.</param>
internal sealed record EntityNode(
    INamedTypeSymbol Type,
    string Variant,
    MappingSettings Settings,
    AttributeNaming? Around,
    ImmutableList<DerivedTypeAnnotation> DerivedTypes);
