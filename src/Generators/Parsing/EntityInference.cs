using System.Collections.Immutable;
using DynamoHandlers.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>Finds which entity an annotation is about.</summary>
internal static class EntityInference
{
    /// <summary>The annotation's type argument, else the one entity among the parameters.</summary>
    public static INamedTypeSymbol? Find(
        AttributeData annotation, Location place, IMethodSymbol method, DiagnosticSink sink)
    {
        if (annotation.AttributeClass is { Arity: 1 } generic)
        {
            return AsEntity(generic.TypeArguments[0], place, sink);
        }

        var candidates = Candidates(method);
        if (candidates is [var entity])
        {
            return AsEntity(entity, place, sink);
        }

        var reason = candidates.Length == 0
            ? "no parameter is a Change<T> or a type with [StreamEntity] or [DynamoDBTable]"
            : $"it could be {string.Join(" or ", candidates.Select(static c => $"'{c.ToDisplayName()}'"))}";
        sink.Report(
            Descriptors.EntityNotInferred,
            place,
            method.ToDisplayName(),
            reason,
            annotation.AttributeClass!.Name.Replace("Attribute", ""));
        return null;
    }

    /// <summary>The entity of a <c>Change&lt;T&gt;</c> or of a list of them, else null.</summary>
    public static ITypeSymbol? OfChange(ITypeSymbol type)
    {
        if (type.Is("DynamoHandlers", "Change", 1))
        {
            return ((INamedTypeSymbol)type).TypeArguments[0];
        }

        return type.Is("System.Collections.Generic", "IReadOnlyList", 1)
            && ((INamedTypeSymbol)type).TypeArguments[0] is { } element
            && element.Is("DynamoHandlers", "Change", 1)
                ? OfChange(element)
                : null;
    }

    private static INamedTypeSymbol? AsEntity(ITypeSymbol type, Location place, DiagnosticSink sink)
    {
        if (type is INamedTypeSymbol named)
        {
            return named;
        }

        sink.Report(
            Descriptors.UnmappableEntity,
            place,
            type.ToDisplayName(),
            "it is neither a class nor a struct nor a record");
        return null;
    }

    private static ImmutableArray<ITypeSymbol> Candidates(IMethodSymbol method)
    {
        var changes = Distinct(method.Parameters.Select(static p => OfChange(p.Type)).OfType<ITypeSymbol>());
        return changes.Length > 0
            ? changes
            : Distinct(method.Parameters.Select(static p => p.Type).Where(KnownAttributes.IsEntity));
    }

    private static ImmutableArray<ITypeSymbol> Distinct(IEnumerable<ITypeSymbol> types) =>
        [.. types.Distinct<ITypeSymbol>(SymbolEqualityComparer.Default)];
}
