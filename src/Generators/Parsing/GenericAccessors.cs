using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>
/// Decides how members of generic types are reached that ordinary code may not use. An accessor to a constructed type
/// compiles and fails at run time: it must stand in a class that has the type parameters itself.
/// </summary>
internal static class GenericAccessors
{
    public const string Obstacle = "from .NET 9 on generated code can call that, and before it cannot";

    /// <summary>Whether an accessor to the method works on the platform that is compiled for.</summary>
    public static bool CanReach(IMethodSymbol method, Compilation compilation) =>
        !method.ContainingType.IsOrIsInGeneric()
        || compilation.GetTypeByMetadataName("System.Threading.Lock") is not null;

    /// <summary>What the accessor needs; null for types that are not generic.</summary>
    public static GenericAccessor? Of(IMethodSymbol method)
    {
        if (!method.ContainingType.IsOrIsInGeneric())
        {
            return null;
        }

        var definition = method.OriginalDefinition;
        var parameters = definition.ContainingType.SelfAndContainers().Reverse()
            .SelectMany(static t => t.TypeParameters)
            .ToList();
        var arguments = method.ContainingType.SelfAndContainers().Reverse().SelectMany(static t => t.TypeArguments);
        return new(
            $"<{string.Join(", ", parameters.Select(static p => p.Name))}>",
            string.Concat(parameters.Select(ConstraintsOf)),
            $"<{string.Join(", ", arguments.Select(static a => a.ToFullName()))}>",
            definition.ContainingType.ToFullName(),
            definition.Parameters.Select(static p => p.Type.ToTypeName().Annotated).ToEquatableArray());
    }

    private static string ConstraintsOf(ITypeParameterSymbol parameter)
    {
        var constraints = new List<string>();
        if (parameter.HasUnmanagedTypeConstraint || parameter.HasValueTypeConstraint)
        {
            constraints.Add(parameter.HasUnmanagedTypeConstraint ? "unmanaged" : "struct");
        }
        else if (parameter.HasReferenceTypeConstraint || parameter.HasNotNullConstraint)
        {
            var mark = parameter.ReferenceTypeConstraintNullableAnnotation == NullableAnnotation.Annotated ? "?" : "";
            constraints.Add(parameter.HasNotNullConstraint ? "notnull" : $"class{mark}");
        }

        constraints.AddRange(parameter.ConstraintTypes.Select(static t => t.ToTypeName().Annotated));
        if (parameter.HasConstructorConstraint && !parameter.HasValueTypeConstraint)
        {
            constraints.Add("new()");
        }

        return constraints.Count == 0 ? "" : $" where {parameter.Name} : {string.Join(", ", constraints)}";
    }
}
