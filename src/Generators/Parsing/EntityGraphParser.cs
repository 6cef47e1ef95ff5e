using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>Walks from an entity to every type that its mapper needs a mapper of.</summary>
internal sealed class EntityGraphParser
{
    // Every handler of an entity asks for its graph; within one compilation the answer is the same. What its type
    // arguments say about null makes a difference, or the first handler would decide for the others.
    private static readonly ConditionalWeakTable<Compilation, ConcurrentDictionary<ISymbol, EntityGraph>> Known = new();

    private readonly Queue<EntityNode> _pending = new();
    private readonly Dictionary<string, (ISymbol Type, string Variant)> _names = [];
    private readonly HashSet<(ISymbol Type, string Variant)> _reached = [];
    private readonly DiagnosticSink _sink = new();
    private readonly Compilation _compilation;
    private readonly MapperLocator _mappers;
    private readonly EntityParser _entities;

    private EntityGraphParser(Compilation compilation)
    {
        _compilation = compilation;
        _mappers = new(compilation);
        _entities = new(compilation, _mappers, ReachNested, _sink);
    }

    public static EntityGraph Parse(INamedTypeSymbol root, Compilation compilation, CancellationToken cancellationToken)
    {
        var known = Known.GetValue(compilation, static _ => new(SymbolEqualityComparer.IncludeNullability));
        var key = root.WithNullableAnnotation(NullableAnnotation.None);
        if (!known.TryGetValue(key, out var graph))
        {
            graph = new EntityGraphParser(compilation).Walk(root, describesAnnounced: false, cancellationToken);
            known.TryAdd(key, graph);
        }

        return graph;
    }

    /// <summary>As <see cref="Parse"/>, but the entity itself is described also if its own assembly has a mapper of it.</summary>
    public static EntityGraph Describe(INamedTypeSymbol root, Compilation compilation, CancellationToken cancellationToken)
    {
        var graph = Parse(root, compilation, cancellationToken);
        return graph is { IsValid: true, Entities.Count: 0 }
            ? new EntityGraphParser(compilation).Walk(root, describesAnnounced: true, cancellationToken)
            : graph;
    }

    private EntityGraph Walk(INamedTypeSymbol root, bool describesAnnounced, CancellationToken cancellationToken)
    {
        CheckRoot(root);
        if (_sink.Errors > 0)
        {
            return new(new("", null), [], _sink.ToDiagnostics(), IsValid: false);
        }

        var mapped = Reach(root, around: null, member: null, describesAnnounced);
        var parsed = new List<(INamedTypeSymbol Type, EntityModel Model)>();
        while (_pending.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var node = _pending.Dequeue();
            if (_entities.Parse(node) is { } model)
            {
                parsed.Add((node.Type, model));
            }
        }

        var read = parsed.ConvertAll(static p => p.Model);
        var models = read.ConvertAll(model => AbstractMembers.Settle(model, read));
        var flattening = new FlattenCheck(_sink);
        foreach (var (type, model) in parsed.Zip(models, static (p, model) => (p.Type, model)))
        {
            flattening.Add(type, model);
        }

        flattening.Report();
        return new(
            mapped,
            models.Select(m => WithoutHeld(m, flattening)).ToEquatableArray(),
            _sink.ToDiagnostics(),
            _sink.Errors == 0);
    }

    // What a flattened member writes need not be written besides.
    private static EntityModel WithoutHeld(EntityModel model, FlattenCheck flattening) =>
        model.Discriminator is { } discriminator && flattening.Flattens(model, discriminator.Attribute)
            ? model with { Discriminator = null }
            : model;

    private void CheckRoot(INamedTypeSymbol root)
    {
        if (WhyNotMappable(root, PolymorphismParser.IsPolymorphic(root, [])) is { } reason)
        {
            _sink.Report(Descriptors.UnmappableEntity, null, root.ToDisplayName(), $"it {reason}");
        }
    }

    /// <param name="type">The nested type.</param>
    /// <param name="around">How attributes are called around it.</param>
    /// <param name="member">The member that holds it; null for a derived type, which stands for the type itself.</param>
    private ParsedValue<MappedType> ReachNested(INamedTypeSymbol type, AttributeNaming? around, EntityMember? member)
    {
        var isPolymorphic = PolymorphismParser.IsPolymorphic(type, member?.Annotations.DerivedTypes ?? []);
        return WhyNotMappable(type, isPolymorphic) is { } reason
            ? ParsedValue<MappedType>.Refuse($"its type '{type.ToDisplayName()}' {reason}")
            : new(Reach(type, around, member));
    }

    private MappedType Reach(
        INamedTypeSymbol type, AttributeNaming? around, EntityMember? member, bool describesAnnounced = false)
    {
        var node = CreateNode(type, around, member);
        if (node.Variant.Length == 0 && _mappers.FindAnnounced(type) is { } announced)
        {
            if (describesAnnounced)
            {
                _pending.Enqueue(node);
            }

            return announced;
        }

        var mapper = _mappers.MapperOf(type, node.Variant);
        var diff = _mappers.DiffOf(type);
        if (_reached.Add((type, node.Variant)))
        {
            _pending.Enqueue(node);
            if (!Take(mapper, type, node.Variant) || !Take(diff, type) || !Take(_mappers.FieldsOf(type), type))
            {
                return new(mapper.FullName, null);
            }
        }

        return new(mapper.FullName, diff.FullName, PolymorphismParser.IsPolymorphic(type, node.DerivedTypes));
    }

    // A type has a mapper for each way in which its type arguments' annotations, the types around it and the members that
    // hold it change its mapping.
    private EntityNode CreateNode(INamedTypeSymbol type, AttributeNaming? around, EntityMember? member)
    {
        var settings = MappingSettings.Of(type, _compilation, around);
        var derived = member?.Annotations.DerivedTypes.RemoveAll(d => !PolymorphismParser.IsOrDerives(d.Type, type))
            ?? [];
        if (!PolymorphismParser.IsPolymorphic(type, derived))
        {
            derived = [];
        }

        var ofMember = derived.IsEmpty ? "" : $"Of{member!.Symbol.ContainingType.FlatName()}_{member.Name}";
        var casing = settings.Naming == MappingSettings.Of(type, _compilation).Naming ? "" : "CamelCase";
        return new(type, type.NullableVariant() + ofMember + casing, settings, around, derived);
    }

    private bool Take(GeneratedType generated, INamedTypeSymbol type, string variant = "")
    {
        var isNew = !_names.TryGetValue(generated.FullName, out var taker);
        if (isNew)
        {
            _names.Add(generated.FullName, (type, variant));
        }

        if (!_mappers.IsTaken(type, generated) && (isNew || taker.Equals((type, variant))))
        {
            return true;
        }

        _sink.Report(Descriptors.NameTaken, type.SourceLocation(), type.ToDisplayName(), generated.Name);
        return false;
    }

    private string? WhyNotMappable(INamedTypeSymbol type, bool isPolymorphic) => type switch
    {
        { TypeKind: TypeKind.Error } => "cannot be resolved",
        { TypeKind: TypeKind.Interface } when !isPolymorphic =>
            "is an interface; name the types that it stands for with [StreamDerivedType]",
        { TypeKind: not (TypeKind.Class or TypeKind.Struct or TypeKind.Interface) } or { SpecialType: not SpecialType.None } =>
            "is neither a class nor a struct nor a record",
        { IsTupleType: true } or { IsRefLikeType: true } => "is a tuple or a ref struct",
        _ when type.IsOpen() => "has type parameters without types",
        { IsStatic: true } => "is static",
        { IsAbstract: true } when !isPolymorphic =>
            "is abstract; name the types that derive from it with [StreamDerivedType] or [DynamoDBPolymorphicType]",
        _ when !type.CanBeNamed() => "is private, protected or local to a file; make it internal or public",
        _ when !_compilation.IsSymbolAccessibleWithin(type, _compilation.Assembly) =>
            "cannot be accessed from here; make it public",
        _ => null,
    };
}
