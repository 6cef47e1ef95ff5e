using DynamoHandlers.Generators.Analyzers;
using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>Decides how the values of one type's members are read: by their annotations, else by their types.</summary>
/// <param name="compilation">The assembly with the handlers.</param>
/// <param name="node">The type.</param>
/// <param name="reach">Gives what is generated for a type that a member holds, or the reason why there is none.</param>
/// <param name="sink">Where diagnostics go.</param>
internal sealed class MemberValueParser(
    Compilation compilation,
    EntityNode node,
    Func<INamedTypeSymbol, EntityMember, ParsedValue<MappedType>> reach,
    DiagnosticSink sink)
{
    private readonly TypeConverters _converters = new(compilation, node.Type.ContainingAssembly, sink);

    public ValueModel? Parse(EntityMember member, ITypeSymbol type)
    {
        var annotations = member.Annotations;
        CheckEpoch(member, type);
        if (annotations is { OurName: null, SdkNames: [var one, var other, ..] })
        {
            return Refuse(member, $"its attributes give it two names, '{one}' and '{other}'");
        }

        if (!compilation.IsSymbolAccessibleWithin(type, compilation.Assembly))
        {
            return Refuse(member, $"its type '{type.ToDisplayName()}' is private or protected; make it internal or public");
        }

        if (TypesWithin(type).FirstOrDefault(KnownAttributes.IsObsoleteAsError) is { } obsolete)
        {
            return Refuse(member, $"its type '{obsolete.ToDisplayName()}' is obsolete as an error, so that nothing can name it");
        }

        if (annotations.IsFlattened)
        {
            return ParseFlattened(member, type);
        }

        if (annotations.Converters.Count > 0)
        {
            return ParseConverted(member, type);
        }

        if (!CheckDerivedTypes(member, type))
        {
            return null;
        }

        var values = new ValueParser(nested => reach(nested, member), _converters);
        var value = values.Parse(type, annotations.StoresEpoch);
        CheckSets(member, type);
        return value.Refusal is not null
            ? Refuse(member, value.Refusal)
            : DurationParser.InUnit(value.Value, member, sink)?.With(node.Settings);
    }

    private ConvertedValue? ParseConverted(EntityMember member, ITypeSymbol type)
    {
        var converters = member.Annotations.Converters;
        var converter = member.Annotations.StoresEpoch
            ? ParsedValue<ConverterModel>.Refuse("the member is stored as epoch seconds, which is a conversion of its own")
            : converters is [var only]
                ? ConverterParser.Parse(only, type, compilation)
                : ParsedValue<ConverterModel>.Refuse($"another converter, '{converters[1].ToDisplayName()}', is named too");
        if (converter.Value is null)
        {
            sink.Report(
                Descriptors.InvalidConverter,
                member.Symbol.SourceLocation(),
                converters[0].ToDisplayName(),
                $"{member.Symbol.ToDisplayName()}' of type '{type.ToDisplayName()}",
                converter.Refusal!);
            return null;
        }

        return new(type.ToTypeName(), converter.Value);
    }

    private ValueModel? ParseFlattened(EntityMember member, ITypeSymbol type)
    {
        if (member.Annotations is { IsRenamable: true } or { OurName: not null } or { Converters.Count: > 0 })
        {
            return RefuseFlatten(member, "its own attribute does not exist, so that it can have neither name nor converter");
        }

        var values = new ValueParser(nested => reach(nested, member), _converters);
        var value = values.Parse(type);
        return value switch
        {
            { Value: ObjectValue nested } => nested,
            { Refusal: { } refusal } => Refuse(member, refusal),
            { Value: null } => null,
            _ => RefuseFlatten(member, $"its type '{type.ToDisplayName()}' is no type with members of its own"),
        };
    }

    private void CheckEpoch(EntityMember member, ITypeSymbol type)
    {
        if (member.Annotations.StoresEpoch && !ValueParser.IsDateTime(type))
        {
            sink.Report(
                Descriptors.EpochOnOtherType,
                member.Symbol.SourceLocation(),
                member.Symbol.ToDisplayName(),
                type.ToDisplayName());
        }
    }

    private void CheckSets(EntityMember member, ITypeSymbol type)
    {
        var elements = TypesWithin(type).OfType<INamedTypeSymbol>()
            .Where(static t => CollectionTypes.Find(t) is { Kind: CollectionKind.Set, IsSorted: false })
            .Select(static t => t.TypeArguments[0]);
        if (elements.FirstOrDefault(ValueEquality.ComparesReferences) is { } element)
        {
            sink.Report(
                Descriptors.SetOfReferences,
                member.Symbol.SourceLocation(),
                member.Symbol.ToDisplayName(),
                element.ToDisplayName());
        }
    }

    // Which of the types within the member's type they are for is found out as these are reached.
    private bool CheckDerivedTypes(EntityMember member, ITypeSymbol type)
    {
        var types = TypesWithin(type).ToList();
        var misfit = member.Annotations.DerivedTypes
            .FirstOrDefault(d => !types.Any(t => PolymorphismParser.IsOrDerives(d.Type, t)));
        if (misfit is not null)
        {
            sink.Report(
                Descriptors.InvalidDerivedType,
                member.Symbol.SourceLocation(),
                misfit.Type.ToDisplayName(),
                type.ToDisplayName(),
                "it does not derive from it, nor from the type of its elements");
        }

        return misfit is null;
    }

    private static IEnumerable<ITypeSymbol> TypesWithin(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => TypesWithin(array.ElementType),
        INamedTypeSymbol named => named.TypeArguments.SelectMany(TypesWithin).Prepend(named),
        _ => [type],
    };

    private ValueModel? RefuseFlatten(EntityMember member, string reason)
    {
        sink.Report(
            Descriptors.InvalidFlatten, member.Symbol.SourceLocation(), member.Symbol.ToDisplayName(), reason);
        return null;
    }

    private ValueModel? Refuse(EntityMember member, string reason)
    {
        sink.Report(
            Descriptors.UnmappableMember, member.Symbol.SourceLocation(), member.Symbol.ToDisplayName(), reason);
        return null;
    }
}
