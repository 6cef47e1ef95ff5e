using System.Collections.Immutable;
using DynamoHandlers.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DynamoHandlers.Generators.Analyzers;

/// <summary>
/// Finds calls in handlers that block a thread until a task is done. All shards of a worker share the threads of one
/// pool: a few handlers that block keep the others, and the renewal of leases, waiting.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BlockingCallAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.BlockingCall];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterOperationBlockAction(Analyze);
    }

    private static void Analyze(OperationBlockAnalysisContext context)
    {
        if (!context.OwningSymbol.IsCalledByWorker())
        {
            return;
        }

        foreach (var operation in context.OperationBlocks.SelectMany(static b => b.DescendantsAndSelf()))
        {
            if (BlockingCall.Find(operation) is { } call
                && !(call.Task is { } task && CompletedTasks.Contain(task, context.OperationBlocks)))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Descriptors.BlockingCall, operation.Syntax.GetLocation(), call.Description));
            }
        }
    }
}
