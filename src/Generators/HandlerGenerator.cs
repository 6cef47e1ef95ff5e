using DynamoHandlers.Generators.Emitting;
using DynamoHandlers.Generators.Emitting.Diffs;
using DynamoHandlers.Generators.Emitting.Transactions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DynamoHandlers.Generators;

/// <summary>
/// Compiles methods with <c>[OnInsert]</c>, <c>[OnModify]</c>, <c>[OnRemove]</c>, <c>[OnChange]</c>, <c>[OnWindow]</c> and
/// <c>[OnUnmatched]</c> into dispatchers, the types that they take into mappers, and those that they write into methods of
/// transactions. This file says what flows where.
/// </summary>
[Generator]
public sealed partial class HandlerGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var compilations = context.CompilationProvider.Select(static (c, _) => (CSharpCompilation)c);
        var programs = FindPrograms(compilations, context.SyntaxProvider);
        var methods = programs.Select(static (program, cancellation) => program.Parse(cancellation).Methods)
            .WithTrackingName(TrackingNames.Methods);
        var diagnostics = programs.Combine(compilations)
            .Select(static (pair, cancellation) => pair.Left.DiagnosticsIn(pair.Right, cancellation))
            .WithTrackingName(TrackingNames.Diagnostics);

        var types = programs.Select(static (program, cancellation) => program.Parse(cancellation).Entities);
        var entities = types.SelectMany(static (all, _) => DistinctEntities(all))
            .WithTrackingName(TrackingNames.Entities);
        var diffs = types.Combine(context.ParseOptionsProvider.Select(static (o, _) => HasExtensionMembers(o)))
            .SelectMany(static (pair, _) => DistinctDiffs(pair.Left, pair.Right))
            .WithTrackingName(TrackingNames.Diffs);
        var transactions = programs.Select(static (program, cancellation) => program.Parse(cancellation).Written)
            .SelectMany(static (all, _) => NameTransactions(all))
            .WithTrackingName(TrackingNames.Transactions);
        var dispatchers = methods.SelectMany(static (all, _) => GroupByClass(all))
            .WithTrackingName(TrackingNames.Dispatchers);
        var module = methods.Combine(compilations.Select(static (c, _) => c.AssemblyName ?? ""))
            .Select(static (pair, _) => CreateModule(pair.Left, pair.Right))
            .WithTrackingName(TrackingNames.Module);

        context.RegisterSourceOutput(entities, static (output, file) =>
            output.AddSource(file.HintName, MapperEmitter.Emit(file.Model)));
        context.RegisterSourceOutput(diffs, static (output, file) =>
            output.AddSource(file.HintName, DiffEmitter.Emit(file.Model)));
        context.RegisterSourceOutput(transactions, static (output, file) =>
            output.AddSource(file.HintName, TransactionEmitter.Emit(file.Model)));
        context.RegisterSourceOutput(dispatchers, static (output, file) =>
            output.AddSource(file.HintName, DispatcherEmitter.Emit(file.Model)));
        context.RegisterSourceOutput(module, static (output, model) =>
        {
            if (model is not null)
            {
                output.AddSource("DynamoHandlers.Registration.g.cs", ModuleEmitter.Emit(model));
            }
        });

        // Apart from the sources: diagnostics hold locations, so they change with every line above them.
        context.RegisterSourceOutput(diagnostics, static (output, all) =>
        {
            foreach (var diagnostic in all)
            {
                output.ReportDiagnostic(diagnostic.ToDiagnostic());
            }
        });
    }
}
