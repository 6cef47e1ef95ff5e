using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>Walks from an entity to every type that its mapper needs a mapper of.</summary>
internal sealed class EntityGraphParser
{
    // Every handler of an entity asks for its graph; within one compilation the answer is the same.
    private static readonly ConditionalWeakTable<Compilation, ConcurrentDictionary<ISymbol, EntityGraph>> Known = new();

    private readonly Queue<INamedTypeSymbol> _pending = new();
    private readonly HashSet<string> _names = [];
    private readonly HashSet<ISymbol> _reached = new(SymbolEqualityComparer.Default);
    private readonly DiagnosticSink _sink = new();
    private readonly MapperLocator _mappers;
    private readonly EntityParser _entities;

    private EntityGraphParser(Compilation compilation)
    {
        _mappers = new(compilation);
        _entities = new(compilation, _mappers, new ValueParser(ReachNested), _sink);
    }

    public static EntityGraph Parse(INamedTypeSymbol root, Compilation compilation, CancellationToken cancellationToken)
    {
        var known = Known.GetValue(compilation, static _ => new(SymbolEqualityComparer.Default));
        if (!known.TryGetValue(root, out var graph))
        {
            graph = new EntityGraphParser(compilation).Walk(root, cancellationToken);
            known.TryAdd(root, graph);
        }

        return graph;
    }

    private EntityGraph Walk(INamedTypeSymbol root, CancellationToken cancellationToken)
    {
        CheckRoot(root);
        if (_sink.Errors > 0)
        {
            return new(new("", null), [], _sink.ToDiagnostics(), IsValid: false);
        }

        if (_mappers.FindAnnounced(root) is { } announced)
        {
            return new(announced, [], [], IsValid: true);
        }

        var mapped = Reach(root);
        var models = new List<EntityModel>();
        while (_pending.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var type = _pending.Dequeue();
            var isRoot = SymbolEqualityComparer.Default.Equals(type, root);
            if (_entities.Parse(type, isRoot ? Casings.Of(type) : Casing.AsWritten) is { } model)
            {
                models.Add(model);
            }
        }

        return new(mapped, models.ToEquatableArray(), _sink.ToDiagnostics(), _sink.Errors == 0);
    }

    private void CheckRoot(INamedTypeSymbol root)
    {
        if (WhyNotMappable(root) is { } reason)
        {
            _sink.Report(Descriptors.UnmappableEntity, null, root.ToDisplayName(), $"it {reason}");
        }

        if (Casings.Of(root) == Casing.Unsupported)
        {
            _sink.Report(
                Descriptors.NotSupported,
                root.SourceLocation(),
                $"AttributeCasing of '{root.ToDisplayName()}'",
                "without it every item of the table is read as this type");
        }
    }

    private ParsedValue<MappedType> ReachNested(INamedTypeSymbol type)
    {
        // Whether its own casing is that of its names within another item too depends on the SDK's version.
        var reason = Casings.Of(type) == Casing.AsWritten
            ? WhyNotMappable(type)
            : "has a casing of its own for the names of its attributes";
        if (reason is not null)
        {
            return ParsedValue<MappedType>.Refuse($"its type '{type.ToDisplayName()}' {reason}");
        }

        return new(_mappers.FindAnnounced(type) ?? Reach(type));
    }

    private MappedType Reach(INamedTypeSymbol type)
    {
        var mapper = _mappers.MapperOf(type);
        var diff = _mappers.DiffOf(type);
        if (_reached.Add(type))
        {
            _pending.Enqueue(type);
            var taken = new[] { mapper, diff, _mappers.FieldsOf(type) }
                .Where(g => !_names.Add(g.FullName) || _mappers.IsTaken(type, g))
                .ToList();
            if (taken is [var first, ..])
            {
                _sink.Report(Descriptors.NameTaken, type.SourceLocation(), type.ToDisplayName(), first.Name);
            }
        }

        return new(mapper.FullName, diff.FullName);
    }

    private static string? WhyNotMappable(INamedTypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Error } => "cannot be resolved",
        { TypeKind: TypeKind.Interface } => "is an interface; this version reads classes, structs and records",
        { TypeKind: not (TypeKind.Class or TypeKind.Struct) } or { SpecialType: not SpecialType.None } =>
            "is neither a class nor a struct nor a record",
        { IsTupleType: true } or { IsRefLikeType: true } => "is a tuple or a ref struct",
        _ when type.IsOrIsInGeneric() => "is generic; this version reads types without type parameters",
        { IsStatic: true } => "is static",
        { IsAbstract: true } => "is abstract; this version reads types that can be constructed",
        _ when !type.CanBeNamed() => "is private, protected or local to a file; make it internal or public",
        _ when KnownAttributes.IsPolymorphic(type) =>
            "has [DynamoDBPolymorphicType], which this version does not support",
        _ => null,
    };
}
