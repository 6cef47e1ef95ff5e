using System.Globalization;
using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Emitting;
using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>
/// Finds the entities that the handlers of an assembly can write in transactions: those with a table and a key, its own and
/// those of assemblies that it references, whether there are handlers of them or not.
/// </summary>
internal sealed class WrittenEntityParser
{
    private readonly CSharpCompilation _compilation;
    private readonly MapperLocator _mappers;
    private readonly DiagnosticSink _sink = new();
    private readonly HashSet<string> _taken = [];

    private WrittenEntityParser(CSharpCompilation compilation)
    {
        _compilation = compilation;
        _mappers = new(compilation);
    }

    /// <param name="candidates">The declarations of types that may have a table.</param>
    /// <param name="compilation">The assembly with the handlers.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static (EquatableArray<WrittenEntity> Entities, EquatableArray<DiagnosticInfo> Diagnostics) Parse(
        IEnumerable<SyntaxNode> candidates, CSharpCompilation compilation, CancellationToken cancellationToken)
    {
        var types = candidates
            .Select(node => compilation.GetSemanticModel(node.SyntaxTree).GetDeclaredSymbol(node, cancellationToken))
            .OfType<INamedTypeSymbol>()
            .Where(static type => type.GetAttributes().Any(KnownAttributes.IsEntityAnnotation))
            .Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default)
            .OrderBy(static type => type.ToDisplayName(), StringComparer.Ordinal)
            .ToList();
        var parser = new WrittenEntityParser(compilation);
        var entities = types.Concat(ReferencedEntities.Find(compilation, cancellationToken))
            .Select(type => parser.Parse(type, cancellationToken))
            .OfType<WrittenEntity>()
            .ToEquatableArray();
        return (WithDistinctNames(entities), parser._sink.ToDiagnostics());
    }

    // Methods are called after the simple name, unless several entities have it: those then have their full name.
    private static EquatableArray<WrittenEntity> WithDistinctNames(EquatableArray<WrittenEntity> entities)
    {
        var names = entities.GroupBy(static e => (e.Name, e.Entity.IsForeign)).ToDictionary(static g => g.Key, static g => g.Count());
        return entities.Select(e => IsAmbiguous(e) ? e with { Name = FullNameOf(e.Entity) } : e).ToEquatableArray();

        // What the assembly itself calls so goes before what others do.
        bool IsAmbiguous(WrittenEntity e) =>
            names[(e.Name, e.Entity.IsForeign)] > 1 || (e.Entity.IsForeign && names.ContainsKey((e.Name, false)));
    }

    private static string FullNameOf(EntityModel entity) => AssemblyNames.ToIdentifier(entity.DisplayName);

    private WrittenEntity? Parse(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        var graph = EntityGraphParser.Describe(type, _compilation, cancellationToken);
        if (!graph.IsValid)
        {
            var error = graph.Diagnostics.First(static d => d.Descriptor.DefaultSeverity == DiagnosticSeverity.Error);
            return Refuse(type, error.ToDiagnostic().GetMessage(CultureInfo.InvariantCulture));
        }

        // Described first, as all the others are reached from it.
        var entity = graph.Entities[0];
        var extensions = $"{FullNameOf(entity)}TransactionExtensions";
        if (HasMethods(type, extensions))
        {
            return null;
        }

        var keys = KeysOf(type, entity);
        if (keys.Count == 0)
        {
            return Refuse(type, "no member that is read has [DynamoDBHashKey]");
        }

        // Every assembly may have methods for a foreign type, so they are for itself.
        var isPublic = type.IsPublic() && !entity.IsForeign;
        return new(
            entity,
            graph.Mapped.Mapper,
            graph.Entities.Where(e => e != entity || e.Mapper.FullName == graph.Mapped.Mapper).ToEquatableArray(),
            KnownAttributes.TableName(type),
            keys,
            type.FlatName(),
            new("DynamoHandlers", extensions, isPublic),
            NameFor(type, entity, "Condition", isPublic),
            NameFor(type, entity, "Update", isPublic),
            NameFor(type, entity, "Values", isPublic: false));
    }

    // Those of the type's own assembly, as far as they can be seen from here.
    private bool HasMethods(INamedTypeSymbol type, string extensions) => !_mappers.IsOwn(type)
        && type.ContainingAssembly.GetTypeByMetadataName($"DynamoHandlers.{extensions}") is { } methods
        && _compilation.IsSymbolAccessibleWithin(methods, _compilation.Assembly);

    private EquatableArray<MemberModel> KeysOf(INamedTypeSymbol type, EntityModel entity)
    {
        var members = EntityMembers.Of(type, MappingSettings.Of(type, _compilation).Naming);
        var partitionKey = Find(KnownAttributes.IsPartitionKey);
        var sortKey = Find(KnownAttributes.IsSortKey);
        return partitionKey is null ? [] : sortKey is null ? new([partitionKey]) : new([partitionKey, sortKey]);

        MemberModel? Find(Func<ISymbol, bool> isKey) => members.FirstOrDefault(m => isKey(m.Symbol)) is { } found
            ? entity.Members.FirstOrDefault(m => m.Name == found.Name && !m.IsFlattened)
            : null;
    }

    // Beside the entity; users hardly ever write these names, so that another is used where they have one of their own.
    private GeneratedType NameFor(INamedTypeSymbol type, EntityModel entity, string suffix, bool isPublic)
    {
        var name = $"{type.FlatName()}{suffix}";
        for (var i = 1; ; i++)
        {
            var generated = new GeneratedType(entity.Mapper.Namespace, name, isPublic);
            if (!_mappers.IsTaken(type, generated) && _taken.Add(generated.FullName))
            {
                return generated;
            }

            name = $"{type.FlatName()}Item{suffix}{(i == 1 ? "" : $"{i}")}";
        }
    }

    private WrittenEntity? Refuse(INamedTypeSymbol type, string reason)
    {
        if (type.SourceLocation() is { } place)
        {
            _sink.Report(Descriptors.NotWritable, place, type.ToDisplayName(), reason);
        }

        return null;
    }
}
