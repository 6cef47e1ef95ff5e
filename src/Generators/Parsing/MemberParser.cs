using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>Describes how the members of one type are read.</summary>
/// <param name="compilation">The assembly with the handlers.</param>
/// <param name="node">The type.</param>
/// <param name="constructor">The constructor by which it is read; null if only derived types are.</param>
/// <param name="reach">Gives what is generated for a nested type, or the reason why there is none.</param>
/// <param name="sink">Where diagnostics go.</param>
internal sealed class MemberParser(
    Compilation compilation,
    EntityNode node,
    IMethodSymbol? constructor,
    Func<INamedTypeSymbol, AttributeNaming?, EntityMember?, ParsedValue<MappedType>> reach,
    DiagnosticSink sink)
{
    private readonly MemberValueParser _values = new(
        compilation, node, (type, member) => reach(type, node.Settings.Naming, member), sink);

    private readonly DiffKeyParser _diffKeys = new(compilation, sink);

    public MemberModel? OfParameter(IParameterSymbol parameter, EntityMember member)
    {
        if (!CheckGetter(member) || _values.Parse(member, parameter.Type) is not { } value)
        {
            return null;
        }

        var allowsNull = value.Type.AllowsNull || node.Settings.IgnoresRequired;
        var hasDefault = parameter.HasExplicitDefaultValue;
        return new(
            member.Name,
            member.Attribute,
            value,
            MemberTarget.Parameter,
            value.Type.AllowsNull ? NullMeaning.Null : allowsNull ? NullMeaning.Default : NullMeaning.Error,
            MustBePresent: !allowsNull && !hasDefault && !member.Annotations.IsFlattened,
            hasDefault ? Literals.Of(parameter.Type, parameter.ExplicitDefaultValue) : null,
            Setter: null,
            GetterOf(member),
            parameter.Name,
            _diffKeys.Parse(member, parameter.Type, value))
        {
            IsFlattened = member.Annotations.IsFlattened,
            IsPublic = member.Symbol.DeclaredAccessibility == Accessibility.Public,
        };
    }

    public MemberModel? OfMember(EntityMember member)
    {
        if (member.Annotations.IsIgnored
            || !CheckCanBeSet(member)
            || _values.Parse(member, member.Type) is not { } value)
        {
            return null;
        }

        var setter = SetterOf(member);
        if (setter is { IsField: false } && !GenericAccessors.CanReach(member.Setter!, compilation))
        {
            return Refuse(
                member,
                $"its type is generic and its setter is init, hidden or not accessible; {GenericAccessors.Obstacle}");
        }

        if (!CheckGetter(member))
        {
            return null;
        }

        var isRequired = member.IsRequired
            && !(constructor is not null && KnownAttributes.SetsRequiredMembers(constructor)) && !node.Settings.IgnoresRequired;
        return new(
            member.Name,
            member.Attribute,
            value,
            setter is null ? MemberTarget.Assignment : MemberTarget.Accessor,
            value.Type.AllowsNull ? NullMeaning.Null : isRequired ? NullMeaning.Error : NullMeaning.Default,
            MustBePresent: isRequired && !member.Annotations.IsFlattened,
            Default: null,
            setter,
            GetterOf(member),
            Parameter: null,
            _diffKeys.Parse(member, member.Type, value))
        {
            IsFlattened = member.Annotations.IsFlattened,
            IsPublic = member.Symbol.DeclaredAccessibility == Accessibility.Public,
        };
    }

    /// <summary>
    /// A member of a type of which only derived types are read: it is there to be compared. What can only be got is one
    /// too, if derived types have to give it.
    /// </summary>
    public MemberModel? OfAbstract(EntityMember member)
    {
        if (member.Annotations.IsIgnored
            || !(member.CanBeSet ? CheckCanBeSet(member) : member is { Getter: not null, Symbol.IsAbstract: true })
            || !CheckGetter(member)
            || _values.Parse(member, member.Type) is not { } value)
        {
            return null;
        }

        return new(
            member.Name,
            member.Attribute,
            value,
            MemberTarget.Assignment,
            value.Type.AllowsNull ? NullMeaning.Null : NullMeaning.Default,
            MustBePresent: false,
            Default: null,
            Setter: null,
            GetterOf(member),
            Parameter: null,
            _diffKeys.Parse(member, member.Type, value))
        {
            IsFlattened = member.Annotations.IsFlattened,
            IsPublic = member.Symbol.DeclaredAccessibility == Accessibility.Public,
        };
    }

    private AccessorModel? SetterOf(EntityMember member) => AccessorTo(member, member.Setter);

    private AccessorModel? GetterOf(EntityMember member) => AccessorTo(member, member.Getter);

    // Null for what ordinary code may use.
    private AccessorModel? AccessorTo(EntityMember member, IMethodSymbol? method) => (method, member.Symbol) switch
    {
        ({ } accessor, _) when !IsOrdinary(member, accessor) =>
            new(accessor.MetadataName, accessor.ContainingType.ToFullName()) { Generic = GenericAccessors.Of(accessor) },
        (null, IFieldSymbol field) when !IsOrdinary(member, field) =>
            new(field.MetadataName, field.ContainingType.ToFullName()) { IsField = true },
        _ => null,
    };

    private bool CheckGetter(EntityMember member)
    {
        if (GetterOf(member) is null || !member.Symbol.ContainingType.IsOrIsInGeneric())
        {
            return true;
        }

        Refuse(
            member,
            "its type is generic, in which generated code cannot read what is not accessible, hidden by a member of a "
            + "derived type, or obsolete as an error");
        return false;
    }

    private bool IsOrdinary(EntityMember member, ISymbol symbol) => symbol is not IMethodSymbol { IsInitOnly: true }
        && !member.IsHidden
        && !KnownAttributes.IsObsoleteAsError(member.Symbol)
        && !KnownAttributes.IsObsoleteAsError(symbol)
        && compilation.IsSymbolAccessibleWithin(symbol, compilation.Assembly);

    private bool CheckCanBeSet(EntityMember member)
    {
        if (member.Symbol is IPropertySymbol { ExplicitInterfaceImplementations: [var declared, ..] })
        {
            Refuse(member, $"it has no name of its own, since it implements '{declared.ToDisplayName()}' explicitly");
            return false;
        }

        if (member.CanBeSet)
        {
            return true;
        }

        if (member.Annotations.IsMapped)
        {
            Refuse(member, "it has no setter that can be seen and is no parameter of the constructor");
        }
        else if (!member.IsComputed)
        {
            sink.Report(Descriptors.NoSetter, member.Symbol.SourceLocation(), member.Symbol.ToDisplayName());
        }

        return false;
    }

    private MemberModel? Refuse(EntityMember member, string reason)
    {
        sink.Report(
            Descriptors.UnmappableMember, member.Symbol.SourceLocation(), member.Symbol.ToDisplayName(), reason);
        return null;
    }
}
