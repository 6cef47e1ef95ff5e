using System.Collections.Immutable;
using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>Describes how one type is read: its constructor and its members.</summary>
internal sealed class EntityParser(
    Compilation compilation, MapperLocator mappers, ValueParser values, DiagnosticSink sink)
{
    public EntityModel? Parse(INamedTypeSymbol type, Casing casing)
    {
        var members = EntityMembers.Of(type, casing);
        var (constructor, refusal) = ConstructorParser.Choose(type, members);
        if (constructor is null)
        {
            sink.Report(Descriptors.InvalidConstructor, type.SourceLocation(), type.ToDisplayName(), refusal!);
            return null;
        }

        var parameters = constructor.Parameters
            .Select(p => (Parameter: p, Member: ConstructorParser.MemberOf(p, members)!))
            .ToImmutableArray();
        var models = parameters.Select(p => OfParameter(p.Parameter, p.Member))
            .Concat(members.Except(parameters.Select(static p => p.Member)).Select(m => OfMember(m, constructor)))
            .OfType<MemberModel>()
            .ToEquatableArray();
        ReportDuplicates(type, models);
        return new(
            type.ToFullName(),
            type.ToDisplayName(),
            mappers.MapperOf(type),
            mappers.DiffOf(type),
            mappers.FieldsOf(type),
            type.IsValueType,
            !mappers.IsOwn(type),
            ConstructorParser.CallOf(constructor, type, compilation),
            models);
    }

    private MemberModel? OfParameter(IParameterSymbol parameter, EntityMember member)
    {
        if (ParseValue(member, parameter.Type) is not { } value)
        {
            return null;
        }

        var allowsNull = value.Type.AllowsNull;
        var hasDefault = parameter.HasExplicitDefaultValue;
        return new(
            member.Name,
            member.Attribute,
            value,
            MemberTarget.Parameter,
            allowsNull ? NullMeaning.Null : NullMeaning.Error,
            MustBePresent: !allowsNull && !hasDefault,
            hasDefault ? Literals.Of(parameter.Type, parameter.ExplicitDefaultValue) : null,
            Setter: null,
            GetterOf(member),
            parameter.Name,
            member.Annotations.DiffKey);
    }

    private MemberModel? OfMember(EntityMember member, IMethodSymbol constructor)
    {
        if (member.Annotations.IsIgnored || !CheckCanBeSet(member) || ParseValue(member, member.Type) is not { } value)
        {
            return null;
        }

        var isOrdinary = member.Setter is null
            || (!member.Setter.IsInitOnly
                && !KnownAttributes.IsObsoleteAsError(member.Symbol)
                && compilation.IsSymbolAccessibleWithin(member.Setter, compilation.Assembly));
        if (!isOrdinary && member.Setter!.ContainingType.IsOrIsInGeneric())
        {
            return Refuse(member, "its setter is not public and its type is generic, which this version cannot call");
        }

        var isRequired = member.IsRequired && !KnownAttributes.SetsRequiredMembers(constructor);
        return new(
            member.Name,
            member.Attribute,
            value,
            isOrdinary ? MemberTarget.Assignment : MemberTarget.Accessor,
            value.Type.AllowsNull ? NullMeaning.Null : isRequired ? NullMeaning.Error : NullMeaning.Default,
            MustBePresent: isRequired,
            Default: null,
            isOrdinary ? null : Accessor(member.Setter!),
            GetterOf(member),
            Parameter: null,
            member.Annotations.DiffKey);
    }

    private AccessorModel? GetterOf(EntityMember member) => member.Getter is not { } getter
        || (!KnownAttributes.IsObsoleteAsError(member.Symbol)
            && compilation.IsSymbolAccessibleWithin(getter, compilation.Assembly))
        ? null
        : Accessor(getter);

    private static AccessorModel Accessor(IMethodSymbol method) =>
        new(method.MetadataName, method.ContainingType.ToFullName());

    private bool CheckCanBeSet(EntityMember member)
    {
        if (member.CanBeSet && member.Symbol.DeclaredAccessibility == Accessibility.Public)
        {
            return true;
        }

        if (member.Annotations.IsMapped)
        {
            Refuse(member, member.CanBeSet
                ? "it is not public"
                : "it has no setter that can be seen and is no parameter of the constructor");
        }
        else if (!member.IsComputed)
        {
            sink.Report(Descriptors.NoSetter, member.Symbol.SourceLocation(), member.Symbol.ToDisplayName());
        }

        return false;
    }

    private ValueModel? ParseValue(EntityMember member, ITypeSymbol type)
    {
        if (UnsupportedAnnotation(member.Annotations) is { } annotation)
        {
            sink.Report(
                Descriptors.NotSupported,
                member.Symbol.SourceLocation(),
                $"{annotation} on '{member.Symbol.ToDisplayName()}'",
                "keep the member out with [StreamIgnore]");
            return null;
        }

        if (member.Annotations.StoresEpoch && !ValueParser.IsDateTime(type))
        {
            sink.Report(
                Descriptors.EpochOnOtherType,
                member.Symbol.SourceLocation(),
                member.Symbol.ToDisplayName(),
                type.ToDisplayName());
        }

        if (member.Annotations is { OurName: null, SdkNames: [var one, var other, ..] })
        {
            Refuse(member, $"its attributes give it two names, '{one}' and '{other}'");
            return null;
        }

        var value = values.Parse(type, member.Annotations.StoresEpoch);
        if (value.Refusal is not null)
        {
            Refuse(member, value.Refusal);
        }

        return DurationParser.InUnit(value.Value, member, sink);
    }

    private static string? UnsupportedAnnotation(MemberAnnotations annotations) => annotations switch
    {
        { HasConverter: true } => "A converter",
        { IsFlattened: true } => "[DynamoDBFlatten]",
        { IsPolymorphic: true } => "[DynamoDBPolymorphicType]",
        _ => null,
    };

    private MemberModel? Refuse(EntityMember member, string reason)
    {
        sink.Report(
            Descriptors.UnmappableMember, member.Symbol.SourceLocation(), member.Symbol.ToDisplayName(), reason);
        return null;
    }

    private void ReportDuplicates(INamedTypeSymbol type, EquatableArray<MemberModel> models)
    {
        foreach (var group in models.GroupBy(static m => m.Attribute).Where(static g => g.Count() > 1))
        {
            sink.Report(
                Descriptors.DuplicateAttribute,
                type.SourceLocation(),
                $"{type.ToDisplayName()}.{group.First().Name}",
                $"{type.ToDisplayName()}.{group.Last().Name}",
                group.Key);
        }
    }
}
