using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>What is passed to a parameter that is none of what belongs to a change: a service.</summary>
internal static class ServiceParser
{
    /// <param name="parameter">The parameter.</param>
    /// <param name="entity">The handler's entity, for messages.</param>
    public static ParsedValue<ArgumentModel> Parse(IParameterSymbol parameter, INamedTypeSymbol entity)
    {
        var type = parameter.Type;
        if (WhyNot(type, entity) is { } reason)
        {
            return ParsedValue<ArgumentModel>.Refuse(reason);
        }

        var isOptional = type.NullableAnnotation == NullableAnnotation.Annotated || parameter.HasExplicitDefaultValue;
        var name = type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToFullName();
        return KnownAttributes.KeyedService(parameter) is { } keyed
            ? ServiceKeys.Parse(keyed).Map(key => new ArgumentModel(
                isOptional ? ArgumentKind.OptionalKeyedService : ArgumentKind.KeyedService, name, key))
            : new(new ArgumentModel(isOptional ? ArgumentKind.OptionalService : ArgumentKind.Service, name));
    }

    private static string? WhyNot(ITypeSymbol type, INamedTypeSymbol entity) => type switch
    {
        _ when MayBeMeantAsBatch(type) =>
            $"is of type '{type.ToDisplayName()}', but batches are passed as IReadOnlyList<Change<T>>",
        _ when KnownAttributes.IsEntity(type) =>
            $"is of the entity '{type.ToDisplayName()}', but the handler is for '{entity.ToDisplayName()}'",
        { IsReferenceType: false } or { SpecialType: SpecialType.System_String } or IArrayTypeSymbol =>
            $"of type '{type.ToDisplayName()}' is neither part of the change nor can it be a service; remove it",
        _ => null,
    };

    // List<Change<T>>, Change<T>[] and the like: what would otherwise be looked for among the services.
    private static bool MayBeMeantAsBatch(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType.Is("DynamoHandlers", "Change", 1),
        INamedTypeSymbol { TypeArguments: [var element] } => element.Is("DynamoHandlers", "Change", 1),
        _ => false,
    };
}
