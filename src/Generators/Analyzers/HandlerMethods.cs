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

    /// <summary>
    /// Whether a worker calls the method while it holds a shard: a handler, or what a handler class does when the shard's run
    /// begins or ends, or when it is flushed.
    /// </summary>
    public static bool IsCalledByWorker(this ISymbol symbol) => symbol.IsHandler() || IsOfShardHandler(symbol as IMethodSymbol);

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

    // Whether the class says PerShard or is the base of one that does: the methods are meant for that.
    private static bool IsOfShardHandler(IMethodSymbol? method)
    {
        for (var current = method; current is not null; current = current.OverriddenMethod)
        {
            var type = current.ContainingType;
            if (type is not null && type.AllInterfaces.Where(ShardClassParser.IsShardInterface)
                .SelectMany(static i => i.GetMembers())
                .Any(m => SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(m), current)))
            {
                return true;
            }
        }

        return false;
    }

    public static bool IsToken(ITypeSymbol type) => type.Is("System.Threading", "CancellationToken");
}
