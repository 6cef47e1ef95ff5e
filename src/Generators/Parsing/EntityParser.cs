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
        if (type.IsAbstract)
        {
            return Create(node, Construction.None, [], polymorphism);
        }

        var members = EntityMembers.Of(type, node.Settings.Naming);
        var (constructor, refusal) = ConstructorParser.Choose(type, members);
        if (constructor is null)
        {
            sink.Report(Descriptors.InvalidConstructor, type.SourceLocation(), type.ToDisplayName(), refusal!);
            return null;
        }

        if (ConstructorParser.CallOf(constructor, type, compilation) == Construction.Accessor
            && !GenericAccessors.CanReach(constructor, compilation))
        {
            sink.Report(
                Descriptors.InvalidConstructor,
                type.SourceLocation(),
                type.ToDisplayName(),
                $"it is generic and has required members or a constructor that is not accessible; {GenericAccessors.Obstacle}");
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
        return Create(node, ConstructorParser.CallOf(constructor, type, compilation), models, polymorphism) with
        {
            GenericConstructor = GenericAccessors.Of(constructor),
        };
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
