using System.Collections.Immutable;
using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>Chooses the constructor by which a type is read.</summary>
internal static class ConstructorParser
{
    /// <summary>
    /// The annotated constructor, else the one without parameters, else the only one with parameters (of several, the
    /// only public one).
    /// </summary>
    public static ParsedValue<IMethodSymbol> Choose(INamedTypeSymbol type, ImmutableArray<EntityMember> members)
    {
        var all = type.InstanceConstructors.Where(static c => !IsCopy(c)).ToImmutableArray();
        if (all.FirstOrDefault(KnownAttributes.IsForReading) is { } annotated)
        {
            return WithParameters(annotated, members);
        }

        if (type.IsValueType)
        {
            return new(ChooseForStruct(all, members));
        }

        if (all.FirstOrDefault(static c => c.Parameters.Length == 0) is { } parameterless)
        {
            return new(parameterless);
        }

        var open = all.Where(static c => c.DeclaredAccessibility == Accessibility.Public).ToImmutableArray();
        return (open.Length == 1 ? open : all) switch
        {
            [] => ParsedValue<IMethodSymbol>.Refuse("it has no constructor that can be seen from here"),
            [var only] => WithParameters(only, members),
            _ => ParsedValue<IMethodSymbol>.Refuse(
                "it has several constructors; put [DynamoDBConstructor] on one, or add one without parameters"),
        };
    }

    /// <summary>How the constructor can be called from generated code.</summary>
    public static Construction CallOf(IMethodSymbol constructor, INamedTypeSymbol type, Compilation compilation)
    {
        var mustInitialize = HasRequiredMembers(type, constructor);
        if (constructor.IsImplicitlyDeclared && type.IsValueType)
        {
            return mustInitialize ? Construction.Default : Construction.New;
        }

        return mustInitialize
            || KnownAttributes.IsObsoleteAsError(constructor)
            || !compilation.IsSymbolAccessibleWithin(constructor, compilation.Assembly)
            ? Construction.Accessor
            : Construction.New;
    }

    /// <summary>Whether <c>new</c> alone is an error, since it leaves required members without a value.</summary>
    public static bool HasRequiredMembers(INamedTypeSymbol type, IMethodSymbol constructor) =>
        type.SelfAndBases().SelectMany(static t => t.GetMembers()).Any(IsRequired)
        && !KnownAttributes.SetsRequiredMembers(constructor);

    /// <summary>The member that a parameter stands for: the same name, in any case.</summary>
    public static EntityMember? MemberOf(IParameterSymbol parameter, ImmutableArray<EntityMember> members)
    {
        var candidates = members.Where(m => !m.Annotations.IsIgnored
            && string.Equals(m.Name, parameter.Name, StringComparison.OrdinalIgnoreCase)).ToImmutableArray();
        return candidates.FirstOrDefault(m => m.Name == parameter.Name) ?? candidates.FirstOrDefault();
    }

    private static IMethodSymbol ChooseForStruct(
        ImmutableArray<IMethodSymbol> all, ImmutableArray<EntityMember> members)
    {
        var withParameters = all.Where(static c => c.Parameters.Length > 0).ToImmutableArray();
        var parameterless = all.First(static c => c.Parameters.Length == 0);
        return parameterless.IsImplicitlyDeclared
            && withParameters is [var only]
            && WithParameters(only, members).Value is { } usable
                ? usable
                : parameterless;
    }

    private static ParsedValue<IMethodSymbol> WithParameters(
        IMethodSymbol constructor, ImmutableArray<EntityMember> members)
    {
        foreach (var parameter in constructor.Parameters)
        {
            if (parameter.RefKind is not (RefKind.None or RefKind.In))
            {
                return ParsedValue<IMethodSymbol>.Refuse($"its constructor takes '{parameter.Name}' by reference");
            }

            if (MemberOf(parameter, members) is null)
            {
                return ParsedValue<IMethodSymbol>.Refuse(
                    $"the parameter '{parameter.Name}' of its constructor has the name of no property that is read");
            }
        }

        return new(constructor);
    }

    private static bool IsCopy(IMethodSymbol constructor) => constructor.Parameters is [var parameter]
        && SymbolEqualityComparer.Default.Equals(parameter.Type, constructor.ContainingType);

    private static bool IsRequired(ISymbol member) =>
        member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true };
}
