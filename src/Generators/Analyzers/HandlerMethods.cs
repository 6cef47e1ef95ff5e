using System.Collections.Immutable;
using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Model;
using DynamoHandlers.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Analyzers;

/// <summary>What analyzers and code fixes have to know of handlers.</summary>
internal static class HandlerMethods
{
    public static IEnumerable<AttributeData> Annotations(this IMethodSymbol method) =>
        method.GetAttributes().Where(KnownAttributes.IsHandlerAnnotation);

    public static bool IsHandler(this ISymbol symbol) => symbol is IMethodSymbol method && method.Annotations().Any();

    /// <summary>The entity of an annotation, or null where it cannot be told, which the generator reports.</summary>
    public static INamedTypeSymbol? EntityOf(AttributeData annotation, IMethodSymbol method) =>
        EntityInference.Find(annotation, Location.None, method, new DiagnosticSink());

    /// <summary>The kinds of change that an annotation is about.</summary>
    public static ChangeSet ChangesOf(AttributeData annotation) => annotation.AttributeClass?.Name switch
    {
        "OnInsertAttribute" => ChangeSet.Insert,
        "OnModifyAttribute" => ChangeSet.Modify,
        "OnRemoveAttribute" => ChangeSet.Remove,
        _ => ChangeSet.All,
    };

    /// <summary>The parameters that get images of the entity, in order.</summary>
    public static ImmutableArray<IParameterSymbol> Images(IMethodSymbol method, INamedTypeSymbol entity) =>
        [.. method.Parameters.Where(p => SymbolEqualityComparer.Default.Equals(p.Type, entity))];

    /// <summary>Whether the signature is not the method's own to change: virtual, or part of an interface.</summary>
    public static bool HasFixedSignature(IMethodSymbol method) =>
        method.IsOverride || method.IsVirtual || method.ExplicitInterfaceImplementations.Length > 0
        || method.ContainingType.AllInterfaces
            .SelectMany(i => i.GetMembers(method.Name))
            .Any(m => SymbolEqualityComparer.Default.Equals(
                method.ContainingType.FindImplementationForInterfaceMember(m), method));

    public static bool IsToken(ITypeSymbol type) => type.Is("System.Threading", "CancellationToken");
}
