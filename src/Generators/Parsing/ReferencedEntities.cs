using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>
/// Finds entities in the assemblies that a compilation references: a domain is often an assembly of its own. Only those
/// are looked into that reference one with the attributes.
/// </summary>
internal static class ReferencedEntities
{
    private static readonly string[] Annotating = ["AWSSDK.DynamoDBv2", "DynamoHandlers.Attributes"];

    /// <summary>The types that name a table and can be used, in the order of their names.</summary>
    public static IEnumerable<INamedTypeSymbol> Find(CSharpCompilation compilation, CancellationToken cancellationToken) =>
        compilation.SourceModule.ReferencedAssemblySymbols
            .Where(static assembly => assembly.Modules.Any(static module =>
                module.ReferencedAssemblies.Any(static reference => Annotating.Contains(reference.Name))))
            .SelectMany(assembly => TypesOf(assembly.GlobalNamespace, cancellationToken))
            .Where(type => type.GetAttributes().Any(KnownAttributes.IsEntityAnnotation)
                && !KnownAttributes.IsObsoleteAsError(type)
                && compilation.IsSymbolAccessibleWithin(type, compilation.Assembly))
            .OrderBy(static type => type.ToDisplayName(), StringComparer.Ordinal);

    private static IEnumerable<INamedTypeSymbol> TypesOf(
        INamespaceOrTypeSymbol container, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var member in container.GetMembers().OfType<INamespaceOrTypeSymbol>())
        {
            if (member is INamedTypeSymbol type)
            {
                yield return type;
            }

            foreach (var nested in TypesOf(member, cancellationToken))
            {
                yield return nested;
            }
        }
    }
}
