using System.Collections.Immutable;
using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>Describes how one type is read: its constructor and its members.</summary>
/// <param name="compilation">The assembly with the handlers.</param>
/// <param name="mappers">Names what is generated.</param>
/// <param name="reach">
/// Gives what is generated for a type within another: the type, how attributes are called around it, and the member
/// that holds it; or the reason why there is none.
/// </param>
/// <param name="sink">Where diagnostics go.</param>
internal sealed class EntityParser(
    Compilation compilation,
    MapperLocator mappers,
    Func<INamedTypeSymbol, AttributeNaming?, EntityMember?, ParsedValue<MappedType>> reach,
    DiagnosticSink sink)
{
    private readonly PolymorphismParser _polymorphism = new((type, node) => reach(type, node.Around, null), sink);

    public EntityModel? Parse(EntityNode node)
    {
        var type = node.Type;
        var polymorphism = _polymorphism.Parse(node);
        var members = EntityMembers.Of(type, node.Settings.Naming);
        if (type.IsAbstract)
        {
            // What is wrong with a member is reported for the derived types, which are what is read.
            var common = new MemberParser(compilation, node, null, reach, new DiagnosticSink());
            return Create(
                node,
                Construction.None,
                members.Select(common.OfAbstract).OfType<MemberModel>().ToEquatableArray(),
                polymorphism);
        }

        var (constructor, refusal) = ConstructorParser.Choose(type, members);
        if (constructor is null)
        {
            sink.Report(Descriptors.InvalidConstructor, type.SourceLocation(), type.ToDisplayName(), refusal!);
            return null;
        }

        var construction = ConstructorParser.CallOf(constructor, type, compilation);
        if (construction == Construction.Accessor && WhyNotByAccessor(constructor) is { } obstacle)
        {
            sink.Report(Descriptors.InvalidConstructor, type.SourceLocation(), type.ToDisplayName(), obstacle);
            return null;
        }

        var parser = new MemberParser(compilation, node, constructor, reach, sink);
        var parameters = constructor.Parameters
            .Select(p => (Parameter: p, Member: ConstructorParser.MemberOf(p, members)!))
            .ToImmutableArray();
        var models = parameters.Select(p => parser.OfParameter(p.Parameter, p.Member))
            .Concat(members.Where(m => !parameters.Any(p => ReferenceEquals(p.Member, m))).Select(parser.OfMember))
            .OfType<MemberModel>()
            .ToEquatableArray();
        var discriminators = DiscriminatorsAbove(type);
        models = models.Select(m => m with { IsDiscriminator = !m.IsFlattened && discriminators.Contains(m.Attribute) })
            .ToEquatableArray();
        return Create(node, construction, models, polymorphism) with
        {
            GenericConstructor = GenericAccessors.Of(constructor),
        };
    }

    private string? WhyNotByAccessor(IMethodSymbol constructor) => constructor switch
    {
        _ when !GenericAccessors.CanReach(constructor, compilation) =>
            $"it is generic and has required members or a constructor that is not accessible; {GenericAccessors.Obstacle}",
        _ when constructor.Parameters.FirstOrDefault(static p => p.RefKind != RefKind.None) is { } parameter =>
            $"its constructor takes '{parameter.Name}' by reference, which generated code cannot pass to a constructor "
            + "that is not accessible or of a type with required members",
        _ => null,
    };

    // The attributes by which types that it may stand for tell their derived types, or their items, apart.
    private HashSet<string> DiscriminatorsAbove(INamedTypeSymbol type)
    {
        var bases = type.SelfAndBases().Concat(type.AllInterfaces).Where(static t => t.SourceLocation() is not null
            || !t.NamespaceName().StartsWith("System", StringComparison.Ordinal));
        return [.. bases.SelectMany(t => new[]
        {
            MappingSettings.Of(t, compilation).Discriminator,
            SymbolEqualityComparer.Default.Equals(t, type)
                ? null
                : KnownAttributes.StreamEntity(t)?.Named("Discriminator") as string,
        }).OfType<string>()];
    }

    private EntityModel Create(
        EntityNode node, Construction construction, EquatableArray<MemberModel> members, Polymorphism? polymorphism) =>
        new(
            node.Type.ToFullName(),
            node.Type.ToDisplayName(),
            mappers.MapperOf(node.Type, node.Variant),
            mappers.DiffOf(node.Type),
            mappers.FieldsOf(node.Type),
            node.Type.IsValueType,
            !mappers.IsOwn(node.Type),
            construction,
            members)
        {
            Variant = node.Variant,
            Cref = node.Type.ToCref(),
            Polymorphism = polymorphism,
            Conversion = node.Settings.Conversion,
            WritesEmptyStrings = node.Settings.WritesEmptyStrings,
            Discriminator = DiscriminatorOf(node.Type, members, polymorphism),
        };

    // Unless something else writes the attribute, or only the beginning of its value is known.
    private static Discriminator? DiscriminatorOf(
        INamedTypeSymbol type, EquatableArray<MemberModel> members, Polymorphism? polymorphism)
    {
        if (KnownAttributes.StreamEntity(type) is not { } entity
            || entity.Named("Discriminator") is not string { Length: > 0 } attribute
            || attribute == polymorphism?.Attribute
            || members.Any(m => !m.IsFlattened && m.Attribute == attribute))
        {
            return null;
        }

        var value = entity.Named("DiscriminatorValue") as string ?? type.Name;
        return value.EndsWith("*", StringComparison.Ordinal) ? null : new(attribute, value);
    }
}
