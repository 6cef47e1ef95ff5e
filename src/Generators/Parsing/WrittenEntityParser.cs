using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Emitting;
using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>
/// Finds the entities of an assembly that its handlers can write in transactions: those with a table and a key, whether
/// there are handlers of them or not.
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
        var ambiguous = types.GroupBy(static type => type.FlatName())
            .Where(static group => group.Count() > 1)
            .Select(static group => group.Key)
            .ToList();
        var parser = new WrittenEntityParser(compilation);
        var entities = types.Select(type => parser.Parse(type, ambiguous.Contains(type.FlatName()), cancellationToken))
            .OfType<WrittenEntity>()
            .ToEquatableArray();
        return (entities, parser._sink.ToDiagnostics());
    }

    private WrittenEntity? Parse(INamedTypeSymbol type, bool isAmbiguous, CancellationToken cancellationToken)
    {
        var graph = EntityGraphParser.Parse(type, _compilation, cancellationToken);
        if (!graph.IsValid)
        {
            var error = graph.Diagnostics.First(static d => d.Descriptor.DefaultSeverity == DiagnosticSeverity.Error);
            return Refuse(type, error.ToDiagnostic().GetMessage(System.Globalization.CultureInfo.InvariantCulture));
        }

        var entity = graph.Entities.First(e => e.Mapper.FullName == graph.Mapped.Mapper);
        var keys = KeysOf(type, entity);
        if (keys.Count == 0)
        {
            return Refuse(type, "no member that is read has [DynamoDBHashKey]");
        }

        var name = type.FlatName();
        var fullName = AssemblyNames.ToIdentifier(entity.DisplayName);
        return new(
            entity,
            graph.Entities,
            KnownAttributes.TableName(type),
            keys,
            isAmbiguous ? fullName : name,
            new("DynamoHandlers", $"{fullName}TransactionExtensions", type.IsPublic()),
            NameFor(type, "Condition", type.IsPublic()),
            NameFor(type, "Update", type.IsPublic()),
            NameFor(type, "Values", isPublic: false));
    }

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
    private GeneratedType NameFor(INamedTypeSymbol type, string suffix, bool isPublic)
    {
        var name = $"{type.FlatName()}{suffix}";
        for (var i = 1; ; i++)
        {
            var generated = new GeneratedType(type.NamespaceName(), name, isPublic);
            if (!_mappers.IsTaken(type, generated) && _taken.Add(generated.FullName))
            {
                return generated;
            }

            name = $"{type.FlatName()}Item{suffix}{(i == 1 ? "" : $"{i}")}";
        }
    }

    private WrittenEntity? Refuse(INamedTypeSymbol type, string reason)
    {
        _sink.Report(Descriptors.NotWritable, type.SourceLocation(), type.ToDisplayName(), reason);
        return null;
    }
}
