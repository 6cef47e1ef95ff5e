using DynamoHandlers.Generators.Model;
using DynamoHandlers.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DynamoHandlers.Generators;

public sealed partial class HandlerGenerator
{
    private static IncrementalValueProvider<DeclaredProgram> FindPrograms(
        IncrementalValueProvider<CSharpCompilation> compilations, SyntaxValueProvider syntax) => compilations
            .Combine(syntax.CreateSyntaxProvider(
                static (node, _) => AnnotationSyntax.IsAnnotated(node), static (context, _) => context.Node).Collect())
            .Select(static (found, _) => new DeclaredProgram(found.Left, found.Right));

    private static IEnumerable<OutputFile<EntityModel>> DistinctEntities(EquatableArray<EntityModel> entities) =>
        OutputFile.Name(
            entities.GroupBy(static e => e.Mapper)
                .Select(static g => g.First())
                .OrderBy(static e => e.Mapper.FullName, StringComparer.Ordinal),
            static e => e.Variant.Length == 0 ? $"{e.DisplayName}.Mapper" : $"{e.DisplayName}.{e.Variant}.Mapper");

    // One for all mappers of a type; it goes with the usual one where that is written.
    private static IEnumerable<OutputFile<DiffModel>> DistinctDiffs(
        EquatableArray<EntityModel> entities, bool hasExtensionMembers) => OutputFile.Name(
            entities.GroupBy(static e => e.Type)
                .OrderBy(static g => g.Key, StringComparer.Ordinal)
                .Select(g => DiffModel.Of(g, hasExtensionMembers)),
            static d => $"{d.Entity.DisplayName}.Diff");

    private static IEnumerable<OutputFile<WrittenEntity>> NameTransactions(EquatableArray<WrittenEntity> entities) =>
        OutputFile.Name(entities, static e => $"{e.Entity.DisplayName}.Transaction");

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
                    .Select(static c => c.Dispatcher)
                    .ToEquatableArray());
}
