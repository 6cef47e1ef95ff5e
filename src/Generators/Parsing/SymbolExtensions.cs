using System.Collections.Immutable;
using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DynamoHandlers.Generators.Parsing;

internal static class SymbolExtensions
{
    private static readonly SymbolDisplayFormat Plain = SymbolDisplayFormat.FullyQualifiedFormat;

    private static readonly SymbolDisplayFormat Annotated = Plain.AddMiscellaneousOptions(
        SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    // Special types stay keywords; parameters of methods are left out, which suits "Shop.OrderMails.Placed".
    private static readonly SymbolDisplayFormat Display = Plain
        .WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted)
        .WithMemberOptions(SymbolDisplayMemberOptions.IncludeContainingType);

    /// <summary>The full name as generated code writes it, from <c>global::</c> on.</summary>
    public static string ToFullName(this ITypeSymbol type) => type.ToDisplayString(Plain);

    /// <summary>The full name as messages and logs write it.</summary>
    public static string ToDisplayName(this ISymbol symbol) => symbol.ToDisplayString(Display);

    public static TypeName ToTypeName(this ITypeSymbol type) => new(
        type.ToDisplayString(Annotated), type.ToDisplayString(Plain), type.IsValueType, type.AllowsNull());

    /// <summary>Whether null is a value of the type. Without annotations every reference type takes it.</summary>
    public static bool AllowsNull(this ITypeSymbol type) => type.IsValueType
        ? type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T
        : type.NullableAnnotation != NullableAnnotation.NotAnnotated;

    /// <summary>
    /// Whether the type is the named one, or constructed from it. What is not written yet, as in <c>List&lt;&gt;</c>, is in no
    /// namespace.
    /// </summary>
    public static bool Is(this ITypeSymbol? type, string @namespace, string name, int arity = 0) =>
        type is INamedTypeSymbol { ContainingType: null } named
        && named.Name == name
        && named.Arity == arity
        && named.ContainingNamespace?.ToDisplayString() == @namespace;

    /// <summary>The type and its base types, the most derived first.</summary>
    public static IEnumerable<INamedTypeSymbol> SelfAndBases(this INamedTypeSymbol type)
    {
        var current = type;
        while (current is { SpecialType: not (SpecialType.System_Object or SpecialType.System_ValueType) })
        {
            yield return current;
            current = current.BaseType;
        }
    }

    /// <summary>The type and the types that it is nested in, the innermost first.</summary>
    public static IEnumerable<INamedTypeSymbol> SelfAndContainers(this INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.ContainingType)
        {
            yield return current;
        }
    }

    /// <summary>Whether any other file of the assembly can name the type.</summary>
    public static bool CanBeNamed(this INamedTypeSymbol type) => type.Parts().All(static t =>
        !t.IsFileLocal
        && t.DeclaredAccessibility
            is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal);

    /// <summary>Whether every assembly can name the type.</summary>
    public static bool IsPublic(this INamedTypeSymbol type) =>
        type.Parts().All(static t => t.DeclaredAccessibility == Accessibility.Public);

    /// <summary>Whether the type, or one that it is nested in, has type parameters.</summary>
    public static bool IsOrIsInGeneric(this INamedTypeSymbol type) =>
        type.SelfAndContainers().Any(static t => t.Arity > 0);

    /// <summary>Whether type parameters of it, or of a type that it is nested in, have no type.</summary>
    public static bool IsOpen(this INamedTypeSymbol type) => type.SelfAndContainers()
        .Any(static t => t.IsUnboundGenericType || t.TypeArguments.Any(IsOpenArgument));

    private static bool IsOpenArgument(ITypeSymbol type) => type switch
    {
        ITypeParameterSymbol => true,
        IArrayTypeSymbol array => IsOpenArgument(array.ElementType),
        INamedTypeSymbol named => named.IsOpen(),
        _ => false,
    };

    // The named types that the type's name is made of.
    private static IEnumerable<INamedTypeSymbol> Parts(this ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType.Parts(),
        INamedTypeSymbol named => named.SelfAndContainers()
            .Concat(named.SelfAndContainers().SelectMany(static t => t.TypeArguments).SelectMany(Parts)),
        _ => [],
    };

    /// <summary>The namespace as generated code declares it; empty for the global one.</summary>
    public static string NamespaceName(this INamedTypeSymbol type) => type.ContainingNamespace.IsGlobalNamespace
        ? ""
        : type.ContainingNamespace.ToDisplayString();

    /// <summary>
    /// The name with those of the types around it, <c>Outer_Inner</c>, and of its type arguments,
    /// <c>EnvelopeOfOrder</c>.
    /// </summary>
    public static string FlatName(this INamedTypeSymbol type) => string.Join("_", type.SelfAndContainers().Reverse()
        .Select(static t => t.Arity == 0
            ? t.Name
            : $"{t.Name}Of{string.Join("And", t.TypeArguments.Select(TypeLabel.OfRuntimeType))}"));

    /// <summary>
    /// What tells the type from one that is the same at run time, by the nullable reference types among its type
    /// arguments; empty if there are none.
    /// </summary>
    public static string NullableVariant(this INamedTypeSymbol type)
    {
        var arguments = type.SelfAndContainers().Reverse().SelectMany(static t => t.TypeArguments).ToList();
        return arguments.Select(TypeLabel.Of).SequenceEqual(arguments.Select(TypeLabel.OfRuntimeType))
            ? ""
            : $"With{string.Join("And", arguments.Select(TypeLabel.Of))}";
    }

    /// <summary>The type as documentation refers to it: with its type parameters, in braces.</summary>
    public static string ToCref(this INamedTypeSymbol type) =>
        type.OriginalDefinition.ToDisplayString(Plain).Replace('<', '{').Replace('>', '}');

    /// <summary>The place of the declaration, where it is source.</summary>
    public static Location? SourceLocation(this ISymbol symbol) =>
        symbol.Locations.FirstOrDefault(static l => l.IsInSource);

    /// <summary>The place of a named argument, for diagnostics about it.</summary>
    public static Location PlaceOfArgument(this AttributeSyntax attribute, string name)
    {
        var argument = attribute.ArgumentList?.Arguments
            .FirstOrDefault(a => a.NameEquals?.Name.Identifier.ValueText == name);
        return (argument ?? (SyntaxNode)attribute).GetLocation();
    }

    /// <summary>A named argument's value, unless it is absent or null.</summary>
    public static object? Named(this AttributeData attribute, string name)
    {
        foreach (var argument in attribute.NamedArguments)
        {
            if (argument.Key == name)
            {
                return argument.Value.Value;
            }
        }

        return null;
    }

    /// <summary>The value of the constructor's parameter with this name, unless it is absent or null.</summary>
    public static object? Positional(this AttributeData attribute, string parameter)
    {
        var parameters = attribute.AttributeConstructor?.Parameters ?? ImmutableArray<IParameterSymbol>.Empty;
        for (var i = 0; i < parameters.Length && i < attribute.ConstructorArguments.Length; i++)
        {
            if (parameters[i].Name == parameter && attribute.ConstructorArguments[i].Kind != TypedConstantKind.Array)
            {
                return attribute.ConstructorArguments[i].Value;
            }
        }

        return null;
    }
}
