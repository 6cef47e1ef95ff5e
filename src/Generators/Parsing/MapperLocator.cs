using DynamoHandlers.Generators.Emitting;
using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>Decides whose mapper of a type is used: one that its assembly announces, or one of our own.</summary>
internal sealed class MapperLocator(Compilation compilation)
{
    /// <summary>What the type's own assembly announces and can be used from here, else null.</summary>
    public MappedType? FindAnnounced(INamedTypeSymbol type)
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
                var diff = attribute.ConstructorArguments is [_, _, { Value: INamedTypeSymbol type2 }] ? type2 : null;
                return new(mapper.ToFullName(), diff?.ToFullName(), PolymorphismParser.IsPolymorphic(type, []));
            }
        }

        return null;
    }

    /// <summary>The mapper to write for the type.</summary>
    public GeneratedType MapperOf(INamedTypeSymbol type, string variant = "") => ToWrite(type, $"{variant}Image");

    /// <summary>The typed diff to write for the type.</summary>
    public GeneratedType DiffOf(INamedTypeSymbol type) => ToWrite(type, "Diff");

    /// <summary>The flags of its members, which the diff speaks in.</summary>
    public GeneratedType FieldsOf(INamedTypeSymbol type) => ToWrite(type, "Fields");

    public bool IsOwn(INamedTypeSymbol type) =>
        SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly);

    // Beside the type, in its namespace. Every assembly may write for a foreign type, hence a namespace of its own; that
    // of the type goes into it, so that simple names stay simple.
    private GeneratedType ToWrite(INamedTypeSymbol type, string suffix)
    {
        var ns = type.NamespaceName();
        if (!IsOwn(type))
        {
            var assembly = AssemblyNames.ToIdentifier(compilation.AssemblyName ?? "");
            ns = $"DynamoHandlers.Generated._{assembly}{(ns.Length == 0 ? "" : "." + ns.Replace('.', '_'))}";
        }

        return new(ns, $"{type.FlatName()}{suffix}", type.IsPublic());
    }

    /// <summary>Whether the user has a type of the name that is to be generated beside the given one.</summary>
    public bool IsTaken(INamedTypeSymbol type, GeneratedType generated) =>
        IsOwn(type) && type.ContainingNamespace.GetTypeMembers(generated.Name, 0).Length > 0;
}
