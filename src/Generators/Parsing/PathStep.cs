using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>How far a path has been followed.</summary>
/// <param name="Type">The type there.</param>
/// <param name="Member">The member; null for the values of a dictionary.</param>
/// <param name="Value">How it is read; null where that is wrong, which is reported for the entity.</param>
/// <param name="Around">How attributes are called around it.</param>
internal sealed record PathStep(ITypeSymbol Type, EntityMember? Member, ValueModel? Value, AttributeNaming Around)
{
    public bool IsFlattened => Member is { Annotations.IsFlattened: true };

    /// <summary>Whether the next name is the key of a dictionary.</summary>
    public bool IsMap => Value is CollectionValue { Kind: CollectionKind.Map }
        && Type is INamedTypeSymbol { TypeArguments.Length: 2 };

    public PathStep ToElement() =>
        new(((INamedTypeSymbol)Type).TypeArguments[1], null, ((CollectionValue)Value!).Element, Around);

    /// <summary>The type whose properties come next; null if it has none that are read.</summary>
    public PathOwner? Enter(Compilation compilation) => Value is ObjectValue && Unwrapped is INamedTypeSymbol type
        ? new(type, compilation, Around)
        : null;

    /// <summary>The type and those that may be there instead; nothing if none has properties that are read.</summary>
    public IEnumerable<PathOwner> EnterAny(Compilation compilation) =>
        Enter(compilation) is not { } owner ? []
        : PolymorphismParser.TypesOf(owner.Type, Member?.Annotations.DerivedTypes ?? [])
            .Where(type => !SymbolEqualityComparer.Default.Equals(type, owner.Type))
            .Select(type => new PathOwner(type, compilation, Around))
            .Prepend(owner);

    public string WhyNotEnter()
    {
        var reason = Value switch
        {
            ConvertedValue => "a converter reads it, so that what is in it is not known",
            CollectionValue => "it is a collection, whose elements have no names; name the collection itself",
            _ => $"its type '{Type.ToDisplayName()}' has no properties that are read",
        };
        return $"of '{Member?.Name ?? Type.ToDisplayName()}', {reason}";
    }

    private ITypeSymbol Unwrapped =>
        Type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? nullable.TypeArguments[0]
            : Type;
}
