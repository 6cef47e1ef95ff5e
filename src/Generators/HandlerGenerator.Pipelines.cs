using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Model;
using DynamoHandlers.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DynamoHandlers.Generators;

public sealed partial class HandlerGenerator
{
    // Each in two arities: with the entity as type argument, and without.
    private static readonly (string Attribute, ChangeSet Changes)[] Annotations =
    [
        ("DynamoHandlers.OnInsertAttribute", ChangeSet.Insert),
        ("DynamoHandlers.OnInsertAttribute`1", ChangeSet.Insert),
        ("DynamoHandlers.OnModifyAttribute", ChangeSet.Modify),
        ("DynamoHandlers.OnModifyAttribute`1", ChangeSet.Modify),
        ("DynamoHandlers.OnRemoveAttribute", ChangeSet.Remove),
        ("DynamoHandlers.OnRemoveAttribute`1", ChangeSet.Remove),
        ("DynamoHandlers.OnChangeAttribute", ChangeSet.All),
        ("DynamoHandlers.OnChangeAttribute`1", ChangeSet.All),
        ("DynamoHandlers.OnUnmatchedAttribute", ChangeSet.All),
        ("DynamoHandlers.OnUnmatchedAttribute`1", ChangeSet.All),
    ];

    private static Findings FindAnnotatedMethods(SyntaxValueProvider syntax)
    {
        var all = Annotations
            .Select(annotation => FindAnnotatedMethods(syntax, annotation.Attribute, annotation.Changes))
            .Aggregate(static (left, right) => new(
                Concat(left.Methods, right.Methods),
                Concat(left.Diagnostics, right.Diagnostics),
                Concat(left.Uses, right.Uses)));

        // An entity's diagnostics come with each of its handlers.
        return all with
        {
            Diagnostics = all.Diagnostics
                .Combine(all.Uses.Select(static (uses, _) => TableChecker.Check(uses)))
                .Select(static (found, _) => found.Left.Concat(found.Right).Distinct().ToEquatableArray())
                .WithTrackingName(TrackingNames.Diagnostics),
        };
    }

    private static Findings FindAnnotatedMethods(SyntaxValueProvider syntax, string attribute, ChangeSet changes)
    {
        var parsed = syntax.ForAttributeWithMetadataName(
                attribute,
                static (_, _) => true, // Also where no handler can be: on local functions, accessors, operators.
                (context, cancellationToken) => HandlerParser.Parse(context, changes, cancellationToken))
            .Where(static p => p is not null);
        var methods = parsed.Select(static (p, _) => p!.Method)
            .WithTrackingName(TrackingNames.Methods)
            .Collect()
            .Select(static (items, _) => new EquatableArray<AnnotatedMethod>(items));
        var diagnostics = parsed.SelectMany(static (p, _) => p!.Diagnostics)
            .Collect()
            .Select(static (items, _) => new EquatableArray<DiagnosticInfo>(items));
        var uses = parsed.SelectMany(static (p, _) => p!.Uses)
            .Collect()
            .Select(static (items, _) => new EquatableArray<EntityUse>(items));
        return new(methods, diagnostics, uses);
    }

    private static IncrementalValueProvider<EquatableArray<T>> Concat<T>(
        IncrementalValueProvider<EquatableArray<T>> left, IncrementalValueProvider<EquatableArray<T>> right)
        where T : IEquatable<T> =>
        left.Combine(right).Select(static (pair, _) => pair.Left.Concat(pair.Right).ToEquatableArray());

    private static IEnumerable<OutputFile<EntityModel>> DistinctEntities(EquatableArray<AnnotatedMethod> methods) =>
        OutputFile.Name(
            methods.SelectMany(static m => m.Entities)
                .GroupBy(static e => e.Mapper)
                .Select(static g => g.First())
                .OrderBy(static e => e.Mapper.FullName, StringComparer.Ordinal),
            static e => e.Variant.Length == 0 ? $"{e.DisplayName}.Mapper" : $"{e.DisplayName}.{e.Variant}.Mapper");

    // One for all mappers of a type; it goes with the usual one where that is written.
    private static IEnumerable<OutputFile<DiffModel>> DistinctDiffs(
        EquatableArray<AnnotatedMethod> methods, bool hasExtensionMembers) => OutputFile.Name(
            methods.SelectMany(static m => m.Entities)
                .GroupBy(static e => e.Type)
                .OrderBy(static g => g.Key, StringComparer.Ordinal)
                .Select(g => DiffModel.Of(g, hasExtensionMembers)),
            static d => $"{d.Entity.DisplayName}.Diff");

    // C# 14, for which this version of the compiler's API has no name yet.
    private static bool HasExtensionMembers(ParseOptions options) =>
        options is CSharpParseOptions csharp && (int)csharp.LanguageVersion >= 1400;

    private static IEnumerable<OutputFile<DispatcherModel>> GroupByClass(EquatableArray<AnnotatedMethod> methods) =>
        OutputFile.Name(
            methods.SelectMany(static m => m.Handlers)
                .Distinct()
                .GroupBy(static h => h.Class)
                .OrderBy(static g => g.Key.Type, StringComparer.Ordinal)
                .Select(static g => new DispatcherModel(
                    g.Key, g.OrderBy(static h => h.Position).ThenBy(static h => h.Ordinal).ToEquatableArray())),
            static d => $"{d.Class.DisplayName}.Dispatcher");

    // Also without a usable handler: the method that the user's program calls is there, whatever else is wrong.
    private static ModuleModel? CreateModule(EquatableArray<AnnotatedMethod> methods, string assemblyName) =>
        methods.Count == 0
            ? null
            : new(
                assemblyName,
                methods.SelectMany(static m => m.Handlers)
                    .Select(static h => h.Class)
                    .Distinct()
                    .OrderBy(static c => c.Type, StringComparer.Ordinal)
                    .ToEquatableArray());

    /// <summary>The ways out of the parser; what leaves by the last two holds locations.</summary>
    private sealed record Findings(
        IncrementalValueProvider<EquatableArray<AnnotatedMethod>> Methods,
        IncrementalValueProvider<EquatableArray<DiagnosticInfo>> Diagnostics,
        IncrementalValueProvider<EquatableArray<EntityUse>> Uses);
}
