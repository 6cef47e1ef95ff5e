using DynamoHandlers.Generators.Emitting;
using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>Decides whose mapper of a type is used: one that its assembly announces, or one of our own.</summary>
internal sealed class MapperLocator(Compilation compilation)
{
    /// <summary>The mapper that the type's own assembly announces and that can be used from here, else null.</summary>
    public INamedTypeSymbol? FindAnnounced(INamedTypeSymbol type)
    {
        if (IsOwn(type))
        {
            return null;
        }

        foreach (var attribute in type.ContainingAssembly.GetAttributes())
        {
            if (attribute.AttributeClass.Is("DynamoHandlers.Images", "GeneratedEntityAttribute")
                && attribute.ConstructorArguments is [var first, var second, ..]
                && first.Value is INamedTypeSymbol entity
                && second.Value is INamedTypeSymbol mapper
                && SymbolEqualityComparer.Default.Equals(entity, type)
                && compilation.IsSymbolAccessibleWithin(mapper, compilation.Assembly))
            {
                return mapper;
            }
        }

        return null;
    }

    /// <summary>
    /// The mapper to write for the type. Every assembly may write one for a foreign type, hence the namespace.
    /// </summary>
    public GeneratedType ToWrite(INamedTypeSymbol type)
    {
        if (IsOwn(type))
        {
            return new(type.NamespaceName(), $"{type.FlatName()}Image", type.IsPublic());
        }

        var prefix = type.NamespaceName() is { Length: > 0 } ns ? ns.Replace('.', '_') + "_" : "";
        return new(
            $"DynamoHandlers.Generated._{AssemblyNames.ToIdentifier(compilation.AssemblyName ?? "")}",
            $"{prefix}{type.FlatName()}Image",
            type.IsPublic());
    }

    public bool IsOwn(INamedTypeSymbol type) =>
        SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly);

    /// <summary>Whether the user has a type of the name that is to be generated beside the given one.</summary>
    public bool IsTaken(INamedTypeSymbol type, GeneratedType generated) =>
        IsOwn(type) && type.ContainingNamespace.GetTypeMembers(generated.Name, 0).Length > 0;
}
